"""What follows for the public from a step of a case: its decision is listed or not, the year's figures grow, the year's data will be owed."""

from __future__ import annotations

import escalation
from enforcement.rules.case import Case
from enforcement.rules.figures import (
    YearPublished,
    counted,
    refuse_running,
    refuse_unexplained,
)
from enforcement.rules.links import LinkLevel
from enforcement.rules.publicity import disclose_until
from enforcement.service.asked import HEADS, acting
from enforcement.service.team import team_of
from enforcement.store import disclosure, links
from kernel import clock, ids
from kernel.clock import midnight_after
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out

_KIND = "enforcement_year"


def disclose_step(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Note in the unit of work of a step what it means for the public."""
    disclosure.list_decision(work, before, after)
    by_year = counted(before, after)
    for year, more in by_year.items():
        disclosure.count(work, after.town, year, more)
    if by_year:
        begin_years(work, after.town, min(by_year))


def begin_years(work: UnitOfWork, town: str, year: int) -> None:
    """Let a town that has enforced something owe the data of its years from this one on."""
    if disclosure.find_years(work, town) is None:
        disclosure.save_years(work, town, year, {})


def see_to_years(town: str) -> None:
    """Let a town owe the data of a year that is over, by the last day of January; then wait for the next."""

    def decide(work: UnitOfWork) -> None:
        row, now = disclosure.find_years(work, town), clock.now()
        if row is None or now < disclosure.over_at(int(row.next_year)):
            return
        year, owed_id = int(row.next_year), ids.new_id(now)
        due = midnight_after(disclose_until(year))
        about = {"town": town, "year": str(year)}
        escalation.owe(
            work, [escalation.Owed(owed_id, team_of(town), due, about)], None, kind=_KIND
        )
        disclosure.save_years(work, town, year + 1, {**row.owed, str(year): owed_id})

    carry_out(decide)


def publish_year(
    work: UnitOfWork, asking: Scope, town: str, year: int, note: str | None
) -> YearPublished:
    """Publish the figures of a year as they are counted; nobody types one.

    Raises
    ------
    OutsideYourArea, YearNotOver, InvalidFields
        It is for the town's head; the year runs; published again it takes the reason.
    """
    by, now = acting(asking, town, HEADS), clock.now()
    refuse_running(year, now.astimezone(clock.SHANGHAI).date())
    editions = disclosure.editions_of(town, year)
    edition = editions[0].edition + 1 if editions else 1
    refuse_unexplained(edition, note)
    figures, inspected = disclosure.figures_of(town, year), links.figures_of(town, year)
    one = YearPublished(
        town=town,
        year=year,
        edition=edition,
        published_by=by.person_id,
        published_at=now,
        inspections=inspected[LinkLevel.INSPECTIONS],
        problems=inspected[LinkLevel.PROBLEMS],
        note=note,
        **{str(figure): number for figure, number in figures.items()},
    )
    disclosure.publish(work, one)
    row = disclosure.find_years(work, town)
    owed_id = row.owed.get(str(year)) if row else None
    if row and owed_id:
        escalation.fulfil(work, [owed_id], by)
        left = {name: owed for name, owed in row.owed.items() if name != str(year)}
        disclosure.save_years(work, town, int(row.next_year), left)
    return one
