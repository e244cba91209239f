"""Which year's data a town owes: begun by the first inspection or case of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.store.table import EnforcementMeta
from kernel import clock
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.waking import WAITING


class YearsRow(Row):
    """Which year's data a town owes next: `YEARS#{town}` / `YEARS`; it wakes when that year is over.

    `owed` names the obligation of each year that was not published yet.
    """

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    next_year = NumberAttribute()
    owed = JSONAttribute()
    clock = UnicodeAttribute()
    wake_at = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, town: str) -> Key:
        """Return where a town's years are."""
        return Key(cls, f"YEARS#{town}", "YEARS")


def find(work: UnitOfWork, town: str) -> YearsRow | None:
    """Return which year's data a town owes next; None: it has none yet."""
    return work.find(YearsRow.key(town))


def save(work: UnitOfWork, town: str, next_year: int, owed: Mapping[str, str]) -> None:
    """Keep which year's data a town owes next."""
    key = YearsRow.key(town)
    work.save(
        YearsRow(
            key.pk,
            key.sk,
            next_year=next_year,
            owed=dict(owed),
            clock=WAITING,
            wake_at=clock.iso(over_at(next_year)),
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
    )


def over_at(year: int) -> datetime:
    """Return when a year is over in Beijing."""
    return datetime.combine(date(year + 1, 1, 1), time(), clock.SHANGHAI)
