"""Meetings: announced, attended, opened on a frozen roll, adjourned when the quorum breaks, closed and signed."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

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
    find,
    history,
    listing,
    lists,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.meetings import (
    ArrivalView,
    Attend,
    AttendanceView,
    MeetingView,
    MoveMeeting,
    NewMeeting,
    Recuse,
    SealView,
)
from assembly.rules import bodies, meetings
from assembly.rules.limits import DoneEnough
from assembly.rules.matters import MatterClosed
from assembly.rules.meetings import Meeting
from assembly.rules.routing import WrongBody
from assembly.rules.standing import GUIDES, INSIDERS, KEEPERS
from assembly.rules.votes import NotEntitled
from assembly.service.announce_meeting import ChairNotOnRoll, MatterOnAnotherAgenda, announce
from assembly.service.attend_meeting import WrongCode
from assembly.service.attend_meeting import attend as attend_meeting
from assembly.service.list_attendance import attendance_of
from assembly.service.move_meeting import move
from assembly.service.recuse import recuse_for
from assembly.service.sign_minutes import look_at_seal
from assembly.service.sitting import read_meeting
from kernel import paging
from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/meetings",
    access=Access(KEEPERS | GUIDES),
    answers={201: (Text("已通知", "Announced"), MeetingView)},
    problems=[
        *OFFICE,
        bodies.NoCompositionInForce,
        bodies.NoBase,
        bodies.TermEnded,
        meetings.NoticeTooShort,
        bodies.ModeNotOffered,
        meetings.OnlineNotAllowed,
        WrongBody,
        MatterClosed,
        MatterOnAnotherAgenda,
        ChairNotOnRoll,
    ],
    summary=Text("通知会议", "Announce a meeting"),
    description=Text(
        "按法定期限提前通知；议程自通知起固定；交错组织的事项被拒绝并指明条款。",
        "In time, with an agenda fixed from then on. A matter that belongs before another body is refused with the article.",
    ),
)
def announce_meeting(request: Called, body: NewMeeting) -> Response[Any]:
    """Announce a meeting."""
    require_office(request, body.body.partition("~")[0], meetings.conveners(body.body))
    return reply(announce(body, asked(request, status=201)))


@lists(
    "/v1/assembly/meetings",
    Text("一页会议", "A page of meetings"),
    Text("村内会议", "List the meetings of a village"),
)
def list_meetings(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List meetings, newest first."""
    enter(request, village)
    return listing(request, Meeting, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), MeetingView)},
    problems=[NotFound],
    summary=Text("查看会议及本人身份", "Read a meeting, and how one stands to it"),
)
def get_meeting(request: Called, meeting: IdInPath) -> Response[Any]:
    """Read a meeting."""
    found = find(request, Meeting, meeting)
    return show(*read_meeting(found.thing, found.version, found.reader))


@tells_history("/v1/assembly/meetings/{meeting}", Text("会议过程", "Read the history of a meeting"))
def get_meeting_history(
    request: Called, meeting: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a meeting."""
    return history(find(request, Meeting, meeting), limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}/seal",
    access=EVERYBODY,
    answers={200: (Text("会议记录的封存摘要", "The seal of the minutes"), SealView)},
    problems=[NotFound],
    summary=Text("核对签字后的会议记录未被改动", "Check that signed minutes are what was signed"),
)
def check_seal(request: Called, meeting: IdInPath) -> Response[Any]:
    """Check the seal of signed minutes."""
    return show(look_at_seal(find(request, Meeting, meeting).thing))


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}/attendance",
    access=Access(INSIDERS),
    answers={200: (Text("邀请与签到", "Invitations and attendance"), AttendanceView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("应到与实到", "Who is invited and who is there"),
)
def get_attendance(request: Called, meeting: IdInPath) -> Response[Any]:
    """Read who is invited and who is there."""
    found = find(request, Meeting, meeting)
    request.within(found.village, INSIDERS)
    return show(attendance_of(found.thing))


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/attendance",
    access=EVERYBODY,
    answers={200: (Text("已登记", "Entered"), ArrivalView)},
    problems=[
        NotFound,
        NotEntitled,
        WrongCode,
        meetings.OnlineNotAllowed,
        IllegalMove,
        meetings.NotItsDay,
        DoneEnough,
    ],
    summary=Text("签到或离场", "Arrive or leave"),
    description=Text(
        "现场凭会场验证码，线上须会议允许，纸质由记录人登记；离场后不足法定人数即自动休会，未结束的表决作废。重复签到结果相同。",
        "On site with the code shown there, online where the meeting allows it, on paper by the recorder. When too few are left the "
        "meeting is adjourned and what was being voted on is void. Doing it twice changes nothing.",
    ),
)
def attend(request: Called, meeting: IdInPath, body: Attend) -> Response[Any]:
    """Arrive or leave."""
    found = find(request, Meeting, meeting)
    by = found.reader.of_village(found.village)
    if body.member not in (None, by.person_id) or body.channel is meetings.AttendanceChannel.PAPER:
        request.within(found.village, KEEPERS)
    return show(attend_meeting(found.thing, body, by))


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/recusals",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), MeetingView)},
    problems=[
        *CHANGE,
        NotAllowed,
        NotEntitled,
        IllegalMove,
        meetings.VoteStillOpen,
        meetings.ItemCounted,
        DoneEnough,
        StaleVersion,
    ],
    summary=Text("回避某项议题", "Leave for an item one is party to"),
    description=Text(
        "回避者不计入该议题的到会人数，也不能表决（设计口径，见 docs/limits.md）；表决开始前可解除（lift）。",
        "Whoever is recused is not present for the item and has no vote on it. Until its vote opens a recusal can be lifted (`lift`).",
    ),
)
def recuse(request: Called, meeting: IdInPath, body: Recuse) -> Response[Any]:
    """Recuse oneself, or be entered as recused by the recorder."""
    found = find(request, Meeting, meeting)
    if body.member not in (None, found.reader.person_id):
        request.within(found.village, KEEPERS)
    return reply(recuse_for(meeting, body, asked(request, found)))


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/transitions",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), MeetingView)},
    problems=[
        *STEP,
        meetings.NotYetTime,
        meetings.NotItsDay,
        meetings.NoQuorum,
        meetings.VoteStillOpen,
        meetings.ChairIsThere,
        bodies.NoCompositionInForce,
    ],
    summary=Text("推进会议", "Take a step with a meeting"),
    description=Text(
        "open 开会（冻结名册，须达法定人数）；adjourn 休会；resume 复会；close 闭会（minutes）；sign 签字（主持人和另一人）；cancel 取消；"
        "replace_chair 更换未到会的主持人。",
        "open (freezes the roll, needs the quorum), adjourn, resume, close (`minutes`), sign (the chair and somebody else), cancel, "
        "replace_chair (in the place of one who did not come).",
    ),
)
def move_meeting(request: Called, meeting: IdInPath, body: MoveMeeting) -> Response[Any]:
    """Take a step with a meeting."""
    found = find(request, Meeting, meeting)
    return reply(move(meeting, body, asked(request, found)))
