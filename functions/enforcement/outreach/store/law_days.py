"""Reminders of the days that matter: up to when a county was reminded, and what each town was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.outreach.rules.days import Occasion, next_reminder
from enforcement.outreach.store import kept
from enforcement.outreach.store.rows import LawDaysRow
from enforcement.store.kept import StepRow
from kernel import clock
from kernel.actors import CLOCK
from kernel.addressees import unit
from kernel.storage.history import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from kernel.waking import WAITING


def reminded_to(work: UnitOfWork, county: str) -> datetime | None:
    """Return up to when a county was reminded; None: its reminders have not begun."""
    row: LawDaysRow | None = work.find(LawDaysRow.key(county))
    return clock.from_iso(row.reminded_to) if row else None


def begin(work: UnitOfWork, place: str, now: datetime) -> None:
    """Let the county of a place be reminded from now on, if it is not yet."""
    county = ancestor(place, Level.COUNTY)
    assert county is not None, "every place lies in a county"
    if reminded_to(work, county) is None:
        move_on(work, county, now)


def move_on(work: UnitOfWork, county: str, now: datetime) -> None:
    """Note that a county was reminded of everything up to now, and when it is next."""
    key = LawDaysRow.key(county)
    row = LawDaysRow(
        key.pk,
        key.sk,
        reminded_to=clock.iso(now),
        version=work.version(key) + 1,
        change_id=work.change_id,
    )
    row.clock, row.wake_at = WAITING, clock.iso(next_reminder(now))
    work.save(row)


def was_told(work: UnitOfWork, occasion: Occasion, of: str) -> bool:
    """Whether a town or county was told of an occasion."""
    return work.find(StepRow.key(_pk(occasion, of), 1)) is not None


def tell(work: UnitOfWork, occasion: Occasion, of: str, units: Sequence[str]) -> None:
    """Tell the offices of a town, or the county's, of an occasion that is near."""
    name = {"zh": occasion.day.name.zh, "en": occasion.day.name.en}
    said = {"begins_at": occasion.on.isoformat(), "occasion": name}
    step = Step("near", CLOCK, None, of, details=said, addressees=tuple(map(unit, units)))
    kept.note(work, _pk(occasion, of), 1, step)


def _pk(occasion: Occasion, of: str) -> str:
    return f"LAWDAY#{occasion.day.id}-{occasion.on.year}-{of}"
