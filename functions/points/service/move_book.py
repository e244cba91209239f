"""Take a version of the rules one step further: passed by the meeting, filed with the town, published, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.book import Command, Version, moved, open_actions
from points.rules.book_states import HOLDER_ROLES, Action, Holder, Status
from points.store import books

MOVERS = frozenset({Role.VILLAGE_OFFICER, Role.TOWN_OFFICER})


class BookSeen(NamedTuple):
    """A version, and what the caller can do with it now."""

    kept: Version
    actions: Sequence[Action]

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.kept.revision


def move_book(
    work: UnitOfWork,
    asking: Scope,
    village: str,
    version: int,
    command: Command,
    expected: Versions,
) -> BookSeen:
    """Take a version one step further."""
    asking.within(village, MOVERS)
    before = books.find(work, village, version)
    if before is None:
        raise NotFound
    refuse_stale(expected, before.revision)
    status = moved(before, command, lambda holder: _holds(asking, village, holder), clock.today())
    facts = {
        **before.facts,
        f"{command.action}_by": asking.person.person_id,
        f"{command.action}_at": clock.iso(clock.now()),
        **command.said,
    }
    after = replace(before, status=status, facts=facts, revision=before.revision + 1)
    books.save(work, after)
    if status is Status.PUBLISHED:
        books.shelve(work, after, date.fromisoformat(command.valid_from or ""))
    return seen_by(asking, after)


def seen_by(asking: Scope, kept: Version) -> BookSeen:
    """Return a version as the caller sees it."""
    return BookSeen(
        kept,
        open_actions(kept.status, lambda holder: _holds(asking, kept.village, holder)),
    )


def _holds(asking: Scope, village: str, holder: Holder) -> bool:
    return asking.person.post_over(village, HOLDER_ROLES[holder]) is not None
