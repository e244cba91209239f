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
from enforcement.service.asked import HEADS, acting
from enforcement.service.owe_years import begin_years
from enforcement.store import disclosure, links, years
from kernel import clock
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def disclose_step(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Note in the unit of work of a step what it means for the public."""
    disclosure.list_decision(work, before, after)
    by_year = counted(before, after)
    for year, more in by_year.items():
        disclosure.count(work, after.town, year, more)
    if by_year:
        begin_years(work, after.town, min(by_year))


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
    row = years.find(work, town)
    owed_id = row.owed.get(str(year)) if row else None
    if row and owed_id:
        escalation.fulfil(work, [owed_id], by)
        left = {name: owed for name, owed in row.owed.items() if name != str(year)}
        years.save(work, town, int(row.next_year), left)
    return one
