"""Draft a rule book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.book import Version
from points.rules.book_checks import check
from points.rules.book_states import Status
from points.service.asking import VILLAGE_OFFICERS
from points.service.move_book import BookSeen, seen_by
from points.store import books


def draft_book(
    work: UnitOfWork, asking: Scope, village: str, document: Mapping[str, Any]
) -> BookSeen:
    """Keep a document as a village's next version, as a draft."""
    actor = Actor.of(asking.person, asking.within(village, VILLAGE_OFFICERS))
    flags = check(document)
    facts = {"drafted_by": actor.person_id, "drafted_at": clock.iso(clock.now()), "flags": flags}
    version = books.next_version(work, village)
    kept = Version(village, version, Status.DRAFT, document, facts, 1)
    books.save(work, kept)
    return seen_by(asking, kept)
