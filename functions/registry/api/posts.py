"""Posts: filled and ended by the county, and by towns for the villages and grids below them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock
from kernel.access import STAFF, Access, Post, Role
from kernel.directory import PersonRow, UnitRow
from kernel.fields import OwnerCode
from kernel.http import Called
from kernel.problems import NotFound, OutsideYourArea
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.units import is_code, is_within, level_of
from registry.api.base import API, person_id, post_view, settled
from registry.model.answers import PostView, StaffList
from registry.model.requests import PostBody, PostTransition
from registry.rules.posts import (
    APPOINTERS,
    LATEST,
    PostClash,
    TooManyPosts,
    identity_of,
    unended,
    yesterday,
)
from registry.store.changes import TooManyStaff, appoint, as_entry, end_post
from registry.store.draft import Actor, Draft, Settled
from registry.store.rows import HouseholdRow

_APPOINTERS = frozenset[Role]().union(*APPOINTERS.values())
_BELOW = Text(
    "县管理员可办理所有单位；乡镇干部可办理本乡镇的村和网格。",
    "The county administrator acts everywhere, a town officer for the villages and grids below.",
)


@API.route(
    "POST",
    "/v1/registry/posts",
    access=Access(_APPOINTERS),
    answers={201: (Text("已任命", "Appointed"), PostView)},
    problems=[OutsideYourArea, PostClash, TooManyPosts, TooManyStaff],
    summary=Text("任命岗位", "Fill a post"),
    description=_BELOW,
)
def create_post(request: Called, body: PostBody) -> Response[Any]:
    """Give a person a post."""
    by = request.within(body.unit, APPOINTERS[level_of(body.unit)])
    key = PersonRow.key(body.person_id)

    def decide(draft: Draft) -> Settled:
        person: PersonRow | None = draft.find(key)
        held = person.every_post() if person else ()
        _refuse_stranger(draft, person, by)
        if any(identity_of(post) == identity_of(body.post) for post in held):
            raise PostClash
        appoint(draft, body.person_id, body.post, clock.today())
        actor = Actor(request.person.person_id, by)
        draft.note(key, "appointed", actor, post=as_entry(body.post))
        return Settled(201, post_view(body.person_id, body.post))

    return settled(decide, once=True)


@API.route(
    "POST",
    "/v1/registry/posts/{post}/transitions",
    access=Access(_APPOINTERS),
    answers={200: (Text("已结束", "Ended"), PostView)},
    problems=[NotFound, OutsideYourArea, PostClash],
    summary=Text("结束岗位", "End a post"),
    description=Text(
        "默认立即生效（最后一天为昨天）；权限在一分钟内失效。" + _BELOW.zh,
        "At once unless a last day is given; what the post allowed ends within a minute. "
        + _BELOW.en,
    ),
)
def move_post(request: Called, post: str, body: PostTransition) -> Response[Any]:
    """End a post, now or on a given day."""
    holder, wanted = _named(post)
    by = request.within(wanted.unit, APPOINTERS[level_of(wanted.unit)])
    last_day = body.last_day or yesterday(clock.today())
    key = PersonRow.key(holder)

    def decide(draft: Draft) -> Settled:
        if draft.find(key) is None or draft.find(UnitRow.key(wanted.unit)) is None:
            raise NotFound
        end_post(draft, holder, wanted, last_day)
        ended = Post(wanted.role, wanted.unit, wanted.valid_from, last_day)
        actor = Actor(request.person.person_id, by)
        draft.note(key, "post ended", actor, post=as_entry(ended), reason=body.reason)
        return Settled(200, post_view(holder, ended))

    return settled(decide, once=True)


@API.route(
    "GET",
    "/v1/registry/posts",
    access=Access(STAFF),
    answers={200: (Text("岗位人员", "The staff"), StaffList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("单位岗位人员", "List who holds which post at a unit"),
)
def list_posts(request: Called, unit: Annotated[OwnerCode, Query()]) -> Response[Any]:
    """List the posts at exactly one unit; residents are no staff."""
    request.within(unit, STAFF)
    (row,) = read([UnitRow.key(unit)], consistent=True)
    if row is None:
        raise NotFound
    terms = _terms(row)
    draft = Draft()
    draft.load(PersonRow.key(holder) for holder, _ in terms)
    items = [
        {
            **post_view(holder, post),
            "person_id": holder,
            "person_name": draft.find(PersonRow.key(holder)).name,
        }
        for holder, post in terms
    ]
    return API.answer(200, {"items": items})


def _refuse_stranger(draft: Draft, person: PersonRow | None, by: Post) -> None:
    """Let a town appoint its own people and those nobody has a tie to; others the county appoints.

    A post opens a person's name and phone to the officers over its unit, and nobody may open those of another town's people by
    appointing them.
    """
    if person is None or by.role is Role.COUNTY_ADMIN:
        return
    units = [post.unit for post in unended(person.every_post(), clock.today())]
    if person.household:
        home: HouseholdRow | None = draft.find(HouseholdRow.key(person.household))
        units += [home.unit] if home else []
    if units and not any(is_within(unit, by.unit) for unit in units):
        raise OutsideYourArea


def _terms(row: UnitRow) -> list[tuple[str, Post]]:
    staff: dict[str, dict[str, list[str | None]]] = row.staff or {}
    return [
        (
            holder,
            Post(
                Role(role),
                row.code,
                date.fromisoformat(str(first)),
                date.fromisoformat(last) if last else None,
            ),
        )
        for role, holders in sorted(staff.items())
        for holder, (first, last) in sorted(holders.items())
    ]


def _named(post_id: str) -> tuple[str, Post]:
    """Return the holder and the post (without its last day) that a post id names."""
    parts = post_id.split("~")
    try:
        holder, role, unit, first = parts
        if not is_code(unit):
            raise NotFound
        return person_id(holder), Post(Role(role), unit, date.fromisoformat(first), LATEST)
    except ValueError as fault:
        raise NotFound from fault
