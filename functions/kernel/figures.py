"""What reports ask each context of, and what it answers: the events of a figure, one by one, so that a figure is their sum and its list at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kernel.ids import moment_of
from kernel.texts import Text


class Asked(NamedTuple):
    """Of which unit and which days (both included), as it stood at the cut-off.

    What happened on those days but is known only since the cut-off is not counted, and what was undone after it still is. Of a figure that
    is how things stand, such as the grids of a village, the cut-off alone counts.
    """

    unit: str
    first: date
    last: date
    cut_off: datetime

    def takes(self, day: date) -> bool:
        """Tell whether an event of that day is one of the period."""
        return self.first <= day <= self.last

    def knows(self, made_id: str) -> bool:
        """Tell whether what bears this id was entered by the cut-off."""
        return moment_of(made_id) <= self.cut_off


class Counted(NamedTuple):
    """One event of a figure.

    Attributes
    ----------
    subject
        What it is about, as `kind:id`, by which it is counted once.
    unit
        Whose it is.
    amount
        What it adds: one, or so many people or fen.
    """

    subject: str
    unit: str
    on: date
    amount: int = 1


def more_than(exact: int, step: int = 10) -> Text:
    """Return a figure as reports say it in round numbers: 余 only where the exact figure is more than the round one (DOMAIN 18.1).

    Parameters
    ----------
    step
        What is rounded down to; a figure below it is said exactly.
    """
    rounded = exact // step * step
    return _over(rounded) if 0 < rounded < exact else Text(f"{exact}", f"{exact}")


def yuan_of(fen: int, step: int = 0) -> Text:
    """Return an amount in yuan as reports say it, exactly or rounded down to so many yuan."""
    rounded = fen // (step * 100) * step if step else 0
    if 0 < rounded * 100 < fen:
        return _over(rounded)
    sign, (yuan, rest) = "-" * (fen < 0), divmod(abs(fen), 100)
    told = f"{sign}{yuan}.{rest:02d}" if rest else f"{sign}{yuan}"
    return Text(told, told)


def _over(rounded: int) -> Text:
    return Text(f"{rounded}余", f"more than {rounded}")
