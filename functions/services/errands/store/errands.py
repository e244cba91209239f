"""Errands, and where their originals are; what the villages have delivered is counted beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row
from kernel.storage.repository import Placed, Repository
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.errands.rules.coming_about import duties_of, hands_in_by, wakes_at
from services.errands.rules.custody import Custody
from services.errands.rules.errand import Errand
from services.store.table import ServicesMeta, StepRow, ThingRow

_LAST = "9999"
_OPEN = "~"
"""Before every place of what is still to be done: behind whatever is over, and so on top where the newest come first."""


def open_of(village: str) -> str:
    """Return the list of what is to be done in a village."""
    return f"ERRANDS#{village}"


def done_of(village: str) -> str:
    """Return the list of what is over in a village."""
    return f"ERRANDS_DONE#{village}"


def of_principal(person: str) -> str:
    """Return the subject of what somebody entrusted."""
    return f"ERRANDS_OF#{person}"


def with_person(person: str) -> str:
    """Return the list of the originals that are with somebody, or wait for his signature."""
    return f"ORIGINALS#{person}"


def agents_own(person: str) -> Range:
    """Return where in a village's list the errands of an agent are."""
    return Range("place", "begins_with", (f"{_OPEN}{person}#",))


def _placed(errand: Errand) -> Placed:
    wakes = wakes_at(errand)
    whose = errand.principal.person if errand.principal else None
    subject = of_principal(whose) if whose else None
    if not errand.is_open:
        at = clock.iso(errand.opened_at)
        return Placed(done_of(errand.village), subject, f"{at}#{errand.id}", wakes)
    agent = errand.agent.person if errand.agent else ""
    place = f"{_OPEN}{agent}#{0 if errand.urgent else 1}#{_next_at(errand)}#{errand.id}"
    return Placed(open_of(errand.village), subject, place, wakes)


def _next_at(errand: Errand) -> str:
    """Return when the next thing is due, as text in its order; what waits for somebody else stands last."""
    marks: list[datetime] = [*duties_of(errand).values()]
    marks += filter(None, (errand.check_by, hands_in_by(errand)))
    return clock.iso(min(marks)) if marks else _LAST


ERRANDS: Repository[Errand] = Repository(
    ThingRow, StepRow, "ERRAND", Errand, Text("该代办事项", "such errand"), _placed
)
CUSTODY: Repository[Custody] = Repository(
    ThingRow,
    StepRow,
    "ORIGINAL",
    Custody,
    Text("该原件", "such original"),
    lambda one: Placed(
        with_person(one.person) if one.person else None, None, f"{one.errand}#{one.number:02d}"
    ),
)


class DeliveredRow(Row):
    """How many errands a village has had delivered in a year: `DELIVERED#{county}#{year}` / `VILLAGE#{village}`."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""

    delivered = NumberAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute(null=True)


def _counts(unit: str, year: int) -> str:
    return f"DELIVERED#{ancestor(unit, Level.COUNTY)}#{year}"


def count(work: UnitOfWork, village: str, year: int) -> None:
    """Count one more that was delivered."""
    key = Key(DeliveredRow, _counts(village, year), f"VILLAGE#{village}")
    row: DeliveredRow | None = work.find(key)
    before = int(row.delivered) if row else 0
    work.save(DeliveredRow(key.pk, key.sk, delivered=before + 1, version=work.version(key) + 1))


def counted(unit: str, year: int) -> Iterator[tuple[str, int]]:
    """Give the villages of a unit that had any delivered in a year, with how many."""
    within = Range("sk", "begins_with", (f"VILLAGE#{unit}",))
    for row in every_row(DeliveredRow, ("pk", _counts(unit, year)), within=within):
        yield row.sk.removeprefix("VILLAGE#"), int(row.delivered)
