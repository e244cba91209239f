"""Take a claim one step further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel import clock
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.claim_moves import Facts, move
from points.service.follow_claim import follow_claim
from points.service.leave_boards import leave_boards
from points.service.see_claim import ClaimSeen, look_up, participant, see
from points.store import books, claims

if TYPE_CHECKING:
    from points.model.claim_requests import MoveClaim


def move_claim(
    work: UnitOfWork, asking: Scope, claim_id: str, command: MoveClaim, expected: Versions
) -> ClaimSeen:
    """Take a claim one step further."""
    now = clock.now()
    found = look_up(asking, claims.find(work, claim_id), command.household)
    claim = found.claim
    refuse_stale(expected, claim.version)
    book = books.of_claim(claim)
    item = book.item(claim.item)
    facts = Facts(
        participant(asking.person, found, command.household),
        item,
        book.parameters,
        claims.cap_left(work, claim, item),
        now,
    )
    change = move(claim, command, facts)
    after = follow_claim(work, claim, change.after, change.steps[0].actor)
    saved = claims.save(work, claim, after, change.steps)
    if change.removal:
        leave_boards(
            work, claim.village, claim.household, change.removal, change.steps[0].actor, now
        )
    return see(asking, found, saved)
