"""Matters: proposed, taken through their steps, carried out."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from assembly.api.shared import (
    API,
    CHANGE,
    EVERYBODY,
    OFFICE,
    STEP,
    IdInPath,
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
from assembly.model.common import AssemblyList
from assembly.model.matter_requests import MoveMatter, MoveMilestone, NewMatter
from assembly.model.matters import MatterTypeList, MatterView, type_view
from assembly.rules import bodies, matters
from assembly.rules.followup import MilestoneAlreadyDone
from assembly.rules.matters import KinEntry, Matter
from assembly.rules.meetings import NoQuorum
from assembly.rules.publications import PersonalDataInText
from assembly.rules.routing import UnknownMatterType, routing
from assembly.rules.standing import GUIDES, INSIDERS, KEEPERS
from assembly.rules.states.matters import MatterStatus
from assembly.service.enter_matter import enter as enter_new
from assembly.service.finish_milestone import finish
from assembly.service.keep_matter import read_matter
from assembly.service.move_matter import move
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/assembly/matter-types",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("事项目录", "The routing table"), MatterTypeList)},
    summary=Text("哪类事项由谁议决", "Which body decides what, by which steps"),
)
def list_matter_types(request: Called) -> Response[Any]:
    """List the kinds of matter in force with their routes."""
    table = routing()
    kinds = [type_view(kind, request.language) for kind in table.in_force(clock.today())]
    return show({"version": table.version, "items": kinds})


@API.route(
    "POST",
    "/v1/assembly/matters",
    access=Access(KEEPERS | GUIDES),
    answers={201: (Text("已登记", "Entered"), MatterView)},
    problems=[
        *OFFICE,
        UnknownMatterType,
        matters.DemandTooSmall,
        matters.NoGuarantees,
        bodies.NoCompositionInForce,
        bodies.NoBase,
    ],
    summary=Text("登记议事事项", "Enter a matter"),
    description=Text(
        "按类别确定程序和议决组织；村规民约从 /v1/assembly/village-rules 提交，村民的点子采纳后自动成为事项；罢免村委会成员也可由乡镇、县登记，"
        "须附五分之一以上选民或三分之一以上代表的联名（demanded_by、signatories）。",
        "Its kind says which body decides and by which steps. Village rules come through /v1/assembly/village-rules, adopted ideas by "
        "themselves. The recall of a committee member is entered by town or county as well, so that it is not left to whom it is about, "
        "and on the demand of 1/5 of the voters or 1/3 of the representatives (`demanded_by`, `signatories`).",
    ),
)
def enter_matter(request: Called, body: NewMatter) -> Response[Any]:
    """Enter a matter."""
    enter_named(request, body.village)
    require_office(
        request, body.village, KEEPERS | GUIDES if body.type == matters.RECALL else KEEPERS
    )
    return reply(enter_new(body, asked(request, status=201)))


@lists(
    "/v1/assembly/matters",
    Text("一页事项", "A page of matters"),
    Text("村内事项", "List the matters of a village"),
)
def list_matters(
    request: Called,
    village: Village,
    status: Annotated[MatterStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List matters, newest first."""
    enter(request, village)
    only = {"status": str(status)} if status else {}
    return listing(request, Matter, village, limit, cursor, only)


@API.route(
    "GET",
    "/v1/assembly/kin-register",
    access=Access(INSIDERS),
    answers={200: (Text("一页近亲属备案", "A page of the register"), AssemblyList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text(
        "救助事项中村干部、经办人员近亲属备案",
        "Aid for relatives of those in office, apart from all other",
    ),
)
def list_kin_register(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the matters that give something to relatives of those in office; each has the id of its matter."""
    require_office(request, village, INSIDERS)
    return listing(request, KinEntry, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/matters/{matter}",
    access=EVERYBODY,
    answers={200: (Text("事项", "The matter"), MatterView)},
    problems=[NotFound],
    summary=Text("查看事项", "Read a matter"),
)
def get_matter(request: Called, matter: IdInPath) -> Response[Any]:
    """Read a matter."""
    found = find(request, Matter, matter)
    return show(read_matter(found.thing, found.version, found.reader), found.version)


@tells_history("/v1/assembly/matters/{matter}", Text("事项全过程", "Read the history of a matter"))
def get_matter_history(
    request: Called, matter: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a matter."""
    return history(find(request, Matter, matter), limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/matters/{matter}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("办理后的事项", "The matter after the step"), MatterView)},
    problems=[
        *STEP,
        matters.StepMayNotBeSkipped,
        matters.DemandTooSmall,
        matters.ShortcutNotAllowed,
        matters.AttendedByStrangers,
        NoQuorum,
        bodies.NoCompositionInForce,
        bodies.NoRuleInForce,
        matters.MatterClosed,
        matters.MatterBeforeMeeting,
        matters.MilestonesMissing,
        PersonalDataInText,
    ],
    summary=Text("推进事项", "Take a step with a matter"),
    description=Text(
        "record 登记会议步骤（step、minutes，民主协商结果随即公开）；merge 书记兼主任时合并前两步；plan 登记实施节点；"
        "finish 实施完成；withdraw 撤回；decide_above 由乡镇或县登记审批决定（authority）。表决、公开由各自接口推进，不得跳过程序。",
        "record a sitting (`step`, `minutes`; what a consultation came to is published); merge the first two steps where the secretary is "
        "also the director; plan milestones; finish the carrying out; withdraw; the town or county puts its decision on the village's "
        "opinion on record (decide_above, `authority`). Votes and publications move it from their own routes. No "
        "step is skipped.",
    ),
)
def move_matter(request: Called, matter: IdInPath, body: MoveMatter) -> Response[Any]:
    """Take a step with a matter."""
    found = find(request, Matter, matter)
    return reply(move(matter, body, asked(request, found)))


@API.route(
    "POST",
    "/v1/assembly/matters/{matter}/milestones/{milestone}/transitions",
    access=EVERYBODY,
    answers={200: (Text("事项", "The matter"), MatterView)},
    problems=[*CHANGE, NotAllowed, MilestoneAlreadyDone, StaleVersion],
    summary=Text("完成实施节点", "Report a milestone as done"),
)
def move_milestone(
    request: Called, matter: IdInPath, milestone: IdInPath, body: MoveMilestone
) -> Response[Any]:
    """Report a milestone as done: whoever is responsible, or an officer of the village."""
    found = find(request, Matter, matter)
    return reply(finish(matter, milestone, body, asked(request, found)))
