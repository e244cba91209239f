"""How the days of enforcement are counted: which are working days, which roll over, and when each is over.

处罚法 Art. 85: two, three, five and seven days are working days; fifteen and ninety are calendar days. 强制法 Art. 69: so are its limits of up
to ten days. The day of the event does not count (民法典 Art. 201). What the law leaves open is our choice, the milder one for the party:

- A *party's* term ends at 24:00 of its last day, and a last day on which offices are closed moves to the next working day (Art. 203).
- An *organ's* limit in calendar days ends at 24:00 of its last day, a Sunday too: its own weekend gives it no day more. In working days
  it ends at the close of business.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from enforcement.rules.numbers import document
from kernel.clock import day_of, midnight_after, months_after
from kernel.working_days import is_working_day
from kernel.working_time import Limit, add


def until(name: str, start: datetime) -> datetime:
    """Return when a term or a limit that begins with something at `start` is over.

    Parameters
    ----------
    name
        A number of `data/numbers.json` that is a time.
    """
    said = document("numbers")["numbers"][name]
    amount, unit, whose = said["amount"], said["unit"], said.get("whose")
    if unit == "natural_hours":
        return add(start, Limit(amount, "natural_hours")).at
    first = day_of(start)
    if unit == "working_days":
        closes = add(start, Limit(amount, "working_days")).at
        return midnight_after(day_of(closes)) if whose == "party" else closes
    last = first + timedelta(days=amount) if unit == "days" else corresponding(first, amount, unit)
    while whose == "party" and not is_working_day(last):
        last += timedelta(days=1)
    return midnight_after(last)


def working_days_before(end: date, days: int) -> date:
    """Return the last day on which something can be done that wants so many working days between it and `end`."""
    found = end
    for _ in range(days):
        found -= timedelta(days=1)
        while not is_working_day(found):
            found -= timedelta(days=1)
    return found


def corresponding(day: date, amount: int, unit: str) -> date:
    """Return the same day so many months or years on; the last of the month where there is none (民法典 Art. 202)."""
    return months_after(day, amount * (12 if unit == "years" else 1))


def is_over(name: str, start: datetime, now: datetime) -> bool:
    """Tell whether a term or limit has run out: at its very end it has."""
    return now >= until(name, start)
