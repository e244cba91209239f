"""Put a matter on the unit of work: new, or moved, with the day its next step is due and what climbs from then on; and answer it."""

from __future__ import annotations

from collections.abc import Mapping

from assembly.model.matters import MatterView, climb_views, matter_view
from assembly.rules import matters
from assembly.rules.matters import Matter
from assembly.rules.routing import MatterType, routing
from assembly.rules.standing import Reader
from assembly.rules.villages import VillageSettings
from assembly.service import follow_up
from assembly.service.asked import Answer, new_id
from assembly.service.follow_up import climbs
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor

VILLAGE_RULES = "village_rules"
DELEGATION = "delegation"


def add_matter(work: Work, matter: Matter, by: Actor) -> Matter:
    """Put a new matter on the unit of work; what others owe of it climbs from the start."""
    matter = matters.with_clock(matter, clock.now(), new_id())
    work.save(matter)
    follow_up.looked_at(work.unit, matter)
    work.note(matter, "entered", by, type=matter.type)
    return matter


def keep_matter(work: Work, before: Matter, after: Matter, by: Actor) -> Matter:
    """Put a matter that has moved on the unit of work; what is late climbs, what is done or dropped does not.

    Returns
    -------
    Matter
        As it is kept.
    """
    moved = matters.with_clock(after, clock.now(), new_id())
    work.save(moved)
    follow_up.moved(work.unit, before, moved, by)
    return moved


def kind_of(matter: Matter) -> MatterType:
    """Return the kind of a matter as it was when it was entered: no later route moves it, or takes the step away it stands before."""
    return routing().entered_under(matter.type, matter.route_from)


def delegations(work: Work, village: str) -> Mapping[str, str]:
    """Return which kinds of matter the villagers' meeting has delegated, and by which decision."""
    settings = work.find(VillageSettings, village)
    return settings.delegated if settings else {}


def answer_matter(work: Work, matter: Matter, reader: Reader) -> Answer:
    """Return a matter as it will be."""
    version = work.version(Matter, matter.id)
    delegated = delegations(work, matter.village)
    return Answer(matter_view(matter, version, reader, kind_of(matter), delegated), version)


def read_matter(matter: Matter, version: int, reader: Reader) -> MatterView:
    """Return a matter as it is, with what climbs of it."""
    delegated = delegations(Work(), matter.village)
    view = matter_view(matter, version, reader, kind_of(matter), delegated)
    return {**view, "climbs": climb_views(climbs(matter))}
