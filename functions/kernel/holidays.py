"""Years whose holiday notice the county loaded while the system runs, and how every function comes to count with them.

The registry keeps them in one row (`registry.service.set_calendar`). A process looks at it again after `_FRESH_SECONDS`: a request with the read
that finds its caller, the clock's own functions when they begin. So a notice is counted with everywhere within a minute, and no request
waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock, working_days
from kernel.directory import RegistryMeta
from kernel.storage.dynamo import read
from kernel.storage.rows import Key, Row

# `Remembered` may keep the row as long again, and both together stay below a minute.
_FRESH_SECONDS = 25


class CalendarRow(Row):
    """Every year a county loaded: `CALENDARS` / `CALENDARS`.

    Attributes
    ----------
    years
        By year: `notice` in the form of the packaged files, `version`, `set_by`, `set_at`.
    corrected_in
        The version in which a notice that was counted with before was last replaced; whoever has counted everything with it or a
        later one is done with that.
    version
        Counts every change of any year.
    """

    class Meta(RegistryMeta):
        """The registry's table."""

    years = JSONAttribute(default=dict)
    corrected_in = NumberAttribute(default=0)
    changed_at = UnicodeAttribute()
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls) -> Key:
        """Return where the row is."""
        return Key(cls, "CALENDARS", "CALENDARS")

    def notices(self) -> dict[int, Mapping[str, Any]]:
        """Return the notices by year."""
        return {int(year): kept["notice"] for year, kept in self.years.items()}


class _Looked(NamedTuple):
    """When this process looked at the row last, and what it found."""

    at: float
    row: CalendarRow | None


_looked: list[_Looked] = []


def to_look_up() -> list[Key]:
    """Return the row to read along with others: none while what this process counts with is fresh."""
    age = clock.now().timestamp() - _looked[-1].at if _looked else None
    return [] if age is not None and 0 <= age < _FRESH_SECONDS else [CalendarRow.key()]


def take(rows: Mapping[Key, Any]) -> None:
    """Count with the notices among rows that were just read, if `to_look_up` was among them."""
    key = CalendarRow.key()
    if key in rows:
        _use(rows[key])


def refresh() -> CalendarRow | None:
    """Count with the notices as they are now, and return their row; None when the county loaded none."""
    if to_look_up():
        _use(read([CalendarRow.key()])[0])
    return _looked[-1].row


def forget() -> None:
    """Look at the row again before the next count (after a change in this process, and between tests)."""
    _looked.clear()


def _use(row: CalendarRow | None) -> None:
    working_days.install(row.notices() if row else {})
    _looked[:] = [_Looked(clock.now().timestamp(), row)]
