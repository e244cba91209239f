"""Put a vote that has moved on the unit of work, and answer it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assembly.model.votes import vote_view
from assembly.rules.standing import Reader
from assembly.rules.votes import Vote
from assembly.service.asked import Answer
from assembly.store.work import Work
from kernel.actors import Actor
from kernel.addressees import Addressee


def keep_vote(
    work: Work,
    vote: Vote,
    event: str,
    by: Actor,
    reader: Reader,
    *,
    hears: Iterable[Addressee] | None = None,
    **details: Any,
) -> Answer:
    """Keep a vote with what happened to it."""
    work.save(vote)
    work.note(vote, event, by, hears=hears, **details)
    version = work.version(Vote, vote.id)
    return Answer(vote_view(vote, version, reader), version)
