"""Bodies and their dated compositions."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from assembly.api.shared import (
    API,
    EVERYBODY,
    OFFICE,
    BodyInPath,
    Village,
    asked,
    enter,
    enter_named,
    find,
    history,
    listing,
    lists,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.bodies import (
    BodyRuleList,
    BodyView,
    CompositionView,
    MoreMembers,
    MoveComposition,
    NewBody,
    NewComposition,
    body_view,
    composition_view,
    rule_view,
)
from assembly.rules import bodies
from assembly.rules.bodies import Body, Composition
from assembly.rules.limits import DoneEnough
from assembly.rules.standing import GUIDES, INSIDERS, KEEPERS
from assembly.service.draft_composition import TooManyMembers, add, draft
from assembly.service.make_body import BodyExists, make
from assembly.service.seats import composition_id
from assembly.service.settle_composition import CertifiedByTown, settle
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove
from kernel.texts import Text

_KEEPERS = KEEPERS | GUIDES
_Number = Annotated[int, Path(ge=1, le=9999)]


@API.route(
    "GET",
    "/v1/assembly/body-rules",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("现行议事规则", "The rules in force"), BodyRuleList)},
    summary=Text(
        "各组织的法定人数和表决规则", "Quorums and majorities of all bodies, with their articles"
    ),
)
def list_body_rules(request: Called) -> Response[Any]:
    """List what the law asks of each body today."""
    rules = bodies.all_rules(clock.today())
    return show({"items": [rule_view(rule, request.language) for rule in rules]})


@API.route(
    "POST",
    "/v1/assembly/bodies",
    access=Access(_KEEPERS),
    answers={201: (Text("已建立", "Made"), BodyView)},
    problems=[*OFFICE, BodyExists, bodies.NoRuleInForce],
    summary=Text("建立议事组织", "Make a body of a village"),
)
def make_body(request: Called, body: NewBody) -> Response[Any]:
    """Make a body; its members come with a composition."""
    enter_named(request, body.village)
    require_office(request, body.village, _KEEPERS)
    return reply(make(body, asked(request, status=201)))


@lists(
    "/v1/assembly/bodies",
    Text("一页组织", "A page of bodies"),
    Text("村内议事组织", "List the bodies of a village"),
)
def list_bodies(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List bodies."""
    enter(request, village)
    return listing(request, Body, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}",
    access=EVERYBODY,
    answers={200: (Text("组织", "The body"), BodyView)},
    problems=[NotFound],
    summary=Text("查看议事组织", "Read a body"),
)
def get_body(request: Called, body_id: BodyInPath) -> Response[Any]:
    """Read a body."""
    found = find(request, Body, body_id)
    return show(body_view(found.thing, found.version), found.version)


@tells_history(
    "/v1/assembly/bodies/{body_id}",
    Text("组织成员变动过程", "Read how a body came to its compositions"),
)
def get_body_history(
    request: Called, body_id: BodyInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a body."""
    return history(find(request, Body, body_id), limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions",
    access=Access(_KEEPERS),
    answers={201: (Text("名单草稿", "The draft"), CompositionView)},
    problems=[*OFFICE],
    summary=Text("起草成员名单", "Draft a composition"),
    description=Text(
        "人多时先建草稿再分批追加成员，最后 confirm 时按法律规定检查。",
        "Large ones are drafted and added to; the law is asked when the draft is confirmed.",
    ),
)
def draft_composition(request: Called, body_id: BodyInPath, given: NewComposition) -> Response[Any]:
    """Draft a composition."""
    require_office(request, body_id.partition("~")[0], _KEEPERS)
    return reply(draft(body_id, given, asked(request, status=201)))


@lists(
    "/v1/assembly/bodies/{body_id}/compositions",
    Text("一页名单", "A page of compositions"),
    Text("历次成员名单", "List the compositions of a body"),
)
def list_compositions(
    request: Called, body_id: BodyInPath, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List compositions."""
    enter(request, body_id.partition("~")[0])
    return listing(request, Composition, body_id, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}/compositions/{number}",
    access=Access(INSIDERS),
    answers={200: (Text("成员名单", "The composition"), CompositionView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看成员名单", "Read a composition with its members"),
)
def get_composition(request: Called, body_id: BodyInPath, number: _Number) -> Response[Any]:
    """Read who sits in a body; births, relatives and households are for those who keep and check the roll."""
    found = find(request, Composition, composition_id(body_id, number))
    request.within(found.village, INSIDERS)
    return show(composition_view(found.thing, found.version, found.reader), found.version)


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions/{number}/members",
    access=Access(_KEEPERS),
    answers={200: (Text("名单草稿", "The draft"), CompositionView)},
    problems=[*OFFICE, IllegalMove, TooManyMembers, StaleVersion],
    summary=Text("追加成员", "Add members to a draft"),
)
def add_members(
    request: Called, body_id: BodyInPath, number: _Number, given: MoreMembers
) -> Response[Any]:
    """Add members to a draft."""
    require_office(request, body_id.partition("~")[0], _KEEPERS)
    return reply(add(body_id, number, given, asked(request)))


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions/{number}/transitions",
    access=Access(_KEEPERS),
    answers={200: (Text("名单", "The composition"), CompositionView)},
    problems=[
        *OFFICE,
        IllegalMove,
        bodies.CompositionInvalid,
        bodies.NoRuleInForce,
        DoneEnough,
        CertifiedByTown,
        StaleVersion,
    ],
    summary=Text("确认或作废名单", "Confirm a composition, or drop it"),
    description=Text(
        "confirm 按该组织的法律规定检查，不符即拒绝并指明条款。村民会议、选民以登记的全体村民（户）数为基数，乡镇可按文件核定（certified）。",
        "confirm asks the law of this body; what it does not allow is refused with the article. A villagers' meeting and the voters are "
        "counted on all villagers and households of the registry, or on numbers that the town has certified (`certified`).",
    ),
)
def move_composition(
    request: Called, body_id: BodyInPath, number: _Number, given: MoveComposition
) -> Response[Any]:
    """Confirm a composition that is as the law asks, or drop it."""
    require_office(request, body_id.partition("~")[0], _KEEPERS)
    return reply(settle(body_id, number, given, asked(request)))
