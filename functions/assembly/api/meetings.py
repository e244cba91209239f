"""Meetings: announced, attended, opened on a frozen roll, adjourned when the quorum breaks, closed and signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    INSIDERS,
    KEEPERS,
    SUPERVISORS,
    Cursor,
    IdInPath,
    Limit,
    NoCompositionInForce,
    Village,
    composition_id,
    composition_of,
    enter,
    find,
    history,
    listing,
    needed,
    new_id,
    office,
    seen,
    sees_names,
    settled,
    take_part,
)
from assembly.api.matters import delegations, kind_of
from assembly.model import answers
from assembly.model.requests import Attend, MoveMeeting, NewMeeting, Recuse
from assembly.rules import bodies, matters, meetings
from assembly.rules.bodies import BodyKind, BodyRule, Mode, ModeNotOffered, Roll
from assembly.rules.matters import Matter, MatterClosed
from assembly.rules.meetings import (
    AgendaItem,
    AttendanceChannel,
    IllegalMeetingMove,
    ItemCounted,
    Meeting,
    MeetingAction,
    MeetingStatus,
    MinutesSignature,
    NoQuorum,
    NoticeTooShort,
    NotItsDay,
    NotYetTime,
    OnlineNotAllowed,
    Recusal,
    Stay,
    VoteStillOpen,
)
from assembly.rules.quorum import Majority
from assembly.rules.routing import WrongBody, refuse_wrong_body
from assembly.rules.votes import NotEntitled, Vote, VoteStatus, boxes_for
from assembly.store import boxes
from assembly.store.boxes import Purpose
from assembly.store.draft import CLOCK, Actor, Draft, Settled, settle
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import Access, Role
from kernel.http import Called
from kernel.problems import (
    Conflict,
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
    TryAgain,
)
from kernel.texts import Text

# Read out in the hall and typed in: no letters and digits that look alike.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_TRIES = 5


class MatterOnAnotherAgenda(Conflict):
    """A matter is on one agenda at a time."""

    slug = "matter-on-another-agenda"
    said = Text("该事项已列入其他会议议程。", "The matter is on another meeting's agenda.")


class WrongCode(InvalidFields):
    """The code is not the one shown in the hall."""

    slug = "wrong-code"


class ChairNotOnRoll(InvalidFields):
    """The chair sits in the body."""

    slug = "chair-not-on-roll"


@API.route(
    "POST",
    "/v1/assembly/meetings",
    access=Access(KEEPERS | GUIDES),
    answers={201: (Text("已通知", "Announced"), answers.MeetingView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        NoCompositionInForce,
        NoticeTooShort,
        ModeNotOffered,
        OnlineNotAllowed,
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
def announce_meeting(body: NewMeeting) -> Response[Any]:
    """Announce a meeting."""
    village = body.body.partition("~")[0]
    by = office(village, _conveners(body.body))
    now = clock.now()
    day = body.begins_at.astimezone(clock.SHANGHAI).date()

    def decide(draft: Draft) -> Settled:
        document = draft.get(Kind.BODY, body.body)
        kind = BodyKind(document["body_kind"])
        rule = bodies.rule_of(kind, day)
        bodies.majority_of(rule, body.mode)
        meetings.refuse_short_notice(rule, body.begins_at, now, body.ad_hoc_reason)
        if body.online:
            meetings.refuse_online(rule, body.online_basis)
        composition = composition_of(draft, body.body, day.isoformat())
        roll = bodies.roll_of(composition["members"], body.mode, composition["number"])
        if bodies.voter_of(roll, body.chair) is None:
            raise ChairNotOnRoll.one(
                "chair", Text("主持人须为该组织成员。", "The chair sits in the body.")
            )
        meeting_id = new_id()
        group = document["group"]
        agenda = [
            _put_on(draft, wanted, meeting_id, village, kind, group) for wanted in body.agenda
        ]
        meeting: Meeting = {
            "id": meeting_id,
            "village": village,
            "body": body.body,
            "body_kind": str(kind),
            "mode": str(body.mode),
            "title": body.title,
            "place": body.place,
            "begins_at": clock.iso(body.begins_at),
            "announced_at": clock.iso(now),
            "ad_hoc_reason": body.ad_hoc_reason,
            "agenda": agenda,
            "online": body.online,
            "online_basis": body.online_basis,
            "chair": body.chair,
            "recorder": by.person_id,
            "code": "".join(secrets.choice(_LETTERS) for _ in range(6)),
            "boxes": boxes_for(len(roll["voters"])),
            "status": str(MeetingStatus.ANNOUNCED),
            "composition": None,
            "roll_size": None,
            "attendance_needed": None,
            "opened_at": None,
            "adjourned_at": None,
            "adjourn_reason": None,
            "closed_at": None,
            "minutes": None,
            "attachments": [],
            "recusals": [],
            "votes": [],
            "open_votes": [],
            "signatures": [],
            "digest": None,
        }
        draft.save(Kind.MEETING, meeting)
        draft.add(*boxes.new_boxes(meeting_id, Purpose.PRESENT, meeting["boxes"]))
        draft.note(
            Kind.MEETING, meeting, "announced", by, body=body.body, invited=len(roll["voters"])
        )
        return Settled(201, _view(meeting, 1, roll), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/meetings",
    access=EVERYBODY,
    answers={200: (Text("一页会议", "A page of meetings"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村内会议", "List the meetings of a village"),
)
def list_meetings(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List meetings, newest first."""
    enter(village)
    return listing(Kind.MEETING, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), answers.MeetingView)},
    problems=[NotFound],
    summary=Text("查看会议及本人身份", "Read a meeting, and how one stands to it"),
)
def get_meeting(meeting: IdInPath) -> Response[Any]:
    """Read a meeting."""
    document, version = find(Kind.MEETING, meeting)
    draft = Draft()
    body = _view(document, version, roll_now(draft, document))
    return API.answer(200, body, version=version)


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}/history",
    access=EVERYBODY,
    answers={200: (Text("会议过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("会议过程", "Read the history of a meeting"),
)
def get_meeting_history(
    meeting: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a meeting."""
    document, _ = find(Kind.MEETING, meeting)
    return history(Kind.MEETING, meeting, document["village"], limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}/attendance",
    access=Access(INSIDERS),
    answers={200: (Text("邀请与签到", "Invitations and attendance"), answers.AttendanceView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("应到与实到", "Who is invited and who is there"),
)
def get_attendance(request: Called, meeting: IdInPath) -> Response[Any]:
    """Read who is invited and who is there."""
    document: Meeting = find(Kind.MEETING, meeting)[0]
    request.within(document["village"], INSIDERS)
    roll = roll_now(Draft(), document)
    stays = stays_of(document)
    there = meetings.attending(roll, stays)
    majority = majority_of(document)
    items = [
        {
            "voter": voter,
            "people": people,
            "present": voter in there,
            "channel": stays[voter][-1]["channel"] if voter in there else None,
        }
        for voter, people in roll["voters"].items()
    ]
    return API.answer(
        200,
        {
            "invited": len(items),
            "present": len(there),
            "needed": majority.attendance_needed(len(items)),
            "quorate": majority.quorate(len(there), len(items)),
            "items": items,
        },
    )


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/attendance",
    access=EVERYBODY,
    answers={200: (Text("已登记", "Entered"), answers.ArrivalView)},
    problems=[NotFound, NotEntitled, WrongCode, OnlineNotAllowed, IllegalMeetingMove, NotItsDay],
    summary=Text("签到或离场", "Arrive or leave"),
    description=Text(
        "现场凭会场验证码，线上须会议允许，纸质由记录人登记；离场后不足法定人数即自动休会，未结束的表决作废。重复签到结果相同。",
        "On site with the code shown there, online where the meeting allows it, on paper by the recorder. When too few are left the "
        "meeting is adjourned and what was being voted on is void. Doing it twice changes nothing.",
    ),
)
def attend(meeting: IdInPath, body: Attend) -> Response[Any]:
    """Arrive or leave."""
    document: Meeting = find(Kind.MEETING, meeting)[0]
    by = take_part(document["village"])
    if document["status"] not in (
        MeetingStatus.ANNOUNCED,
        MeetingStatus.OPEN,
        MeetingStatus.ADJOURNED,
    ):
        meetings.require_status(document, MeetingAction.OPEN)
    draft = Draft()
    roll = roll_now(draft, document)
    person, voter = _who(draft, document, roll, body, by)
    if body.leaving:
        # Whoever goes takes along whom the person stands in for.
        for held in meetings.votes_held_by(stays_of(document), person):
            _keep_stay(document, held, person, body, by)
    else:
        meetings.refuse_other_day(document, clock.now())
        _refuse_false_presence(document, body, by)
        _keep_stay(document, voter, person, body, by)
    stays = stays_of(document)
    there = meetings.attending(roll, stays)
    majority = majority_of(document)
    quorate = majority.quorate(len(there), len(roll["voters"]))
    status = document["status"]
    if not quorate and status == MeetingStatus.OPEN:
        status = _adjourn_without_quorum(meeting)
    return API.answer(
        200,
        {
            "voter": voter,
            "present": voter in there,
            "attending": len(there),
            "needed": majority.attendance_needed(len(roll["voters"])),
            "quorate": quorate,
            "meeting_status": status,
        },
    )


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/recusals",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), answers.MeetingView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        NotEntitled,
        IllegalMeetingMove,
        VoteStillOpen,
        ItemCounted,
        StaleVersion,
    ],
    summary=Text("回避某项议题", "Leave for an item one is party to"),
    description=Text(
        "回避者不计入该议题的到会人数，也不能表决（设计口径，见 docs/limits.md）。",
        "Whoever is recused is not present for the item and has no vote on it.",
    ),
)
def recuse(meeting: IdInPath, body: Recuse) -> Response[Any]:
    """Recuse oneself, or be entered as recused by the recorder."""
    document, _ = find(Kind.MEETING, meeting)
    by = take_part(document["village"])
    if body.member and body.member != by.person_id:
        office(document["village"], KEEPERS)

    def decide(draft: Draft) -> Settled:
        present: Meeting = draft.get(Kind.MEETING, meeting)
        seen(draft, Kind.MEETING, meeting)
        if present["status"] not in (MeetingStatus.ANNOUNCED, MeetingStatus.OPEN):
            meetings.require_open(present)
        if body.item >= len(present["agenda"]):
            raise InvalidFields.one("item", Text("没有此议题。", "There is no such item."))
        if present["open_votes"]:
            raise VoteStillOpen
        roll = roll_now(draft, present)
        voter = bodies.voter_of(roll, body.member or by.person_id)
        if voter is None:
            raise NotEntitled
        moved: Meeting = present
        _refuse_counted(draft, present, body.item)
        if voter not in meetings.recused_for(present, body.item):
            entry: Recusal = {
                "item": body.item,
                "voter": voter,
                "reason": body.reason,
                "by": by.person_id,
            }
            moved = {**present, "recusals": [*present["recusals"], entry]}
        draft.save(Kind.MEETING, moved)
        draft.note(Kind.MEETING, moved, "recused", by, item=body.item, voter=voter)
        version = draft.version(Kind.MEETING, meeting)
        return Settled(200, _view(moved, version, roll), version)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/transitions",
    access=EVERYBODY,
    answers={200: (Text("会议", "The meeting"), answers.MeetingView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        IllegalMeetingMove,
        NotYetTime,
        NotItsDay,
        NoQuorum,
        VoteStillOpen,
        NoCompositionInForce,
        StaleVersion,
    ],
    summary=Text("推进会议", "Take a step with a meeting"),
    description=Text(
        "open 开会（冻结名册，须达法定人数）；adjourn 休会；resume 复会；close 闭会（minutes）；sign 签字（主持人和另一人）；cancel 取消。",
        "open (freezes the roll, needs the quorum), adjourn, resume, close (`minutes`), sign (the chair and somebody else), cancel.",
    ),
)
def move_meeting(meeting: IdInPath, body: MoveMeeting) -> Response[Any]:
    """Take a step with a meeting."""
    document, _ = find(Kind.MEETING, meeting)
    signing = body.action is MeetingAction.SIGN
    by = (
        take_part(document["village"])
        if signing
        else office(document["village"], _conveners(document["body"]))
    )

    def decide(draft: Draft) -> Settled:
        draft.load((Kind.MEETING, meeting), (Kind.ROLL, meeting))
        present: Meeting = draft.get(Kind.MEETING, meeting)
        seen(draft, Kind.MEETING, meeting)
        meetings.require_status(present, body.action)
        moved = _step(draft, present, body, by)
        draft.save(Kind.MEETING, moved)
        draft.note(
            Kind.MEETING, moved, str(body.action), by, reason=body.reason, digest=moved["digest"]
        )
        version = draft.version(Kind.MEETING, meeting)
        return Settled(200, _view(moved, version, roll_now(draft, moved)), version)

    return settled(decide)


def _conveners(body: str) -> frozenset[Role]:
    """Return who holds a body's meetings; a recall is not left to those it is about (村委会法 Art. 19)."""
    recalls = body.split("~")[1] == BodyKind.REGISTERED_VOTERS
    return KEEPERS | GUIDES if recalls else KEEPERS


def rule_of(meeting: Meeting) -> BodyRule:
    """Return the rule a meeting is held under: that of the day it begins."""
    day = clock.from_iso(meeting["begins_at"]).astimezone(clock.SHANGHAI).date()
    return bodies.rule_of(BodyKind(meeting["body_kind"]), day)


def majority_of(meeting: Meeting) -> Majority:
    """Return the quorum and majority a meeting decides by."""
    return bodies.majority_of(rule_of(meeting), Mode(meeting["mode"]))


def roll_now(draft: Draft, meeting: Meeting) -> Roll:
    """Return the roll of a meeting: frozen once it has opened, before that of the composition in force."""
    frozen = draft.find(Kind.ROLL, meeting["id"])
    if frozen is not None:
        return frozen["roll"]
    day = clock.from_iso(meeting["begins_at"]).astimezone(clock.SHANGHAI).date()
    composition = composition_of(draft, meeting["body"], day.isoformat())
    return bodies.roll_of(composition["members"], Mode(meeting["mode"]), composition["number"])


def stays_of(meeting: Meeting) -> Mapping[str, list[Stay]]:
    """Return who came and went, by vote on the roll."""
    return boxes.contents(meeting["id"], Purpose.PRESENT, meeting["boxes"])


def void_open_votes(draft: Draft, meeting: Meeting, reason: str) -> Meeting:
    """Void what is being voted on; its matters stand where they stood and may be voted on again."""
    for vote_id in meeting["open_votes"]:
        vote: Vote = draft.get(Kind.VOTE, vote_id)
        voided: Vote = {**vote, "status": str(VoteStatus.VOID), "void_reason": reason}
        draft.save(Kind.VOTE, voided)
        draft.note(Kind.VOTE, voided, "void", CLOCK, reason=reason)
    return {**meeting, "open_votes": []}


def _put_on(
    draft: Draft, wanted: str, meeting: str, village: str, body: BodyKind, group: int | None
) -> AgendaItem:
    matter: Matter | None = draft.find(Kind.MATTER, wanted)
    if matter is None or matter["village"] != village:
        raise InvalidFields.one("agenda", Text("没有此事项。", "There is no such matter."))
    step, kind = matters.pending(matter), kind_of(matter)
    names = {rule.kind: rule.name for rule in bodies.all_rules(clock.today())}
    refuse_wrong_body(kind, step, body, names, delegations(draft, village))
    matters.refuse_other_group(matter, kind, group)
    if matter["meeting"]:
        raise MatterOnAnotherAgenda
    draft.save(Kind.MATTER, {**matter, "meeting": meeting})
    return {"matter": wanted, "title": matter["title"], "step": str(step)}


def _release(draft: Draft, meeting: Meeting) -> None:
    """Let go of the matters that were not voted on, so that another meeting may take them."""
    for item in meeting["agenda"]:
        matter: Matter = draft.get(Kind.MATTER, item["matter"])
        if matter["meeting"] == meeting["id"]:
            draft.save(Kind.MATTER, {**matter, "meeting": None})


def _step(draft: Draft, meeting: Meeting, body: MoveMeeting, by: Actor) -> Meeting:
    now = clock.iso(clock.now())
    moved: Meeting = {**meeting, "status": str(meetings.AIMS[body.action])}
    match body.action:
        case MeetingAction.OPEN | MeetingAction.RESUME:
            meetings.refuse_early(meeting, clock.now())
            meetings.refuse_other_day(meeting, clock.now())
            roll = roll_now(draft, meeting)
            size = len(roll["voters"])
            majority = majority_of(meeting)
            there = meetings.attending(roll, stays_of(meeting))
            meetings.require_quorum(majority, len(there), size)
            if body.action is MeetingAction.RESUME:
                return {**moved, "adjourned_at": None, "adjourn_reason": None}
            frozen = {"id": meeting["id"], "village": meeting["village"], "roll": roll}
            draft.save(Kind.ROLL, frozen)
            return {
                **moved,
                "composition": roll["composition"],
                "roll_size": size,
                "attendance_needed": majority.attendance_needed(size),
                "opened_at": now,
            }
        case MeetingAction.ADJOURN:
            reason = needed(body, "reason")
            voided = void_open_votes(draft, moved, "adjourned")
            return {**voided, "adjourned_at": now, "adjourn_reason": reason}
        case MeetingAction.CLOSE:
            if meeting["open_votes"]:
                raise VoteStillOpen
            minutes = needed(body, "minutes")
            _release(draft, meeting)
            return {
                **moved,
                "minutes": minutes,
                "attachments": list(body.attachments),
                "closed_at": now,
            }
        case MeetingAction.CANCEL:
            reason = needed(body, "reason")
            _release(draft, meeting)
            return {**moved, "adjourn_reason": reason}
        case MeetingAction.SIGN:
            return _sign(draft, meeting, by, now)


def _sign(draft: Draft, meeting: Meeting, by: Actor, now: str) -> Meeting:
    roll = roll_now(draft, meeting)
    supervises = API.request.person.post_over(meeting["village"], SUPERVISORS) is not None
    on_roll = bodies.voter_of(roll, by.person_id) is not None
    if not (on_roll or supervises or by.person_id == meeting["recorder"]):
        raise NotAllowed(
            Text(
                "由主持人、记录人、成员或村务监督委员签字。",
                "The chair, the recorder, members and supervisors sign.",
            )
        )
    signatures = meeting["signatures"]
    if by.person_id not in {each["person"] for each in signatures}:
        own: MinutesSignature = {"person": by.person_id, "at": now}
        signatures = [*signatures, own]
    signed: Meeting = {**meeting, "signatures": signatures}
    if not meetings.signed_by_enough(meeting, signatures):
        return signed
    return {
        **signed,
        "status": str(MeetingStatus.SIGNED),
        "digest": _digest(draft, meeting, roll),
    }


def _digest(draft: Draft, meeting: Meeting, roll: Roll) -> str:
    """Return what would change if anything signed were changed: agenda, roll, who was there, votes, minutes."""
    draft.load(*((Kind.VOTE, vote) for vote in meeting["votes"]))
    signed = {
        "meeting": {
            name: value
            for name, value in meeting.items()
            if name not in ("signatures", "digest", "status")
        },
        "roll": roll,
        "stays": stays_of(meeting),
        "votes": [draft.get(Kind.VOTE, vote) for vote in meeting["votes"]],
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_counted(draft: Draft, meeting: Meeting, item: int) -> None:
    votes = [draft.get(Kind.VOTE, vote) for vote in meeting["votes"]]
    if any(each["item"] == item and each["status"] == VoteStatus.CLOSED for each in votes):
        raise ItemCounted


def _who(draft: Draft, meeting: Meeting, roll: Roll, body: Attend, by: Actor) -> tuple[str, str]:
    """Return who comes or goes, and for which vote on the roll."""
    person = body.member or by.person_id
    if person != by.person_id or body.channel is AttendanceChannel.PAPER:
        office(meeting["village"], KEEPERS)
    stands_for = body.proxy_for or person
    voter = bodies.voter_of(roll, stands_for)
    if voter is None or (body.proxy_for and not _may_stand_in(draft, meeting, person, stands_for)):
        raise NotEntitled
    return person, voter


def _may_stand_in(draft: Draft, meeting: Meeting, person: str, absent: str) -> bool:
    """Tell whether a member may stand in for another: of the same household, where the law has proxies (集体经济组织法 Art. 27)."""
    if not rule_of(meeting).proxy_in_household:
        return False
    if meeting["composition"] is None:
        day: date = clock.from_iso(meeting["begins_at"]).astimezone(clock.SHANGHAI).date()
        composition = composition_of(draft, meeting["body"], day.isoformat())
    else:
        number = composition_id(meeting["body"], meeting["composition"])
        composition = draft.get(Kind.COMPOSITION, number)
    members = composition["members"]
    homes = {member["member_id"]: member["household"] for member in members}
    home = homes.get(person)
    return home is not None and home == homes.get(absent)


def _refuse_false_presence(meeting: Meeting, body: Attend, by: Actor) -> None:
    if body.channel is AttendanceChannel.ONLINE and not meeting["online"]:
        raise OnlineNotAllowed.one(
            "channel", Text("本次会议不线上参加。", "This meeting is not held online.")
        )
    # The recorder sees who is there; whoever enters the own presence shows the code.
    proven = body.member not in (None, by.person_id) or hmac.compare_digest(
        (body.code or "").strip().upper().encode(), meeting["code"].encode()
    )
    if body.channel is AttendanceChannel.ON_SITE and not proven:
        raise WrongCode.one(
            "code", Text("验证码不是会场公布的。", "This is not the code shown in the hall.")
        )


def _keep_stay(meeting: Meeting, voter: str, person: str, body: Attend, by: Actor) -> None:
    for _ in range(_TRIES):
        stays: list[Stay] = (
            boxes.look(meeting["id"], Purpose.PRESENT, meeting["boxes"], voter) or []
        )
        now = clock.now()
        if body.leaving:
            changed = meetings.leave(stays, person, now)
        else:
            stay: Stay = {
                "person": person,
                "channel": str(body.channel),
                "by": by.person_id,
                "arrived_at": clock.iso(now),
                "left_at": None,
                "proxy": body.proxy_for is not None,
            }
            changed = meetings.arrive(stays, stay)
        if changed is None:
            return
        if boxes.put(
            meeting["id"],
            Purpose.PRESENT,
            meeting["boxes"],
            voter,
            [*changed],
            instead_of=[*stays] if stays else None,
        ):
            return
    raise TryAgain


def _adjourn_without_quorum(meeting_id: str) -> str:
    """Adjourn a meeting of which too few are left; return its status."""

    def decide(draft: Draft) -> Settled:
        meeting: Meeting = draft.get(Kind.MEETING, meeting_id)
        there = meetings.attending(roll_now(draft, meeting), stays_of(meeting))
        broken = not majority_of(meeting).quorate(len(there), meeting["roll_size"] or 0)
        if meeting["status"] == MeetingStatus.OPEN and broken:
            adjourned: Meeting = {
                **void_open_votes(draft, meeting, "quorum_broken"),
                "status": str(MeetingStatus.ADJOURNED),
                "adjourned_at": clock.iso(clock.now()),
                "adjourn_reason": "quorum_broken",
            }
            draft.save(Kind.MEETING, adjourned)
            draft.note(Kind.MEETING, adjourned, "quorum_broken", CLOCK, present=len(there))
            meeting = adjourned
        return Settled(200, meeting["status"])

    return settle(decide, None, str).body


def _view(meeting: Meeting, version: int, roll: Roll) -> dict[str, Any]:
    village, language = meeting["village"], API.request.language
    person = API.request.person.person_id
    voter = bodies.voter_of(roll, person)
    stays: list[Stay] = (
        boxes.look(meeting["id"], Purpose.PRESENT, meeting["boxes"], voter) if voter else None
    ) or []
    keeper = API.request.person.post_over(village, KEEPERS) is not None
    rule = rule_of(meeting)
    return {
        **answers.told(meeting, names=sees_names(village)),
        "code": meeting["code"] if keeper else "",
        "version": version,
        "status_name": meetings.MEETING_STATUS_NAMES[MeetingStatus(meeting["status"])].say(
            language
        ),
        "rule": rule.source,
        "confidence": rule.confidence,
        "my_part": {
            "voter": voter,
            "present": any(not stay["left_at"] for stay in stays),
            "recused": [each["item"] for each in meeting["recusals"] if each["voter"] == voter],
        },
        "actions": [str(action) for action in meetings.actions_of(meeting)] if keeper else [],
    }
