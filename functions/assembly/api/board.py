"""A village's board: putting something up, for whatever publishes, and hearing what people say of it."""

from __future__ import annotations

from assembly.rules import voices
from assembly.rules.publications import Publication
from assembly.store.draft import Actor, Draft
from assembly.store.rows import Kind


def hear(draft: Draft, thing_id: str, village: str, by: Actor, most: int) -> None:
    """Count what somebody says on a thing.

    Raises
    ------
    SpokenEnough
        It would be more often than one person may.
    """
    wanted = voices.voice_id(thing_id, by.person_id)
    voice = voices.speak(draft.find(Kind.VOICE, wanted), wanted, village, most)
    draft.save(Kind.VOICE, voice)


def put_up(draft: Draft, publication: Publication, by: Actor) -> None:
    """Put a new publication on the draft."""
    draft.save(Kind.PUBLICATION, publication)
    draft.note(Kind.PUBLICATION, publication, "published", by, what=publication["kind"])
