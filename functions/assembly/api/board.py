"""Putting something up on a village's board, for whatever publishes."""

from __future__ import annotations

from assembly.rules.publications import Publication
from assembly.store.draft import Actor, Draft
from assembly.store.rows import Kind


def put_up(draft: Draft, publication: Publication, by: Actor) -> None:
    """Put a new publication on the draft."""
    draft.save(Kind.PUBLICATION, publication)
    draft.note(Kind.PUBLICATION, publication, "published", by, what=publication["kind"])
