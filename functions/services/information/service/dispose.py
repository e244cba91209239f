"""Delete what has ended: a record wakes the day after its first term, and now and then for forms that were retired or revised.

The dry run tells the numbers of a day before it comes; what went is kept as numbers by day, village, form and field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

import registry
from kernel import clock
from kernel.actors import CLOCK
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, ancestor
from kernel.waking import WAITING
from services.information.rules.ending import counts_of, gone_by, old_gone_by, tidied
from services.information.rules.forms import InformationAbout
from services.information.rules.records import Held, Record, RecordEvent
from services.information.rules.visits import Disposal, disposed
from services.information.service.see_records import forms_behind
from services.information.store import kept
from services.store.table import WakingRow


def dispose_of(record_id: str) -> None:
    """Delete what has ended in a record, as its day has come; note where it belongs now, and who is on the register no more."""
    carry_out(lambda work: _look(work, record_id))


def _look(work: UnitOfWork, record_id: str) -> None:
    record = kept.RECORDS.find(work, record_id)
    if record is None or (not record.held and not record.old):
        return
    forms, today = forms_behind([record]), clock.today()
    placed = _placed(record, today)
    after = tidied(placed, forms, today)
    if after is None and placed == record:
        kept.RECORDS.look_again(work, record)
        return
    steps: list[Step] = []
    if after is not None:
        counts = counts_of(_gone(placed, today))
        _note(work, today, placed.unit, counts)
        steps = [Step(RecordEvent.DELETED, CLOCK, unit=placed.unit, details=counts)]
    kept.RECORDS.save(work, replace(after or placed, version=record.version + 1), *steps)


def _placed(record: Record, today: date) -> Record:
    """Return a record where the registry has its household now, noting since when a person is on it no more."""
    if record.about is InformationAbout.PERSON:
        off = registry.is_off_register(record.subject)
        record = replace(record, left_on=(record.left_on or today) if off else None)
    home = registry.find_homes([record.household]).get(record.household)
    return replace(record, unit=home.unit) if home else record


def _note(work: UnitOfWork, day: date, unit: str, counts: dict[str, int]) -> None:
    village = ancestor(unit, Level.VILLAGE) or unit
    one = f"{day.isoformat()}.{village}"
    before = kept.DISPOSALS.find(work, one) or Disposal(one, day, village, {})
    kept.DISPOSALS.save(work, disposed(before, counts))


class DryRun(NamedTuple):
    """How much of what would go by a day, on this page of what wakes by then."""

    counts: dict[str, int]
    records: int
    next_cursor: str | None


def dry_run(by: date, limit: int, cursor: str | None) -> DryRun:
    """Return what would go by a day if nothing changes; one page of what wakes by then: one Query and one read."""
    until = Range("wake_at", "<=", (clock.iso(datetime.combine(by, time.max, clock.SHANGHAI)),))
    page = list_page(
        WakingRow, ("clock", WAITING), index="by_wake", within=until, limit=limit, cursor=cursor
    )
    named = [row.pk.partition("#") for row in page.rows]
    ids = [one for kind, _, one in named if kind == kept.RECORD_KIND]
    records = [one for one in kept.RECORDS.load_all(ids) if one is not None] if ids else []
    gone = [_gone(one, by) for one in records]
    return DryRun(
        counts_of([held for each in gone for held in each]),
        sum(bool(each) for each in gone),
        page.next_cursor,
    )


def _gone(record: Record, day: date) -> Sequence[Held]:
    forms = forms_behind([record])
    return [*gone_by(record, forms, day), *(one.held for one in old_gone_by(record, forms, day))]


def disposals(limit: int, cursor: str | None) -> Listed:
    """Return one page of what went, newest day first."""
    return kept.DISPOSALS.in_list("INFODISPOSALS", limit, cursor, newest_first=True)
