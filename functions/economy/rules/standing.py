"""How somebody stands to a thing of a village's collective, by the posts that person holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from kernel.access import Caller, Role
from kernel.units import Level, ancestor

Holder = TypeVar("Holder")


def held_by_post(
    caller: Caller,
    village: str,
    roles: Mapping[Holder, frozenset[Role]],
    in_town: Collection[Holder] = (),
) -> frozenset[Holder]:
    """Return how somebody stands to a thing of a village: by a post there, or, of `in_town`, in its town."""
    town = ancestor(village, Level.TOWN) or village
    return frozenset(
        holder
        for holder, held in roles.items()
        if caller.post_at(town if holder in in_town else village, held)
    )
