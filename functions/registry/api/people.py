"""Persons: oneself, and whom an officer's post reaches; phones are masked unless asked for."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock
from kernel.access import ALL_ROLES, OFFICERS, Access, Caller, Post, Role, not_allowed
from kernel.directory import PersonRow, UnitRow
from kernel.fields import visible
from kernel.http import Called, TextualValueError
from kernel.ids import new_id
from kernel.problems import InvalidFields, NotFound, OutsideYourArea, StaleVersion
from kernel.storage.dynamo import read
from kernel.storage.rows import Key
from kernel.texts import Text
from registry.api.base import (
    API,
    FIRST_PAGE,
    Cursor,
    Limit,
    VersionRequired,
    person_id,
    post_view,
    refuse_unseen,
    settled,
)
from registry.model.answers import MeView, PersonView, ReadPage
from registry.model.requests import PersonBody
from registry.rules.identity import masked_phone
from registry.rules.posts import reaches_everything, unended
from registry.store.changes import save_person
from registry.store.draft import Actor, Draft, Settled
from registry.store.lists import reads_of
from registry.store.rows import HouseholdRow, ReadRow

_EDITORS = frozenset({Role.TOWN_OFFICER, Role.COUNTY_ADMIN})


@API.route(
    "GET",
    "/v1/me",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("本人", "The caller"), MeView)},
    summary=Text("本人及当前岗位", "Who I am and which posts I hold today"),
)
def get_me(request: Called) -> Response[Any]:
    """Answer who calls, with the posts held today."""
    caller = request.person
    (row,) = request.recall([PersonRow.key(caller.person_id)])
    codes = list(dict.fromkeys(post.unit for post in caller.posts))
    found: list[UnitRow | None] = request.recall([UnitRow.key(code) for code in codes])
    units = dict(zip(codes, found, strict=True))
    return API.answer(
        200,
        {
            "person_id": caller.person_id,
            "name": caller.name,
            "phone": masked_phone(row.phone),
            "household": row.household,
            "posts": [_my_post(caller, post, units[post.unit]) for post in caller.posts],
        },
    )


@API.route(
    "GET",
    "/v1/registry/persons/{person}",
    access=Access(ALL_ROLES),
    answers={200: (Text("人员", "The person"), PersonView)},
    problems=[NotFound],
    summary=Text("人员信息", "Read a person"),
    description=Text(
        "电话默认脱敏；干部因工作需要可加 unmasked=true 和 reason 查看，每次查看留痕。"
        "本人资料不脱敏。",
        "The phone is masked; officers may ask with unmasked=true and a reason, which leaves a "
        "record. One's own is not masked.",
    ),
)
def get_person(
    request: Called,
    person: str,
    unmasked: Annotated[bool, Query(description="Show the phone / 显示完整电话")] = False,
    reason: Annotated[
        str | None, Query(min_length=2, max_length=200, description="Why / 查看事由")
    ] = None,
) -> Response[Any]:
    """Answer a person; an unmasked reading by somebody else is recorded first."""
    row = _reachable(person)
    own = row.person_id == request.person.person_id
    if unmasked and not own:
        _record_reading(row, _post_reaching(row), reason)
    return API.answer(200, _view(row, unmasked=unmasked or own), version=int(row.version))


@API.route(
    "GET",
    "/v1/registry/persons/{person}/reads",
    access=Access(ALL_ROLES),
    answers={200: (Text("查看记录", "Readings"), ReadPage)},
    problems=[NotFound],
    summary=Text("完整信息查看记录", "Who read this person's data unmasked"),
)
def list_reads(person: str, cursor: Cursor = None, limit: Limit = FIRST_PAGE) -> Response[Any]:
    """List who has read a person's data unmasked: for the person and for officers who reach him."""
    row = _reachable(person)
    page = reads_of(PersonRow.key(row.person_id).pk, limit, cursor)
    items = [
        {
            "at": clock.local_iso(clock.from_iso(read.at)),
            "reader": read.reader,
            "reader_role": read.reader_role,
            "reader_unit": read.reader_unit,
            "reason": read.reason,
        }
        for read in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "PUT",
    "/v1/registry/persons/{person}",
    access=Access(_EDITORS),
    answers={
        200: (Text("已修改", "Changed"), PersonView),
        201: (Text("已新建", "Created"), PersonView),
    },
    problems=[NotFound, OutsideYourArea, VersionRequired, StaleVersion],
    summary=Text("登记或修改人员", "Register a person or replace the facts"),
    description=Text(
        "县管理员可登记任何人员；乡镇干部可登记新人员，修改仅限所有岗位都在本乡镇村、网格的人员，"
        "无岗位的人员须家庭户在本乡镇。",
        "The county administrator registers anybody; a town officer registers new persons and "
        "changes those whose posts all lie in the town's villages and grids or, without any post, "
        "whose household does.",
    ),
)
def put_person(request: Called, person: str, body: PersonBody) -> Response[Any]:
    """Register a person, or replace name and phone."""
    key = PersonRow.key(person_id(person))
    caller = request.person

    def decide(draft: Draft) -> Settled:
        before: PersonRow | None = draft.find(key)
        allowed = before is None or caller.holds({Role.COUNTY_ADMIN}) or _editable(draft, before)
        request.allow(allowed, OutsideYourArea)
        refuse_unseen(before)
        outcome = save_person(draft, person, body.model_dump())
        editor = next(post for post in caller.posts if post.role in _EDITORS)
        draft.note(key, f"person {outcome}", Actor(caller.person_id, editor))
        row: PersonRow = draft.find(key)
        return Settled(200 if before else 201, _view(row, unmasked=False), int(row.version))

    return settled(decide)


def _editable(draft: Draft, row: PersonRow) -> bool:
    """Tell whether everything that ties a person to a place lies in the caller's town."""
    household: HouseholdRow | None = (
        draft.find(HouseholdRow.key(row.household)) if row.household else None
    )
    home = household.unit if household else None
    return reaches_everything(API.request.person, row.every_post(), home)


def _reachable(person: str) -> PersonRow:
    """Return a person the caller may read; whether others exist is not told."""
    key: Key = PersonRow.key(person_id(person))
    caller = API.request.person
    if person != caller.person_id and not caller.holds(OFFICERS):
        raise not_allowed(OFFICERS)
    (row,) = read([key], consistent=True)
    if row is None:
        raise NotFound
    API.request.allow(person == caller.person_id or _post_reaching(row) is not None)
    return row


def _post_reaching(row: PersonRow) -> Post | None:
    """Return the officer's post by which the caller reaches a person.

    Posts held today or from a later day reach; a place the person has left has no more to ask.
    """
    caller = API.request.person
    units = [post.unit for post in unended(row.every_post(), clock.today())]
    if row.household:
        (household,) = API.request.recall([HouseholdRow.key(row.household)])
        units += [household.unit] if household else []
    reaching = (caller.post_over(unit, OFFICERS) for unit in units)
    admin = next((post for post in caller.posts if post.role is Role.COUNTY_ADMIN), None)
    return next((post for post in reaching if post), admin)


def _record_reading(row: PersonRow, post: Post | None, reason: str | None) -> None:
    if reason is None:
        raise InvalidFields.one(
            "reason", Text("查看完整信息须填写事由。", "An unmasked reading needs a reason.")
        )
    try:
        visible(reason)
    except TextualValueError as fault:
        raise InvalidFields.one("reason", fault.text) from fault
    if post is None:
        raise OutsideYourArea
    at = clock.now()
    draft = Draft()
    draft.add(
        ReadRow(
            PersonRow.key(row.person_id).pk,
            f"READ#{new_id(at)}",
            at=clock.iso(at),
            reader=API.request.person.person_id,
            reader_role=str(post.role),
            reader_unit=post.unit,
            reason=reason,
        )
    )
    draft.commit()


def _my_post(caller: Caller, post: Post, unit: UnitRow | None) -> dict[str, Any]:
    return {
        **post_view(caller.person_id, post),
        "unit_name": unit.name if unit else None,
        "unit_name_en": unit.name_en if unit else None,
    }


def _view(row: PersonRow, *, unmasked: bool) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "name": row.name,
        "phone": row.phone if unmasked else masked_phone(row.phone),
        "household": row.household,
        "posts": [post_view(row.person_id, post) for post in row.every_post()],
        "version": int(row.version),
    }
