"""Take a version of the rules one step further: passed by the meeting, filed with the town, published, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.book import Version, moved, open_actions
from points.rules.book_states import HOLDER_ROLES, Action, Status
from points.service.asking import holding
from points.store import books

if TYPE_CHECKING:
    from points.model.book_requests import MoveBook

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
    command: MoveBook,
    expected: Versions,
) -> BookSeen:
    """Take a version one step further."""
    asking.within(village, MOVERS)
    before = books.find(work, village, version)
    if before is None:
        raise NotFound
    refuse_stale(expected, before.revision)
    status = moved(before, command, holding(asking, village, HOLDER_ROLES), clock.today())
    facts = {
        **before.facts,
        f"{command.action}_by": asking.person.person_id,
        f"{command.action}_at": clock.iso(clock.now()),
        **command.model_dump(exclude={"action"}, exclude_none=True),
    }
    after = replace(before, status=status, facts=facts, revision=before.revision + 1)
    books.save(work, after)
    if status is Status.PUBLISHED:
        books.shelve(work, after, date.fromisoformat(command.valid_from or ""))
    return seen_by(asking, after)


def seen_by(asking: Scope, kept: Version) -> BookSeen:
    """Return a version as the caller sees it."""
    return BookSeen(kept, open_actions(kept, holding(asking, kept.village, HOLDER_ROLES)))
