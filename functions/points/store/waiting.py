"""How much waits for verifiers and shop keepers; apart, as who only counts needs little of the rules."""

from __future__ import annotations

from kernel.storage.lists import count_up_to
from points.rules.claim_states import ClaimStatus
from points.rules.redemption_states import RedemptionStatus
from points.store.claim_rows import ClaimRow
from points.store.rows import BY_LIST
from points.store.shop_rows import RedemptionRow


def claims_at(village: str, status: ClaimStatus, most: int) -> tuple[int, bool]:
    """Return how many claims of a status a village has, counted up to `most`, and whether there are more: one Query."""
    return count_up_to(ClaimRow, ("list", f"CLAIMS#{village}#{status}"), index=BY_LIST, most=most)


def held_at(village: str, most: int) -> tuple[int, bool]:
    """Return how many redemptions are set aside in a village's shop, counted up to `most`, and whether there are more: one Query."""
    partition = ("list", f"REDEMPTIONS#{village}#{RedemptionStatus.HELD}")
    return count_up_to(RedemptionRow, partition, index=BY_LIST, most=most)
