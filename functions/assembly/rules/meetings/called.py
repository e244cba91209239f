"""A meeting as it is called: when, under which rule, who convenes it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from assembly.rules import bodies
from assembly.rules.bodies import BodyKind, BodyRule, Mode
from assembly.rules.quorum import Majority
from assembly.rules.routing import MatterStep
from assembly.rules.standing import GUIDES, KEEPERS, ROLES, SUPERVISORS, Holder, Reader, Standing
from assembly.rules.states.meetings import MeetingStatus
from kernel import clock
from kernel.access import Role
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class AttendanceChannel(Named):
    """How somebody takes part."""

    ON_SITE = "on_site", "现场", "on site"
    PAPER = "paper", "书面", "on paper"
    ONLINE = "online", "线上", "online"


@record
class Stay:
    """One stay at a meeting; `person` came, for whose vote it is kept."""

    person: str
    channel: AttendanceChannel
    by: str
    arrived_at: str
    proxy: bool
    left_at: str | None = None


@record
class Recusal:
    """Whoever is party to an item, or near to a party, leaves for it."""

    item: int
    voter: str
    reason: str
    by: str


@record
class Elsewhere:
    """Another meeting to which some of the same people are called, or in which they sit, at the same instant."""

    meeting: str
    title: str
    number: int
    people: tuple[str, ...] = ()


_MOST_NAMED = 20


def elsewhere(other: Meeting, members: Collection[str]) -> Elsewhere:
    """Return what is told of people who are expected at another meeting as well."""
    named = tuple(sorted(members)[:_MOST_NAMED])
    return Elsewhere(meeting=other.id, title=other.title, people=named, number=len(members))


@record
class AgendaItem:
    """One item, fixed when the meeting is announced."""

    matter: str
    title: str
    step: MatterStep


@record
class MinutesSignature:
    """Who signed the minutes, and when."""

    person: str
    at: str


@record
class Meeting:
    """A meeting of a body.

    `begins_at` is when it is to begin; `code` is shown in the hall and proves presence there; `roll_size` is set when it opens.
    """

    id: str
    village: str
    body: str
    body_kind: BodyKind
    mode: Mode
    title: str
    place: str
    begins_at: str
    announced_at: str
    online: bool
    chair: str
    recorder: str
    code: str
    shards: int
    status: MeetingStatus
    ad_hoc_reason: str | None = None
    agenda: tuple[AgendaItem, ...] = ()
    online_basis: str | None = None
    composition: int | None = None
    roll_size: int | None = None
    attendance_needed: int | None = None
    opened_at: str | None = None
    adjourned_at: str | None = None
    adjourn_reason: str | None = None
    closed_at: str | None = None
    minutes: str | None = None
    attachments: tuple[str, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    votes: tuple[str, ...] = ()
    open_votes: tuple[str, ...] = ()
    signatures: tuple[MinutesSignature, ...] = ()
    digest: str | None = None
    elsewhere: tuple[Elsewhere, ...] = ()


class NoticeTooShort(InvalidFields):
    """The meeting would begin before its statutory notice has run; `earliest` says when it may."""

    slug = "notice-too-short"
    title = Text("通知期限不足", "Notice too short")


class OnlineNotAllowed(InvalidFields):
    """The body does not meet online, or only where the village's own rules say so."""

    slug = "online-not-allowed"


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


class ChairIsThere(Conflict):
    """A chair who came is not replaced, nor is one replaced by somebody who did not."""

    slug = "chair-is-there"
    title = Text("不能更换主持人", "The chair is not replaced")


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
    zh = f"{rule.name.zh}须提前 {rule.notice.days} 日通知（{rule.notice.law.named.zh}）"
    en = f"The {rule.name.en} is announced {rule.notice.days} days ahead ({rule.notice.law.named.en})"
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
            f"法律未规定{rule.name.zh}可以线上表决，须填写本村的依据。",
            f"No law lets the {rule.name.en} vote online: name the village's own basis (online_basis).",
        )
    raise OnlineNotAllowed.one("online", told)


def conveners(body: str) -> frozenset[Role]:
    """Return who holds a body's meetings; a recall is not left to those it is about (村委会法 Art. 19)."""
    recalls = body.split("~")[1] == BodyKind.REGISTERED_VOTERS
    return KEEPERS | GUIDES if recalls else KEEPERS


def standing(meeting: Meeting, reader: Reader, voter: str | None) -> Standing:
    """Return how somebody stands to a meeting.

    Parameters
    ----------
    voter
        The vote on the roll the person may cast.
    """
    village = meeting.village
    signs = (
        voter is not None
        or reader.person_id == meeting.recorder
        or reader.holds(village, SUPERVISORS)
    )
    also = {Holder.SIGNER} if signs else set[Holder]()
    if voter is not None:
        also.add(Holder.ON_ROLL)
    return Standing(
        reader, village, frozenset(also), {**ROLES, Holder.CONVENER: conveners(meeting.body)}
    )


def rule_of(meeting: Meeting) -> BodyRule:
    """Return the rule a meeting is held under: that of the day it begins."""
    return bodies.rule_of(meeting.body_kind, day_of(meeting))


def majority_of(meeting: Meeting) -> Majority:
    """Return the quorum and majority a meeting decides by."""
    return bodies.majority_of(rule_of(meeting), meeting.mode)


def day_of(meeting: Meeting) -> date:
    """Return the day a meeting is announced for."""
    return _day(clock.from_iso(meeting.begins_at))


def refuse_early(meeting: Meeting, now: datetime) -> None:
    """Let a meeting open at the time it was announced for, and not before: the notice would have been for nothing.

    Raises
    ------
    NotYetTime
        It is earlier.
    """
    if clock.iso(now) < meeting.begins_at:
        at = clock.for_people(clock.from_iso(meeting.begins_at))
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
    day = _day(clock.from_iso(meeting.begins_at))
    if _day(now) != day:
        raise NotItsDay(
            Text(
                f"会议通知的日期为 {day.isoformat()}，其他日期不能签到、开会或复会，须重新通知。",
                f"The meeting was announced for {day.isoformat()}; for another day it is announced anew.",
            )
        )


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.SHANGHAI).date()
