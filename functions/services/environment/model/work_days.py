"""Work days, and the figures of a place, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel.seen import Seen
from kernel.texts import Language
from services.environment.rules.work_days import WORK_DAYS, WorkDay
from services.environment.service.keep_tallies import Figures


class WorkDayView(TypedDict):
    """What a village did together."""

    id: str
    village: str
    held_on: str
    theme: str
    heads: int
    hours: int
    rubbish_kg: int
    trees: int
    count_on: Annotated[str | None, Field(description="Trees are counted from / 成活核查日期")]
    alive: Annotated[int | None, Field(description="Alive a year later / 一年后成活")]
    reason: str | None
    owed: str | None
    status: str
    status_name: str
    actions: list[str]
    version: int


class WorkDayList(TypedDict):
    """One page of work days, newest first."""

    items: list[WorkDayView]
    next_cursor: str | None


class EnvironmentFigures(TypedDict):
    """What a place has now, and what it did in a year."""

    unit: str
    year: int
    villages: int
    lines: int
    line_metres: int
    courtyards_four_stars: int
    courtyards_five_stars: int
    stars: int
    sums_up: Annotated[
        bool,
        Field(description="Whether the stars are those of the courtyards / 星数与户数是否相符"),
    ]
    work_days: int
    heads: int
    hours: int
    rubbish_kg: int
    trees: int
    trees_counted: Annotated[int, Field(description="Of them a year old and counted / 已核查")]
    alive: int
    loads: int
    load_kg: int


def work_day_view(seen: Seen[WorkDay], language: Language) -> WorkDayView:
    """Return a work day as it is answered."""
    day = seen.thing
    return {
        "id": day.id,
        "village": day.village,
        "held_on": day.held_on.isoformat(),
        "theme": day.theme,
        "heads": day.heads,
        "hours": day.hours,
        "rubbish_kg": day.rubbish_kg,
        "trees": day.trees,
        "count_on": day.count_on.isoformat() if day.count_on else None,
        "alive": day.alive,
        "reason": day.reason,
        "owed": day.owed,
        "status": str(day.status),
        "status_name": WORK_DAYS.statuses[day.status].say(language),
        "actions": list(seen.actions),
        "version": day.version,
    }


def figures_view(figures: Figures) -> EnvironmentFigures:
    """Return the figures of a place as they are answered."""
    now, year = figures.now, figures.year
    return {
        "unit": now.id,
        "year": year.year,
        "villages": figures.villages,
        "lines": now.lines,
        "line_metres": now.metres,
        "courtyards_four_stars": now.four,
        "courtyards_five_stars": now.five,
        "stars": now.stars,
        "sums_up": now.sums_up,
        "work_days": year.work_days,
        "heads": year.heads,
        "hours": year.hours,
        "rubbish_kg": year.rubbish_kg,
        "trees": year.trees,
        "trees_counted": year.trees_counted,
        "alive": year.alive,
        "loads": year.loads,
        "load_kg": year.load_kg,
    }
