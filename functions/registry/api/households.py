"""Households and their residents: kept by the village, read by whoever serves there."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock
from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.directory import PersonRow
from kernel.fields import UnitCode
from kernel.http import Called
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within
from registry.api.base import (
    API,
    FIRST_PAGE,
    Cursor,
    Limit,
    VersionRequired,
    refuse_unseen,
    row_id,
    settled,
    whole,
)
from registry.model.answers import HouseholdPage, HouseholdView, RelativesView, ResidentView
from registry.model.requests import HouseholdBody, RelativeBody, ResidentBody
from registry.rules.identity import IdNumberTaken
from registry.rules.posts import unended
from registry.store.changes import relate, save_household, save_resident
from registry.store.draft import Actor, Draft, Settled
from registry.store.lists import households_in, residents_of
from registry.store.rows import HouseholdRow, RelativesRow, ResidentRow
from registry.store.secret import id_hash_key

_READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
_KEEPERS = frozenset({Role.VILLAGE_OFFICER, Role.COUNTY_ADMIN})


@API.route(
    "GET",
    "/v1/registry/households",
    access=Access(_READERS),
    answers={200: (Text("户列表", "Households"), HouseholdPage)},
    problems=[OutsideYourArea],
    summary=Text("村或网格的户", "List the households of a village or grid"),
)
def list_households(
    request: Called,
    unit: Annotated[UnitCode, Query()],
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List the households of a village or grid."""
    request.within(unit, _READERS)
    page = households_in(unit, limit, cursor)
    return API.answer(
        200, {"items": [_summary(row) for row in page.rows], "next_cursor": page.next_cursor}
    )


@API.route(
    "GET",
    "/v1/registry/households/{household}",
    access=Access(ALL_ROLES),
    answers={200: (Text("户", "The household"), HouseholdView)},
    problems=[NotFound],
    summary=Text("户及其居民", "Read a household with its residents"),
)
def get_household(request: Called, household: str) -> Response[Any]:
    """Answer a household: one's own, or one in the area one serves; others are not told of."""
    key = HouseholdRow.key(row_id(household))
    row: HouseholdRow | None = read([key], consistent=True)[0]
    if row is None:
        raise NotFound
    caller = request.person
    (me,) = request.recall([PersonRow.key(caller.person_id)])
    own = me.household == household
    request.allow(own or caller.post_over(row.unit, _READERS) is not None)
    return API.answer(200, _view(row, residents_of(household)), version=int(row.version))


@API.route(
    "PUT",
    "/v1/registry/households/{household}",
    access=Access(_KEEPERS),
    answers={
        200: (Text("已修改", "Changed"), HouseholdView),
        201: (Text("已新建", "Created"), HouseholdView),
    },
    problems=[NotFound, OutsideYourArea, VersionRequired, StaleVersion],
    summary=Text("登记或修改户", "Register a household or replace its facts"),
)
def put_household(request: Called, household: str, body: HouseholdBody) -> Response[Any]:
    """Register a household, or replace its facts; moving one takes a post over both places."""
    post = request.within(body.unit, _KEEPERS)
    key = HouseholdRow.key(row_id(household))

    def decide(draft: Draft) -> Settled:
        before: HouseholdRow | None = draft.find(key)
        if before:
            request.within(before.unit, _KEEPERS)
        refuse_unseen(before)
        outcome = save_household(draft, household, body.model_dump())
        draft.note(key, f"household {outcome}", Actor(request.person.person_id, post))
        row: HouseholdRow = draft.find(key)
        view = _view(row, residents_of(household) if before else [])
        return Settled(200 if before else 201, view, int(row.version))

    return settled(decide)


@API.route(
    "PUT",
    "/v1/registry/households/{household}/residents/{resident}",
    access=Access(_KEEPERS),
    answers={
        200: (Text("已修改", "Changed"), ResidentView),
        201: (Text("已新建", "Created"), ResidentView),
    },
    problems=[NotFound, OutsideYourArea, IdNumberTaken, VersionRequired, StaleVersion],
    summary=Text("登记或修改居民", "Register a resident or replace the facts"),
    description=Text(
        "身份证号只保存加密摘要与尾号，任何接口都不再返回。在另一户下登记同一居民即为迁户。",
        "Of the identity number only a keyed hash and the masked tail are kept; no route answers "
        "it. Registering the same resident under another household moves him there.",
    ),
)
def put_resident(
    request: Called, household: str, resident: str, body: ResidentBody
) -> Response[Any]:
    """Register a resident of a household, or move or change one."""
    home, key = HouseholdRow.key(row_id(household)), ResidentRow.key(row_id(resident))
    given = {**body.model_dump(), "household_id": household}
    if body.resident_id_number is None:
        del given["resident_id_number"]

    def decide(draft: Draft) -> Settled:
        draft.load([home, key])
        house: HouseholdRow | None = draft.find(home)
        if house is None:
            raise NotFound
        post = request.within(house.unit, _KEEPERS)
        before: ResidentRow | None = draft.find(key)
        if before and before.household_id != household:
            request.within(draft.find(HouseholdRow.key(before.household_id)).unit, _KEEPERS)
        refuse_unseen(before)
        if body.person_id and (before is None or before.person_id != body.person_id):
            _prove_neighbour(draft, body.person_id, house.unit)
        secret = id_hash_key() if "resident_id_number" in given else b""
        outcome = save_resident(draft, resident, given, clock.today(), secret)
        draft.note(key, f"resident {outcome}", Actor(request.person.person_id, post))
        row: ResidentRow = draft.find(key)
        version = int(row.version)
        return Settled(200 if before else 201, _resident(row), version)

    return settled(decide)


@API.route(
    "PUT",
    "/v1/registry/households/{household}/relatives/{relative}",
    access=Access(_KEEPERS),
    answers={200: (Text("已登记", "Noted on both sides"), RelativesView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("登记两户的近亲属关系", "Note that two households are near relatives"),
    description=Text(
        "评议、核验时据此自动回避；两户同时登记，relation 为 null 即取消。",
        "Whoever judges a household is recused by it; noted on both sides, and ended with a `relation` of null.",
    ),
)
def put_relative(
    request: Called, household: str, relative: str, body: RelativeBody
) -> Response[Any]:
    """Note that two households are near relatives, or end it."""
    home, other = HouseholdRow.key(row_id(household)), HouseholdRow.key(row_id(relative))

    def decide(draft: Draft) -> Settled:
        draft.load([home, other, RelativesRow.key(household), RelativesRow.key(relative)])
        house: HouseholdRow | None = draft.find(home)
        if house is None:
            raise NotFound
        post = request.within(house.unit, _KEEPERS)
        outcome = relate(draft, household, relative, body.relation)
        draft.note(home, f"relative {outcome}", Actor(request.person.person_id, post))
        row: RelativesRow | None = draft.find(RelativesRow.key(household))
        return Settled(
            200, {"household_id": household, "relatives": dict(row.relatives) if row else {}}
        )

    return settled(decide)


def _prove_neighbour(draft: Draft, person_id: str, unit: str) -> None:
    """Refuse to tie a person of another village to a household: it would open his data here."""
    if API.request.person.holds({Role.COUNTY_ADMIN}):
        return
    person: PersonRow | None = draft.find(PersonRow.key(person_id))
    village = ancestor(unit, Level.VILLAGE)
    posts = unended(person.every_post(), clock.today()) if person else ()
    if person and village and not any(is_within(post.unit, village) for post in posts):
        raise OutsideYourArea


def _summary(row: HouseholdRow) -> dict[str, Any]:
    return {
        "household_id": row.household_id,
        "unit": row.unit,
        "head_name": row.head_name,
        "door_plate": row.door_plate,
        "address": row.address,
    }


def _resident(row: ResidentRow) -> dict[str, Any]:
    return {
        "resident_id": row.resident_id,
        "household_id": row.household_id,
        "person_id": row.person_id,
        "name": row.name,
        "relation": row.relation,
        "birth_year": whole(row.birth_year),
        "id_tail": row.id_tail,
        "version": int(row.version),
    }


def _view(row: HouseholdRow, residents: list[ResidentRow]) -> dict[str, Any]:
    return {
        **_summary(row),
        "residents": [_resident(resident) for resident in residents],
        "version": int(row.version),
    }
