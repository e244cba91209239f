"""Who asks: the caller with what the registry knows, and the proof that what is asked for is theirs to see or do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from kernel.access import OFFICERS, Caller, Role
from kernel.directory import PersonRow
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within
from registry import Home, find_homes

READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
CHECKERS = READERS | {Role.POINTS_VERIFIER, Role.VILLAGE_SUPERVISOR}
OVERSEERS = OFFICERS | {Role.VILLAGE_SUPERVISOR}
KEEPERS = frozenset({Role.SHOP_KEEPER, Role.VILLAGE_OFFICER})
SHOP_READERS = OVERSEERS | KEEPERS
VILLAGE_OFFICERS = frozenset({Role.VILLAGE_OFFICER})
GRID_STAFF = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
VERIFIERS = frozenset({Role.POINTS_VERIFIER})

H = TypeVar("H")
_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")


def home_of(asking: Scope) -> str | None:
    """Return the household the caller belongs to, as the registry knows it."""
    row: PersonRow | None
    (row,) = asking.recall([PersonRow.key(asking.person.person_id)])
    return row.household if row else None


def homes_of(*households: str | None) -> Mapping[str, Home]:
    """Return those of these households that are registered, in one read."""
    wanted = {one for one in households if one and _ROW_ID.fullmatch(one)}
    return find_homes(wanted) if wanted else {}


def known_home(household: str, homes: Mapping[str, Home] | None = None) -> Home:
    """Return a household.

    Raises
    ------
    NotFound
        The registry knows none of this id, or it lies in no village.
    """
    home = (homes_of(household) if homes is None else homes).get(household)
    if home is None or ancestor(home.unit, Level.VILLAGE) is None:
        raise NotFound(Text("没有此户。", "There is no such household."))
    return home


def village_of(home: Home) -> str:
    """Return the village a household lies in."""
    village = ancestor(home.unit, Level.VILLAGE)
    assert village is not None
    return village


def require_village(asking: Scope, village: str, homes: Mapping[str, Home] | None = None) -> None:
    """Prove that the caller belongs to a village: lives or holds a post there, or above it; others are not told of it."""
    near = any(
        is_within(post.unit, village) or is_within(village, post.unit)
        for post in asking.person.posts
    )
    if not near:
        household = home_of(asking)
        known = homes_of(household) if homes is None else homes
        home = known.get(household) if household else None
        near = home is not None and is_within(home.unit, village)
    asking.allow(near)


def require_home(asking: Scope, household: str) -> Home:
    """Return a household the caller may read: the own one, or one in the area of a post; others are not told of it."""
    home = known_home(household)
    own = home_of(asking) == household
    asking.allow(own or asking.person.post_over(home.unit, CHECKERS) is not None)
    return home


def holding(
    asking: Scope, village: str, roles: Mapping[H, Collection[Role]]
) -> Callable[[H], bool]:
    """Return what tells whether the caller stands in some way to things of a village, by a post."""
    return lambda holder: asking.person.post_over(village, roles[holder]) is not None


def serves(caller: Caller, unit: str) -> bool:
    """Tell whether a caller is staff to a place."""
    return caller.post_over(unit, CHECKERS) is not None


def require_service(asking: Scope, village: str) -> None:
    """Prove that the caller serves in a village: over it, or in a grid of it.

    Raises
    ------
    NotAllowed, OutsideYourArea
        The caller does not.
    """
    in_grid = any(
        post.role in GRID_STAFF and is_within(post.unit, village) for post in asking.person.posts
    )
    if in_grid:
        asking.allow(proven=True)
    else:
        asking.within(village, CHECKERS)
