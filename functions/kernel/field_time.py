"""When something was done in the field, by the clock of a phone that may have been without a network, or be wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kernel.problems import InvalidFields
from kernel.texts import Text

PHONES_RUN_AHEAD = timedelta(minutes=5)
"""How far a phone's clock may be ahead of ours: what was done a moment ago is not doubted for it."""


def is_believable(said: datetime, now: datetime, days: int) -> bool:
    """Tell whether a phone's clock may be right that says so: at most so many days ago, and hardly ahead of ours."""
    return now - timedelta(days=days) <= said <= now + PHONES_RUN_AHEAD


def believed(said: datetime | None, now: datetime, days: int) -> datetime:
    """Return when something was done: as the phone says, where that can be; else now.

    A phone drops what is refused, so a wrong clock is no reason to lose what its owner did.

    Parameters
    ----------
    days
        How long a phone may have kept it; what is older is a clock that is wrong.
    """
    if said is None or not is_believable(said, now, days):
        return now
    return min(said, now)


def refuse_to_come(day: date, today: date, field: str) -> None:
    """Let a day pass that somebody chose, if it has come.

    Raises
    ------
    InvalidFields
        It is still to come.
    """
    if day > today:
        raise InvalidFields.one(field, Text("不得晚于今天。", "Not later than today."))
