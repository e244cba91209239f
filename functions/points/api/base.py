"""The points' `Api` and what its routes share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock
from kernel.access import ALL_ROLES, OFFICERS, Access, Caller, Post, Role
from kernel.directory import PersonRow
from kernel.http import Api
from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT, MAX_LIMIT
from kernel.problems import InvalidFields, NotFound
from kernel.texts import Text
from kernel.units import Level, ancestor, is_code, is_within, level_of
from points.rules.claim import Checker
from points.store.base import Actor, Decided, once_of, settle
from registry import Home, find_homes

API = Api("points")

SIGNED_IN = Access(ALL_ROLES)
READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
CHECKERS = READERS | {Role.POINTS_VERIFIER, Role.VILLAGE_SUPERVISOR}
OVERSEERS = OFFICERS | {Role.VILLAGE_SUPERVISOR}
KEEPERS = frozenset({Role.SHOP_KEEPER, Role.VILLAGE_OFFICER})
VILLAGE_OFFICERS = frozenset({Role.VILLAGE_OFFICER})
FIRST_PAGE = DEFAULT_LIMIT

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows per page / 每页条数")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before / 上页游标")
]
Village = Annotated[
    str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"], description="村代码 / village")
]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
NamedId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$")]

_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")


def village_of(text: str) -> str:
    """Return a village code from a path; what is none is not found."""
    if not is_code(text) or level_of(text) is not Level.VILLAGE:
        raise NotFound
    return text


def actor_of(caller: Caller, post: Post | None = None) -> Actor:
    """Return who acts, in which post."""
    return Actor(
        caller.person_id,
        caller.name,
        str(post.role) if post else None,
        post.unit if post else None,
    )


def home_of_caller() -> str | None:
    """Return the household the caller belongs to, as the registry knows it."""
    caller = API.request.person
    row: PersonRow | None
    (row,) = API.request.recall([PersonRow.key(caller.person_id)])
    return row.household if row else None


def known_home(household: str) -> Home:
    """Return a household.

    Raises
    ------
    NotFound
        The registry knows none of this id, or it lies in no village.
    """
    home = find_homes([household]).get(household) if _ROW_ID.fullmatch(household) else None
    if home is None or ancestor(home.unit, Level.VILLAGE) is None:
        raise NotFound(Text("没有此户。", "There is no such household."))
    return home


def village_of_home(home: Home) -> str:
    """Return the village a household lies in."""
    village = ancestor(home.unit, Level.VILLAGE)
    assert village is not None
    return village


def readable_home(household: str, roles: frozenset[Role] = READERS) -> Home:
    """Return a household the caller may read: the own one, or one in the area of a post; others are not told of."""
    home = known_home(household)
    caller = API.request.person
    own = home_of_caller() == household
    API.request.allow(own or caller.post_over(home.unit, roles) is not None)
    return home


def in_village(village: str) -> None:
    """Prove that the caller belongs to a village: lives or holds a post there, or above it; others are not told of it."""
    caller = API.request.person
    near = any(
        is_within(post.unit, village) or is_within(village, post.unit) for post in caller.posts
    )
    if not near:
        household = home_of_caller()
        home = find_homes([household]).get(household) if household else None
        near = home is not None and is_within(home.unit, village)
    API.request.allow(near)


def checker_of(household: str, role: Role | None, *, speaks_for: str | None = None) -> Checker:
    """Return the caller with what the registry knows of relations to a household.

    Parameters
    ----------
    speaks_for
        The household whose word the caller writes down.
    """
    caller = API.request.person
    home = find_homes([household]).get(household)
    relatives = home.relatives if home else frozenset[str]()
    return Checker(caller.person_id, caller.name, role, speaks_for or home_of_caller(), relatives)


def settled(
    decide: Callable[[], Decided], *, headers: dict[str, str] | None = None
) -> Response[Any]:
    """Decide, write and answer; an `Idempotency-Key` is honoured on every POST."""
    once = once_of(API.request)
    outcome = settle(decide, once, clock.now())
    if outcome.replayed:
        return API.replayed(outcome.answered)
    return API.answer(
        outcome.answered.status, outcome.answered.body, version=outcome.version, headers=headers
    )


def today() -> date:
    """Return the present day in Beijing."""
    return clock.today()


def needed(value: Any, field: str) -> Any:
    """Return a field a step cannot do without.

    Raises
    ------
    InvalidFields
        It is missing.
    """
    if value is None:
        raise InvalidFields.one(field, Text("此操作必须填写此项。", "This step takes this field."))
    return value


def local(stored: str | datetime | None) -> str | None:
    """Return an instant as the API answers it (+08:00)."""
    if stored is None:
        return None
    return clock.local_iso(clock.from_iso(stored) if isinstance(stored, str) else stored)


def plain(stored: Any) -> str:
    """Return an instant that is there as the API answers it."""
    told = local(stored)
    assert told is not None
    return told
