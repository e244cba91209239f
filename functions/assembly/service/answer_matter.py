"""Answer a matter as it stands after a use case, or as it is read."""

from __future__ import annotations

from assembly.model.matters import MatterView, climb_views, matter_view
from assembly.rules.matters import Matter
from assembly.rules.standing import Reader
from assembly.service.asked import Answer
from assembly.service.follow_up import climbs
from assembly.service.keep_matter import delegations, kind_of
from assembly.store.work import Work


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
