"""List the claims of a village, and every step of one."""

from __future__ import annotations

from typing import NamedTuple

from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.rules.claim_states import ClaimStatus
from points.service.asking import require_service
from points.service.see_claim import ClaimSeen, read_claim
from points.store import claims
from points.store.history import steps_of


class StepsSeen(NamedTuple):
    """One page of a claim's steps, oldest first, and the claim as the caller sees it."""

    page: Listed
    claim: ClaimSeen


def list_claims(
    asking: Scope, village: str, status: ClaimStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's claims of one status, oldest first, for who serves there."""
    require_service(asking, village)
    return claims.list_claims(village, status, limit, cursor)


def list_steps(asking: Scope, claim_id: str, limit: int, cursor: str | None) -> StepsSeen:
    """Return one page of the steps of a claim that the caller may read."""
    seen = read_claim(asking, claim_id)
    return StepsSeen(steps_of(f"CLAIM#{claim_id}", limit, cursor), seen)
