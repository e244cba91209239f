"""Posts: filled and ended by the county, and by towns for the villages and grids below them."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import STAFF, Access, Post, Role
from kernel.directory import UnitClosed
from kernel.fields import LATEST, OwnerCode, day
from kernel.http import Called
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from kernel.units import is_code
from registry.api.base import API, answer, asked, person_id
from registry.model.answers import PostView, StaffList
from registry.model.requests import MovePost, PostBody
from registry.rules.apart import KinApart, PostsApart
from registry.rules.posts import LastAdministrator, PostClash, TooManyPosts
from registry.rules.reach import APPOINTERS, OwnTies
from registry.service import appoint
from registry.service.appoint import TooManyStaff
from registry.service.list_staff import list_staff

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
    problems=[
        OutsideYourArea,
        UnitClosed,
        OwnTies,
        PostClash,
        PostsApart,
        KinApart,
        TooManyPosts,
        TooManyStaff,
    ],
    summary=Text("任命岗位", "Fill a post"),
    description=_BELOW,
)
def create_post(request: Called, body: PostBody) -> Response[Any]:
    """Give a person a post."""
    return answer(appoint.fill_post(asked(request, 201), body))


@API.route(
    "POST",
    "/v1/registry/posts/{post}/transitions",
    access=Access(_APPOINTERS),
    answers={200: (Text("已办理", "Done"), PostView)},
    problems=[NotFound, OutsideYourArea, OwnTies, PostClash, PostsApart, LastAdministrator],
    summary=Text("结束岗位或撤销尚未到来的结束", "End a post, or let it go on"),
    description=Text(
        "end：默认立即生效（最后一天为昨天），权限在一分钟内失效；go_on：结束日期尚未到来时撤销或改正。本人岗位由他人办理。"
        + _BELOW.zh,
        "end: at once unless a last day is given; what the post allowed ends within a minute. go_on: while its end has not come. Nobody "
        "moves own posts. " + _BELOW.en,
    ),
)
def move_post(request: Called, post: str, body: MovePost) -> Response[Any]:
    """End a post, now or on a given day, or let one go on whose end has not come."""
    holder, wanted = _named(post)
    return answer(appoint.move_post(asked(request, 200), holder, wanted, body))


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
    return API.answer(200, list_staff(unit))


def _named(post_id: str) -> tuple[str, Post]:
    """Return the holder and the post (without its last day) that a post id names."""
    parts = post_id.split("~")
    try:
        holder, role, unit, first = parts
        if not is_code(unit):
            raise NotFound
        return person_id(holder), Post(Role(role), unit, day(first), LATEST)
    except ValueError as fault:
        raise NotFound from fault
