"""Who is of age, as far as is known (民法典 Art. 17; DOMAIN 19): always by the birthday, and what is not known never to a young person's harm."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

ADULT = 18


class Born(NamedTuple):
    """When somebody was born, as far as the registry knows; nothing known: year None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def latest(self) -> date | None:
        """The last day it can have been; None where not even the year is known."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def has_reached(age: int, born: Born, on: date) -> bool:
    """Tell whether somebody has reached an age on a day beyond doubt: an unknown day counts as the last of its month, or of its year.

    What is a right from an age on is had only then, and what protects until an age still does until then.
    """
    latest = born.latest
    if latest is None:
        return False
    # Who is born on 29 February has the birthday on 1 March where there is none.
    return (on.year - latest.year, on.month, on.day) >= (age, latest.month, latest.day)
