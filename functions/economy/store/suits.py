"""Where what members asked the collective to sue for is kept, and the lists it is found in."""

from __future__ import annotations

from typing import Final

from economy.rules.suits import SuitDemand, SuitStatus
from economy.store.table import StepRow, ThingRow
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text


def suits_of(village: str) -> str:
    """Return what everything that members of a village asked for is about."""
    return f"SUITS#{village}"


def _suit(one: SuitDemand) -> Placed:
    wakes_at = one.until if one.status is SuitStatus.ASKED else None
    return Placed(None, suits_of(one.village), one.id, wakes_at)


SUITS: Final = Repository(
    ThingRow, StepRow, "SUIT", SuitDemand, Text("该起诉请求", "such demand"), _suit
)
