"""Routes of members and shares."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from economy.api.base import API
from economy.api.shared import KEEP, READ, WRITES
from economy.model.member_requests import AdmitMember, EndMembership, FileRoll, SetShares
from economy.model.members import MemberList, MemberView, RollView, member_view, roll_view
from economy.rules.asset_states import KEEPERS, READERS
from economy.rules.carried import DecisionUsed
from economy.rules.members import AlreadyMember, MemberEvent, MembershipOver
from economy.service.keep_members import (
    admit_member,
    end_membership,
    file_roll,
    get_member,
    get_roll,
    list_members,
    set_shares,
    steps_of_member,
)
from kernel import paging
from kernel.actors import Actor
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text

VillageInPath = Annotated[str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"])]


@API.route(
    "POST",
    "/v1/economy/members",
    access=KEEP,
    answers={201: (Text("已登入名册", "On the list"), MemberView)},
    problems=[UnitClosed, AlreadyMember, DecisionUsed, *WRITES],
    summary=Text("确认成员", "Put somebody on the list of members"),
    description=Text(
        "依成员大会决议（全体成员三分之二以上；长期工作的非成员享有收益须四分之三以上）。变更后须重新报乡镇、县备案。",
        "By a decision of the members' assembly: two thirds of all, three quarters for a long-serving non-member. The list is then to be filed again.",
    ),
)
def admit_economy_member(request: Called, body: AdmitMember) -> Response[Any]:
    """Put somebody on the list of a village the caller acts for."""
    post = request.within(body.village, KEEPERS)
    return API.carry_out(
        request,
        lambda work: admit_member(work, body, request.person, post),
        lambda one: member_view(one, request.language),
        status=201,
        location=lambda one: f"/v1/economy/members/{one.id}",
    )


@API.route(
    "GET",
    "/v1/economy/members",
    access=READ,
    answers={200: (Text("成员，按户排列", "Members, by household"), MemberList)},
    summary=Text("成员名册", "List a collective's members"),
)
def list_economy_members(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the members of a village in the caller's area."""
    request.within(village, READERS)
    found = list_members(village, limit, cursor)
    return API.page(found, lambda one: member_view(one, request.language))


@API.route(
    "GET",
    "/v1/economy/members/{member}",
    access=READ,
    answers={200: (Text("成员", "The member"), MemberView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看成员", "Read a member"),
)
def get_economy_member(request: Called, member: RowId) -> Response[Any]:
    """Read a member in the caller's area."""
    one = get_member(member)
    request.within(one.village, READERS)
    return API.answer(200, member_view(one, request.language), version=one.version)


@API.route(
    "POST",
    "/v1/economy/members/{member}/ending",
    access=KEEP,
    answers={200: (Text("已终止", "The member, off the list"), MemberView)},
    problems=[NotFound, OutsideYourArea, MembershipOver, DecisionUsed, StaleVersion, *WRITES],
    summary=Text("终止成员身份", "Take somebody off the list"),
    description=Text(
        "限于死亡、取得其他集体成员身份、成为公务员；未婚、外嫁、离婚、丧偶、结婚、就学、务工、服刑一律不予办理。",
        "By death, another membership or the civil service; being unmarried, married out, divorced, widowed, study, work away or prison are refused.",
    ),
)
def end_economy_membership(request: Called, member: RowId, body: EndMembership) -> Response[Any]:
    """Take a member of a village the caller acts for off the list."""
    post = request.within(get_member(member).village, KEEPERS)
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: end_membership(work, member, body, request.person, post, expected),
        lambda one: member_view(one, request.language),
    )


@API.route(
    "POST",
    "/v1/economy/members/{member}/shares",
    access=KEEP,
    answers={200: (Text("变更后的成员", "The member with the shares"), MemberView)},
    problems=[NotFound, OutsideYourArea, MembershipOver, DecisionUsed, StaleVersion, *WRITES],
    summary=Text("设定份额", "Set somebody's shares"),
)
def set_economy_shares(request: Called, member: RowId, body: SetShares) -> Response[Any]:
    """Set the shares of a member of a village the caller acts for."""
    post = request.within(get_member(member).village, KEEPERS)
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: set_shares(work, member, body, request.person, post, expected),
        lambda one: member_view(one, request.language),
    )


@API.route(
    "GET",
    "/v1/economy/members/{member}/history",
    access=READ,
    answers={200: (Text("经过", "What happened"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("成员变更经过", "Read a member's history"),
)
def list_economy_member_history(
    request: Called, member: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of a member in the caller's area."""
    request.within(get_member(member).village, READERS)
    found = steps_of_member(member, limit, cursor)
    return API.page(found, lambda step: step_view(step, MemberEvent, request.language))


@API.route(
    "GET",
    "/v1/economy/member-rolls/{village}",
    access=READ,
    answers={200: (Text("名册", "The list as a whole"), RollView)},
    summary=Text("名册及备案情况", "Read with whom the list is filed"),
)
def get_economy_member_roll(request: Called, village: VillageInPath) -> Response[Any]:
    """Read the list of a village in the caller's area as a whole."""
    request.within(village, READERS)
    one = get_roll(village)
    return API.answer(200, roll_view(one), version=one.version)


@API.route(
    "POST",
    "/v1/economy/member-rolls/{village}/filings",
    access=KEEP,
    answers={200: (Text("已备案", "The list, filed"), RollView)},
    problems=[NotFound, OutsideYourArea, *WRITES],
    summary=Text("登记名册备案", "Enter that the list was filed"),
)
def file_economy_member_roll(
    request: Called, village: VillageInPath, body: FileRoll
) -> Response[Any]:
    """Enter that the list of a village the caller acts for was filed."""
    by = Actor.of(request.person, request.within(village, KEEPERS))
    return API.carry_out(request, lambda work: file_roll(work, village, body, by), roll_view)
