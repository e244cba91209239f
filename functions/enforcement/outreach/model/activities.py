"""Activities, the days that matter and the figures as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from enforcement.outreach.rules.activities import ACTIVITIES, Activity, ActivityKind
from enforcement.outreach.rules.days import Occasion, known_day
from enforcement.outreach.service.count_outreach import Figures
from enforcement.outreach.service.seeing import SeenInUnits
from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language


class PublicActivityView(TypedDict):
    """What was held, as everybody sees it."""

    id: str
    village: str
    village_name: str | None
    kind: ActivityKind
    kind_name: str
    held_on: str
    theme: str
    organ: str
    organ_name: str | None
    heads: Annotated[int, Field(description="How many came / 参加人数")]
    cites: list[StatuteShown]
    occasion: str | None
    occasion_name: str | None
    lesson: str | None


class ActivityView(PublicActivityView):
    """What was held, as those see it who answer for it."""

    status: str
    status_name: str
    reason: str | None
    entered_at: str
    actions: list[str]
    version: int


class PublicActivityList(TypedDict):
    """One page of what was held, newest first."""

    items: list[PublicActivityView]
    next_cursor: str | None


class ActivityList(TypedDict):
    """One page of what was held, newest first."""

    items: list[ActivityView]
    next_cursor: str | None


class LawDayView(TypedDict):
    """A day that matters, in a year."""

    id: str
    name: str
    day_on: str
    citation: CitationView


class LawDayList(TypedDict):
    """The days that matter of a year, in order."""

    year: int
    items: list[LawDayView]


class KindHeld(TypedDict):
    """How many activities of a kind were held."""

    kind: ActivityKind
    kind_name: str
    held: int


class OutreachFigures(TypedDict):
    """A place's law outreach in numbers: its sites of today, its activities of a year."""

    unit: str
    year: int
    villages_with_site: Annotated[
        int, Field(description="Villages with a site in use / 有普法阵地的村")
    ]
    sites: int
    sites_to_renew: int
    villages_reached: Annotated[
        int, Field(description="Villages in which something was held / 开展普法活动的村")
    ]
    activities: int
    heads: int
    by_kind: list[KindHeld]


def public_activity_view(seen: SeenInUnits[Activity], language: Language) -> PublicActivityView:
    """Return what was held as everybody sees it."""
    one, units = seen.thing, seen.units
    village, organ = units.get(one.village), units.get(one.organ)
    occasion = known_day(one.occasion) if one.occasion else None
    return {
        "id": one.id,
        "village": one.village,
        "village_name": village.say(language) if village else None,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "held_on": one.held_on.isoformat(),
        "theme": one.theme,
        "organ": one.organ,
        "organ_name": organ.say(language) if organ else None,
        "heads": one.heads,
        "cites": statutes_shown(one.cites, language),
        "occasion": one.occasion,
        "occasion_name": occasion.name.say(language) if occasion else None,
        "lesson": one.lesson,
    }


def activity_view(seen: SeenInUnits[Activity], language: Language) -> ActivityView:
    """Return what was held as those see it who answer for it."""
    one = seen.thing
    return {
        **public_activity_view(seen, language),
        "status": str(one.status),
        "status_name": ACTIVITIES.statuses[one.status].say(language),
        "reason": one.reason,
        "entered_at": clock.local_iso(one.entered_at),
        "actions": list(seen.actions),
        "version": one.version,
    }


def law_day_view(occasion: Occasion, language: Language) -> LawDayView:
    """Return a day that matters as it is answered."""
    return {
        "id": occasion.day.id,
        "name": occasion.day.name.say(language),
        "day_on": occasion.on.isoformat(),
        "citation": occasion.day.law.on(occasion.on).view(language),
    }


def figures_view(figures: Figures, language: Language) -> OutreachFigures:
    """Return the figures of a place as they are answered."""
    return {
        "unit": figures.unit,
        "year": figures.year,
        "villages_with_site": figures.villages_with_site,
        "sites": figures.sites,
        "sites_to_renew": figures.sites_to_renew,
        "villages_reached": figures.villages_reached,
        "activities": figures.activities,
        "heads": figures.heads,
        "by_kind": [
            {
                "kind": kind,
                "kind_name": kind.said.say(language),
                "held": figures.by_kind.get(str(kind), 0),
            }
            for kind in ActivityKind
        ],
    }
