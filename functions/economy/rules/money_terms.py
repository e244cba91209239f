"""The numbers of members and money (`data/money.json`), and what they rest on."""

from __future__ import annotations

from datetime import date

from economy.rules.terms import DATA
from kernel.terms import Terms

MONEY = Terms(DATA / "money.json")
money_amount, money_limit, money_law = MONEY.amount, MONEY.limit, MONEY.law_of


def period_of(day: date) -> str:
    """Return the period a day's accounts are published with: `2026-Q4`, or `2026-11` where it is monthly."""
    if MONEY.document["publish_every"] == "month":
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}"


def last_day_of_period(period: str) -> date:
    """Return the last day of a period."""
    year, _, part = period.partition("-")
    month = 3 * int(part[1:]) if part.startswith("Q") else int(part)
    after = date(int(year) + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)
