"""Put a new publication up, for whatever publishes."""

from __future__ import annotations

from assembly.rules.hearing import supervisors
from assembly.rules.publications import Publication
from assembly.store.work import Kind, Work
from kernel.actors import Actor


def put_up(work: Work, publication: Publication, by: Actor) -> None:
    """Put a new publication on the unit of work."""
    work.save(Kind.PUBLICATION, publication)
    hears = supervisors(publication["village"])
    work.note(Kind.PUBLICATION, publication, "published", by, hears=hears, what=publication["kind"])
