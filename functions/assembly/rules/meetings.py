"""Meetings: announced in time, with an agenda that no longer changes; opened with a quorum; adjourned when it breaks; signed.

The roll is frozen when a meeting opens. Who is there is kept per vote on the roll as stays (arrived, left), so that it can be told later
who was there for which item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from typing_extensions import TypedDict

from assembly.rules.bodies import BodyRule, Majority, Roll
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    ANNOUNCED = "announced"
    OPEN = "open"
    ADJOURNED = "adjourned"
    CLOSED = "closed"
    SIGNED = "signed"
    CANCELLED = "cancelled"


MEETING_STATUS_NAMES: dict[MeetingStatus, Text] = {
    MeetingStatus.ANNOUNCED: Text("已通知", "announced"),
    MeetingStatus.OPEN: Text("进行中", "open"),
    MeetingStatus.ADJOURNED: Text("休会", "adjourned"),
    MeetingStatus.CLOSED: Text("已闭会，待签字", "closed, to be signed"),
    MeetingStatus.SIGNED: Text("已签字归档", "signed"),
    MeetingStatus.CANCELLED: Text("已取消", "cancelled"),
}


class MeetingAction(StrEnum):
    """What is done to a meeting."""

    OPEN = "open"
    ADJOURN = "adjourn"
    RESUME = "resume"
    CLOSE = "close"
    SIGN = "sign"
    CANCEL = "cancel"


ORIGINS: Mapping[MeetingAction, frozenset[MeetingStatus]] = {
    MeetingAction.OPEN: frozenset({MeetingStatus.ANNOUNCED}),
    MeetingAction.ADJOURN: frozenset({MeetingStatus.OPEN}),
    MeetingAction.RESUME: frozenset({MeetingStatus.ADJOURNED}),
    # A meeting whose quorum does not come back ends without it (流会), and lets go of what it did not vote on.
    MeetingAction.CLOSE: frozenset({MeetingStatus.OPEN, MeetingStatus.ADJOURNED}),
    MeetingAction.SIGN: frozenset({MeetingStatus.CLOSED}),
    MeetingAction.CANCEL: frozenset({MeetingStatus.ANNOUNCED}),
}
AIMS: Mapping[MeetingAction, MeetingStatus] = {
    MeetingAction.OPEN: MeetingStatus.OPEN,
    MeetingAction.ADJOURN: MeetingStatus.ADJOURNED,
    MeetingAction.RESUME: MeetingStatus.OPEN,
    MeetingAction.CLOSE: MeetingStatus.CLOSED,
    MeetingAction.SIGN: MeetingStatus.SIGNED,
    MeetingAction.CANCEL: MeetingStatus.CANCELLED,
}


class AttendanceChannel(StrEnum):
    """How somebody takes part."""

    ON_SITE = "on_site"
    PAPER = "paper"
    ONLINE = "online"


class Stay(TypedDict):
    """One stay at a meeting; `person` came, for whose vote it is kept."""

    person: str
    channel: str
    by: str
    arrived_at: str
    left_at: str | None
    proxy: bool


class Recusal(TypedDict):
    """Whoever is party to an item, or near to a party, leaves for it."""

    item: int
    voter: str
    reason: str
    by: str


class AgendaItem(TypedDict):
    """One item, fixed when the meeting is announced."""

    matter: str
    title: str
    step: str


class MinutesSignature(TypedDict):
    """Who signed the minutes, and when."""

    person: str
    at: str


class Meeting(TypedDict):
    """A meeting of a body.

    `begins_at` is when it is to begin; `code` is shown in the hall and proves presence there; `roll_size` is set when it opens.
    """

    id: str
    village: str
    body: str
    body_kind: str
    mode: str
    title: str
    place: str
    begins_at: str
    announced_at: str
    ad_hoc_reason: str | None
    agenda: list[AgendaItem]
    online: bool
    online_basis: str | None
    chair: str
    recorder: str
    code: str
    boxes: int
    status: str
    composition: int | None
    roll_size: int | None
    attendance_needed: int | None
    opened_at: str | None
    adjourned_at: str | None
    adjourn_reason: str | None
    closed_at: str | None
    minutes: str | None
    attachments: list[str]
    recusals: list[Recusal]
    votes: list[str]
    open_votes: list[str]
    signatures: list[MinutesSignature]
    digest: str | None


class NoticeTooShort(InvalidFields):
    """The meeting would begin before its statutory notice has run; `earliest` says when it may."""

    slug = "notice-too-short"
    title = Text("通知期限不足", "Notice too short")


class OnlineNotAllowed(InvalidFields):
    """The body does not meet online, or only where the village's own rules say so."""

    slug = "online-not-allowed"


class NoQuorum(Conflict):
    """Too few are there; `present`, `needed` and `roll` say how many."""

    slug = "no-quorum"
    title = Text("未达法定人数", "No quorum")


class NotYetTime(Conflict):
    """Before the time it was announced for a meeting does not open."""

    slug = "not-yet-time"


class NotItsDay(Conflict):
    """A meeting is held on the day it was announced for: nobody is there on another."""

    slug = "not-its-day"


class ItemCounted(Conflict):
    """What was voted on has a result, and a recusal would tell another story of who could vote."""

    slug = "item-counted"
    said = Text("该议题已有表决结果，不能再回避。", "The item was voted on already.")


class IllegalMeetingMove(Conflict):
    """The meeting does not stand where this step begins."""

    slug = "illegal-meeting-move"
    title = Text("会议当前状态不允许此操作", "Illegal move")


class VoteStillOpen(Conflict):
    """A vote is still running."""

    slug = "vote-still-open"
    said = Text("还有未结束的表决。", "A vote is still open.")


def refuse_short_notice(
    rule: BodyRule, begins_at: datetime, now: datetime, ad_hoc_reason: str | None
) -> None:
    """Let a meeting be announced in time: the day of the notice and the day of the meeting lie the statutory days apart.

    A special case may be called ad hoc where the law has such a thing, with the reason on record (村委会法 Art. 25).

    Raises
    ------
    NoticeTooShort
        It is not in time.
    """
    if begins_at <= now:
        raise NoticeTooShort.one(
            "begins_at", Text("会议时间须晚于现在。", "The meeting must lie ahead.")
        )
    if rule.notice is None:
        return
    ahead = _day(begins_at) - _day(now)
    if ahead.days >= rule.notice.days or (rule.notice.ad_hoc and ad_hoc_reason):
        return
    zh = f"{rule.name.zh}须提前 {rule.notice.days} 日通知（{rule.notice.source}）"
    en = f"The {rule.name.en} is announced {rule.notice.days} days ahead ({rule.notice.source})"
    if rule.notice.ad_hoc:
        zh, en = zh + "；特殊情况须说明 ad_hoc_reason", en + "; a special case needs ad_hoc_reason"
    raise NoticeTooShort.one("begins_at", Text(zh + "。", en + "."))


def refuse_online(rule: BodyRule, basis: str | None) -> None:
    """Let a body meet online that may: by law, or by rules of the village's own that are named.

    Raises
    ------
    OnlineNotAllowed
        It may not, or no basis is named.
    """
    if rule.online == "yes" or (rule.online == "by_own_rules" and basis):
        return
    if rule.online == "no":
        told = Text(f"{rule.name.zh}不得线上表决。", f"The {rule.name.en} does not vote online.")
    else:
        told = Text(
            f"法律未规定{rule.name.zh}可以线上表决，须填写本村依据 online_basis。",
            f"No law lets the {rule.name.en} vote online: name the village's own basis (online_basis).",
        )
    raise OnlineNotAllowed.one("online", told)


def require_status(meeting: Meeting, action: MeetingAction) -> None:
    """Let a step be taken from the status it begins at.

    Raises
    ------
    IllegalMeetingMove
        The meeting stands elsewhere; `legal_actions` lists what is possible.
    """
    if meeting["status"] not in ORIGINS[action]:
        raise _illegal(meeting, Text(f"不能执行 {action}", f"{action} is not possible"))


def require_open(meeting: Meeting) -> None:
    """Let something be done that is done while a meeting sits.

    Raises
    ------
    IllegalMeetingMove
        It does not.
    """
    if meeting["status"] != MeetingStatus.OPEN:
        raise _illegal(meeting, Text("须在会议进行中办理", "this is done while it is open"))


def _illegal(meeting: Meeting, why: Text) -> IllegalMeetingMove:
    legal = actions_of(meeting)
    name = MEETING_STATUS_NAMES[MeetingStatus(meeting["status"])]
    return IllegalMeetingMove(
        Text(
            f"会议{name.zh}，{why.zh}；可执行：{'、'.join(legal) or '无'}。",
            f"The meeting is {name.en}: {why.en}; possible: {', '.join(legal) or 'nothing'}.",
        ),
        meeting_status=meeting["status"],
        legal_actions=[str(each) for each in legal],
    )


def actions_of(meeting: Meeting) -> list[MeetingAction]:
    """Return the steps possible from where a meeting stands."""
    return [action for action, origins in ORIGINS.items() if meeting["status"] in origins]


def refuse_early(meeting: Meeting, now: datetime) -> None:
    """Let a meeting open at the time it was announced for, and not before: the notice would have been for nothing.

    Raises
    ------
    NotYetTime
        It is earlier.
    """
    if clock.iso(now) < meeting["begins_at"]:
        at = clock.for_people(clock.from_iso(meeting["begins_at"]))
        raise NotYetTime(
            Text(f"会议通知的时间为 {at}，不得提前开会。", f"The meeting was announced for {at}.")
        )


def refuse_other_day(meeting: Meeting, now: datetime) -> None:
    """Let people come, and a meeting open and go on, on the day it was announced for; on another it must be announced anew.

    Who came some other day is not there, and the notice of one day (村委会法 Art. 26) is none of another.

    Raises
    ------
    NotItsDay
        It is another day in Shanghai.
    """
    day = _day(clock.from_iso(meeting["begins_at"]))
    if _day(now) != day:
        raise NotItsDay(
            Text(
                f"会议通知的日期为 {day.isoformat()}，其他日期不能签到、开会或复会，须重新通知。",
                f"The meeting was announced for {day.isoformat()}; for another day it is announced anew.",
            )
        )


def require_quorum(majority: Majority, present: int, roll: int) -> None:
    """Let something be done for which enough are there.

    Raises
    ------
    NoQuorum
        They are too few.
    """
    if majority.quorate(present, roll):
        return
    needed = majority.attendance_needed(roll)
    raise NoQuorum(
        Text(
            f"应到 {roll}，须到 {needed}，实到 {present}，未达法定人数。",
            f"{present} present of {roll}, {needed} needed: no quorum.",
        ),
        present=present,
        needed=needed,
        roll=roll,
    )


def attending(
    roll: Roll, stays: Mapping[str, Sequence[Stay]], at: datetime | None = None
) -> set[str]:
    """Return the votes on the roll that are represented at an instant; now, if none is given."""
    if at is None:
        return {
            voter for voter in roll["voters"] if any(not s["left_at"] for s in stays.get(voter, ()))
        }
    return present_between(roll, stays, at, at)


def present_between(
    roll: Roll, stays: Mapping[str, Sequence[Stay]], begin: datetime, end: datetime
) -> set[str]:
    """Return the votes on the roll that were represented at any time from `begin` to `end`.

    Whoever was there while a vote ran was present for it, however short: going out does not lower the number a majority is taken of.
    """
    first, last = clock.iso(begin), clock.iso(end)
    return {
        voter
        for voter in roll["voters"]
        if any(
            stay["arrived_at"] <= last and (stay["left_at"] is None or stay["left_at"] >= first)
            for stay in stays.get(voter, ())
        )
    }


def recused_for(meeting: Meeting, item: int) -> set[str]:
    """Return the votes that are recused for an item; they are not present for it."""
    return {each["voter"] for each in meeting["recusals"] if each["item"] == item}


def arrive(stays: Sequence[Stay], stay: Stay) -> list[Stay] | None:
    """Return the stays with a new one; None if the vote is represented already."""
    if any(not each["left_at"] for each in stays):
        return None
    return [*stays, stay]


def leave(stays: Sequence[Stay], person: str, now: datetime) -> list[Stay] | None:
    """Return the stays with that of a person ended; None if the person is not there: nobody goes for somebody else."""

    def goes(stay: Stay) -> bool:
        return not stay["left_at"] and stay["person"] == person

    if not any(goes(each) for each in stays):
        return None
    return [{**each, "left_at": clock.iso(now)} if goes(each) else each for each in stays]


def votes_held_by(stays: Mapping[str, Sequence[Stay]], person: str) -> list[str]:
    """Return the votes on the roll for which a person is there, the own and those of whom the person stands in for."""
    return [
        voter
        for voter, each in stays.items()
        if any(stay["person"] == person and not stay["left_at"] for stay in each)
    ]


def signed_by_enough(meeting: Meeting, signatures: Sequence[MinutesSignature]) -> bool:
    """Tell whether the minutes are signed: by the chair and by somebody else."""
    signers = {each["person"] for each in signatures}
    return meeting["chair"] in signers and len(signers) > 1


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.SHANGHAI).date()
