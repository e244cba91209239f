"""What a town owes the public of its years of enforcement: the data of each, once it is over."""

from __future__ import annotations

import escalation
from enforcement.rules.publicity import disclose_until
from enforcement.service.team import team_of
from enforcement.store import years
from kernel import clock, ids
from kernel.clock import midnight_after
from kernel.storage.unit_of_work import UnitOfWork, carry_out

_KIND = "enforcement_year"


def begin_years(work: UnitOfWork, town: str, year: int) -> None:
    """Let a town that has enforced something owe the data of its years from this one on."""
    if years.find(work, town) is None:
        years.save(work, town, year, {})


def see_to_years(town: str) -> None:
    """Let a town owe the data of a year that is over, by the last day of January; then wait for the next."""

    def decide(work: UnitOfWork) -> None:
        row, now = years.find(work, town), clock.now()
        if row is None or now < years.over_at(int(row.next_year)):
            return
        year, owed_id = int(row.next_year), ids.new_id(now)
        due = midnight_after(disclose_until(year))
        about = {"town": town, "year": str(year)}
        escalation.owe(
            work, [escalation.Owed(owed_id, team_of(town), due, about)], None, kind=_KIND
        )
        years.save(work, town, year + 1, {**row.owed, str(year): owed_id})

    carry_out(decide)
