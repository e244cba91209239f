"""Put a new publication up, for whatever publishes."""

from __future__ import annotations

from assembly.rules.hearing import supervisors
from assembly.rules.publications import Publication
from assembly.store.work import Work
from kernel.actors import Actor


def put_up(work: Work, publication: Publication, by: Actor) -> None:
    """Put a new publication on the unit of work."""
    work.save(publication)
    hears = supervisors(publication.village)
    work.note(publication, "published", by, hears=hears, what=publication.kind)
