"""Publish what waits in a village as one list, masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kernel import clock, ids
from kernel.actors import Actor
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.board import masked
from points.rules.book import Book, Item
from points.rules.claim import Claim, NothingToPublish
from points.rules.claim_moves import Step
from points.rules.claim_states import ClaimStatus, Event
from points.rules.objections import published
from points.rules.publication import Publication
from points.service.asking import VILLAGE_OFFICERS
from points.store import books, claims, publications
from points.store.claim_rows import ClaimRow
from registry import find_homes

MOST_A_PUBLICATION = 40
"""A claim and its history, times this, fit one transaction, and the lines fit one row."""


class Published(NamedTuple):
    """A list made public, and how many claims still wait."""

    publication: Publication
    left: int


def publish_by_hand(work: UnitOfWork, asking: Scope, village: str) -> Published:
    """Publish what waits in a village, as a village officer."""
    post = asking.within(village, VILLAGE_OFFICERS)
    return publish_scores(work, village, Actor.of(asking.person, post))


def publish_scores(work: UnitOfWork, village: str, actor: Actor) -> Published:
    """Publish what waits in a village as one list.

    Raises
    ------
    NothingToPublish
        No claim waits.
    """
    now = clock.now()
    waiting = _waiting(work, village)
    if not waiting:
        raise NothingToPublish
    some = waiting[:MOST_A_PUBLICATION]
    names = _names_of([claim.household for claim in some])
    publication = ids.new_id(now)
    lines: list[dict[str, Any]] = []
    public: list[Claim] = []
    for claim in some:
        book = books.of_claim(claim)
        item = book.item(claim.item)
        after = published(claim, publication, book.parameters, now)
        until = clock.iso(after.due_at) if after.due_at else None
        step = Step(Event.PUBLISHED, actor, None, {"publication": publication, "until": until})
        public.append(claims.save(work, claim, after, [step]))
        lines.append(_line(claim, book, item, names.get(claim.household, "*户")))
    listed = Publication(
        publication,
        village,
        now,
        actor.person_id,
        max(one.due_at for one in public if one.due_at),
        max(one.public_until for one in public if one.public_until),
        lines,
    )
    publications.add(work, listed)
    return Published(listed, len(waiting) - len(some))


def _waiting(work: UnitOfWork, village: str) -> list[Claim]:
    """Return the claims of a village that wait to be published, oldest first, as they are now."""
    page = claims.list_claims(village, ClaimStatus.CONFIRMED, MOST_A_PUBLICATION + 1)
    rows = work.find_all([ClaimRow.key(row.id) for row in page.rows])
    found = [claims.from_row(row) for row in rows if row is not None]
    return [claim for claim in found if claim.status is ClaimStatus.CONFIRMED]


def _names_of(households: Sequence[str]) -> dict[str, str]:
    """Return how households are shown to everybody: masked."""
    homes = find_homes(households)
    return {household: masked(home.head_name) for household, home in homes.items()}


def _line(claim: Claim, book: Book, item: Item, name: str) -> dict[str, Any]:
    return {
        "claim": claim.id,
        "household": name,
        "item": item.code,
        "item_name": {"zh": item.name.zh, "en": item.name.en},
        "book_version": book.version,
        "happened_on": claim.happened_on.isoformat(),
        "sign": str(claim.sign),
        "points": claim.points,
    }
