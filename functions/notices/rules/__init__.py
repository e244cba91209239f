"""What a notice says, whether it is still worth sending, what a subscription lets through. No I/O."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from kernel import clock
from kernel.ids import tidy_case_code
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, is_code, path_of


class Severity(StrEnum):
    """How pressing an incident is (DOMAIN 2.5)."""

    GENERAL = "general"
    PRESSING = "pressing"
    URGENT = "urgent"


class Event(StrEnum):
    """What a history entry records; `WORDINGS` has those that units are told about."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    TIER_SKIPPED = "tier_skipped"
    CONFIRMATION_REMINDED = "confirmation_reminded"
    CONFIRMATION_PASSED = "confirmation_passed"
    SIGN_OVERDUE = "sign_overdue"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    DISPATCH_LAPSED = "dispatch_lapsed"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_DENIED = "extension_denied"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    SUSPENSION_DENIED = "suspension_denied"
    REQUEST_LAPSED = "request_lapsed"
    RESUMED = "resumed"
    WHISTLED = "whistled"
    TASK_OPENED = "task_opened"
    TASK_DONE = "task_done"
    TASK_RECALLED = "task_recalled"
    RECALLED = "recalled"
    MERGED = "merged"
    ABSORBED = "absorbed"
    SEPARATED = "separated"
    JOINED = "joined"
    RATED = "rated"
    REOPENED = "reopened"
    ORDERED = "ordered"
    ANSWERED = "answered"
    ORDER_OVERDUE = "order_overdue"
    DUE_RECOUNTED = "due_recounted"
    FOLLOWED = "followed"
    URGED = "urged"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"


class ConfirmStage(StrEnum):
    """Whose turn it is to confirm."""

    WORKER = "worker"
    CHIEF = "chief"
    ABOVE = "above"


class Channel(StrEnum):
    """How SNS reaches an endpoint."""

    EMAIL = "email"
    HTTPS = "https"
    SQS = "sqs"


class Delivery(StrEnum):
    """Where one notice stands.

    `held` it waits for the end of the quiet hours of its tier; `queued` it waits for its robot;
    `pending` a try was begun; `sent` SNS or the robot took it; `failed` the last try failed and
    another follows; `stale` what it asks for was done before it could be sent; `dropped` its robot
    is dead or removed, or would not have it.
    """

    HELD = "held"
    QUEUED = "queued"
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"
    DROPPED = "dropped"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be sent."""
        return self in (Delivery.SENT, Delivery.STALE, Delivery.DROPPED)


class Staleness(StrEnum):
    """When a notice has lost its point before it is sent (ANCHORS 2, message hygiene; A14)."""

    NEVER = "never"
    ONCE_CLOSED = "once_closed"
    ONCE_MOVED = "once_moved"


class Wording(NamedTuple):
    """What is said of one event: its name, what is asked, and when it has lost its point.

    `{confirmer}` in `ask` stands for whose turn it is to confirm.
    """

    name: str
    ask: str
    stale: Staleness


WORDINGS: Final[Mapping[Event, Wording]] = {
    Event.REPORTED: Wording("新事件", "请在时限前受理。", Staleness.NEVER),
    Event.RESOLVED: Wording(
        "待核查", "处置单位已提出办理结果，请{confirmer}核查确认。", Staleness.NEVER
    ),
    Event.ESCALATED: Wording("上报", "事件已上报至本级，请在时限前受理。", Staleness.ONCE_CLOSED),
    Event.CONFIRMED: Wording("已办结", "核查确认通过，事件已办结，无需操作。", Staleness.NEVER),
    Event.REJECTED: Wording("退回", "核查未通过，请责任单位在时限前重新办理。", Staleness.NEVER),
    Event.CANCELLED: Wording("已撤销", "事件已撤销，无需操作。", Staleness.NEVER),
    Event.REMINDED: Wording("催办", "办理时限将至，请尽快办理。", Staleness.ONCE_MOVED),
    Event.SUPERVISED: Wording("督办", "请立即办理并说明情况。", Staleness.ONCE_MOVED),
    Event.TIER_SKIPPED: Wording(
        "越级", "下级暂无人在岗，事件已直接上报，请补齐岗位人员。", Staleness.ONCE_CLOSED
    ),
    Event.CONFIRMATION_REMINDED: Wording(
        "催核查", "办理结果尚待核查确认，请{confirmer}尽快核查。", Staleness.ONCE_MOVED
    ),
    Event.CONFIRMATION_PASSED: Wording(
        "核查移交", "现由{confirmer}负责核查确认，请尽快核查。", Staleness.ONCE_MOVED
    ),
    Event.SIGN_OVERDUE: Wording("逾期未签收", "请立即签收办理。", Staleness.ONCE_MOVED),
    Event.RETURNED: Wording("退回待派", "请在时限前重新派遣。", Staleness.ONCE_MOVED),
    Event.ASSIGNED: Wording("派遣", "事件已派至本单位，请在时限前受理。", Staleness.ONCE_MOVED),
    Event.DISPATCH_LAPSED: Wording(
        "派遣逾期", "未及时派遣，现由本单位办理。", Staleness.ONCE_MOVED
    ),
    Event.EXTENSION_ASKED: Wording("申请延期", "请在时限前审批延期申请。", Staleness.ONCE_MOVED),
    Event.EXTENDED: Wording("同意延期", "请在新的时限前办理。", Staleness.ONCE_CLOSED),
    Event.EXTENSION_DENIED: Wording("不同意延期", "请在原时限前办理。", Staleness.ONCE_CLOSED),
    Event.SUSPENSION_ASKED: Wording("申请中止", "请在时限前审批中止申请。", Staleness.ONCE_MOVED),
    Event.SUSPENDED: Wording("同意中止", "已暂停计时，到期自动恢复。", Staleness.ONCE_CLOSED),
    Event.SUSPENSION_DENIED: Wording("不同意中止", "请继续办理。", Staleness.ONCE_CLOSED),
    Event.REQUEST_LAPSED: Wording(
        "逾期未批", "申请未及时审批，视为未申请，继续计时。", Staleness.ONCE_CLOSED
    ),
    Event.RESUMED: Wording("恢复办理", "已恢复计时，请在时限前办理。", Staleness.ONCE_CLOSED),
    Event.WHISTLED: Wording("吹哨", "多部门会办，由本单位牵头。", Staleness.ONCE_CLOSED),
    Event.TASK_OPENED: Wording("会办任务", "请在时限前受理会办任务。", Staleness.ONCE_CLOSED),
    Event.TASK_DONE: Wording("会办任务完成", "有部门已完成会办任务，无需操作。", Staleness.NEVER),
    Event.TASK_RECALLED: Wording("会办任务撤回", "会办任务已撤回，无需操作。", Staleness.NEVER),
    Event.RECALLED: Wording("撤哨", "会办已撤销，请继续办理。", Staleness.ONCE_CLOSED),
    Event.MERGED: Wording("已并案", "已并入同一问题的事件，无需操作。", Staleness.NEVER),
    Event.ABSORBED: Wording(
        "有事件并入", "有同一问题的事件并入，请一并办理。", Staleness.ONCE_CLOSED
    ),
    Event.SEPARATED: Wording("拆案", "事件已恢复单独办理，请在时限前受理。", Staleness.ONCE_CLOSED),
    Event.RATED: Wording("评价不满意", "上报人对办理结果不满意，请了解情况。", Staleness.NEVER),
    Event.REOPENED: Wording(
        "重新办理", "上报人不满意，请在时限前重新受理。", Staleness.ONCE_CLOSED
    ),
    Event.ORDERED: Wording("下达督办", "请按要求办理，并在时限前答复。", Staleness.ONCE_CLOSED),
    Event.ANSWERED: Wording("督办答复", "办理单位已答复督办。", Staleness.NEVER),
    Event.ORDER_OVERDUE: Wording("督办逾期", "督办逾期未答复，请立即答复。", Staleness.ONCE_CLOSED),
    Event.DUE_RECOUNTED: Wording(
        "期限重算", "时限已按放假安排重新计算，请按新的时限办理。", Staleness.ONCE_CLOSED
    ),
}
"""The events that units are told about. Who accepts is the responsible unit itself, and that another
reporter joined asks nothing of a unit: nobody is told of either."""

FOLLOW_UP_WORDINGS: Final[Mapping[Event, Wording]] = {
    Event.REMINDED: Wording(
        "催办", "跟踪事项即将到期，请按期落实并登记完成。", Staleness.ONCE_MOVED
    ),
    Event.ESCALATED: Wording(
        "上报", "跟踪事项已上报，请上级督促、责任单位尽快落实并登记完成。", Staleness.ONCE_CLOSED
    ),
    Event.TIER_SKIPPED: Wording(
        "越级", "下级暂无人在岗，已直接上报，请督促落实并补齐岗位人员。", Staleness.ONCE_CLOSED
    ),
    Event.SUPERVISED: Wording(
        "督办", "跟踪事项仍未落实，请立即督促落实并说明情况。", Staleness.ONCE_MOVED
    ),
    Event.EXTENDED: Wording("同意延期", "请在新的时限前落实。", Staleness.ONCE_CLOSED),
    Event.URGED: Wording("催促", "上级催促，请尽快落实并登记完成。", Staleness.ONCE_CLOSED),
    Event.FULFILLED: Wording("已落实", "跟踪事项已落实，无需操作。", Staleness.NEVER),
    Event.DROPPED: Wording("取消跟踪", "跟踪事项已调整，无需操作。", Staleness.NEVER),
    Event.DUE_RECOUNTED: Wording(
        "期限重算", "时限已按放假安排重新计算，请按新的时限督促落实。", Staleness.ONCE_CLOSED
    ),
}
"""What is said of the events of an obligation, where something has to be done by a day."""

TOLD: Final = frozenset(WORDINGS.keys() | FOLLOW_UP_WORDINGS.keys())
"""Every event that units are told about."""

# An urgent incident goes to the town and the village at once: the higher tier answers for it, those
# below are the first who can be there.
_ASK_BELOW = "已同时报{tier}办理，请先行到场处置；危及人身安全的，请先组织撤离并拨打110、119、120。"

CONFIRMERS: Final[Mapping[ConfirmStage, str]] = {
    ConfirmStage.WORKER: "网格员",
    ConfirmStage.CHIEF: "网格长",
    ConfirmStage.ABOVE: "上一级干部",
}
# Above the county there is nobody: its administrator confirms what the county itself solved.
_CONFIRMER_AT_THE_TOP = "县管理员"
_CONFIRMER_UNKNOWN = "收件单位"

SEVERITY_NAMES: Final[Mapping[Severity, str]] = {
    Severity.GENERAL: "一般",
    Severity.PRESSING: "较急",
    Severity.URGENT: "紧急",
}
TIER_NAMES: Final[Mapping[Tier, str]] = {
    Tier.VILLAGE: "村级",
    Tier.TOWN: "乡镇级",
    Tier.COUNTY: "县级",
}

REASONS: Final[Mapping[str, str]] = {
    "limit_passed": "时限已过，尚未办结。",
    "nobody_holds_post": "下级暂无人在岗。",
    "cap_reached": "中止已满最长期限。",
    "reopened_often": "多次重新办理。",
    "holidays_published": "当年放假安排已公布。",
}
"""What the system decided by itself; what people wrote is never repeated."""

# Which limit passed, where it is not the one to handle the incident.
_OTHER_LIMITS: Final[Mapping[Event, str]] = {
    Event.CONFIRMATION_REMINDED: "核查时限已过。",
    Event.CONFIRMATION_PASSED: "核查时限已过。",
    Event.SIGN_OVERDUE: "签收时限已过。",
    Event.DISPATCH_LAPSED: "派遣时限已过。",
    Event.REQUEST_LAPSED: "审批时限已过。",
    Event.ORDER_OVERDUE: "答复时限已过。",
}
# While a solution waits to be confirmed, the limit is that of the confirmation.
_OF_CONFIRMATION = frozenset(
    {Event.RESOLVED, Event.CONFIRMATION_REMINDED, Event.CONFIRMATION_PASSED}
)

FOLLOW_UP: Final = "obligation"
"""The subject of an entry that is not about an incident."""

_CLOSED = frozenset({"confirmed", "cancelled", "merged", "fulfilled", "dropped"})
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A county may name its categories at length; the case code must stay within the subject.
# Amazon SNS API reference, Publish: a subject has fewer than 100 characters.
_CATEGORY_NAME_LENGTH = 24


class MalformedEntry(ValueError):
    """A history entry lacks what a notice is made of; it ends in the dead-letter queue."""


class Addressee(NamedTuple):
    """A unit that is told, through the topic of its tier; a grid is told through the village's."""

    tier: Tier
    unit: str


@record
class Entry:
    """What a notice may know of a history entry; `incident_id` is the follow-up's where it is about one.

    Neither persons nor the words people wrote are among the fields, so that none of it can reach a
    message (DOMAIN 7).
    """

    incident_id: str
    seq: int
    event: Event
    case_code: str
    unit: str
    category: str
    severity: Severity
    at: datetime
    due_at: datetime | None = None
    status: str | None = None
    from_tier: Tier | None = None
    to_tier: Tier | None = None
    reason_code: str | None = None
    confirm_stage: ConfirmStage | None = None
    epoch: int | None = None
    addressees: tuple[Addressee, ...] = ()
    is_follow_up: bool = False

    @property
    def wording(self) -> Wording:
        """What is said of it, if units are told."""
        return (FOLLOW_UP_WORDINGS if self.is_follow_up else WORDINGS)[self.event]


def read_entry(row: Mapping[str, Any]) -> Entry:
    """Return the entry a history row of the incidents' table holds, of an incident or a follow-up.

    Parameters
    ----------
    row
        The row as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        A field that a notice needs is missing or breaks its grammar, or somebody is to be told of an
        event that has no words.
    """
    try:
        unit, category = str(row["unit"]), str(row["category"])
        case_code = tidy_case_code(str(row["case_code"]))
        if case_code is None or not is_code(unit) or not _SLUG.fullmatch(category):
            raise MalformedEntry("case code, unit or category")
        event, addressees = Event(row["event"]), _addressees(row.get("addressees"))
        is_follow_up = row.get("subject") == FOLLOW_UP
        if addressees and event not in (FOLLOW_UP_WORDINGS if is_follow_up else WORDINGS):
            raise MalformedEntry("event")
        reason_code = row.get("reason_code")
        return Entry(
            incident_id=str(row["incident_id"]),
            seq=int(row["seq"]),
            event=event,
            case_code=case_code,
            unit=unit,
            category=category,
            severity=Severity(row["severity"]),
            at=clock.from_iso(row["at"]),
            due_at=clock.from_iso(row["due_at"]) if row.get("due_at") else None,
            status=row.get("to_status") or row.get("from_status"),
            from_tier=Tier(row["from_tier"]) if row.get("from_tier") else None,
            to_tier=Tier(row["to_tier"]) if row.get("to_tier") else None,
            reason_code=reason_code if reason_code and _SLUG.fullmatch(reason_code) else None,
            confirm_stage=_confirm_stage(row.get("details")),
            epoch=int(row["epoch"]) if row.get("epoch") is not None else None,
            addressees=addressees,
            is_follow_up=is_follow_up,
        )
    except (KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


def write_entry(entry: Entry) -> dict[str, Any]:
    """Return what `read_entry` reads the entry from again; its addressees are left out.

    A notice that waits keeps this, so that it can be composed when its time comes.
    """
    details = {"confirm_stage": entry.confirm_stage} if entry.confirm_stage else None
    row = {
        "incident_id": entry.incident_id,
        "seq": entry.seq,
        "event": entry.event,
        "case_code": entry.case_code,
        "unit": entry.unit,
        "category": entry.category,
        "severity": entry.severity,
        "at": clock.iso(entry.at),
        "due_at": clock.iso(entry.due_at) if entry.due_at else None,
        "to_status": entry.status,
        "from_tier": entry.from_tier,
        "to_tier": entry.to_tier,
        "reason_code": entry.reason_code,
        "details": json.dumps(details) if details else None,
        "epoch": entry.epoch,
        "subject": FOLLOW_UP if entry.is_follow_up else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _confirm_stage(details: str | None) -> ConfirmStage | None:
    # Nothing else is taken from the details: they may hold what people wrote.
    try:
        return ConfirmStage(json.loads(details or "{}")["confirm_stage"])
    except (KeyError, TypeError, ValueError):
        return None


def _addressees(text: str | None) -> tuple[Addressee, ...]:
    named = [Addressee(Tier(one["tier"]), str(one["unit"])) for one in json.loads(text or "[]")]
    if not all(is_code(one.unit) for one in named):
        raise MalformedEntry("addressee")
    return tuple(dict.fromkeys(named))


class Present(Protocol):
    """Where an incident stands at this moment (`incidents.present_state`)."""

    @property
    def status(self) -> str:
        """Status in the state table of incidents."""
        ...

    @property
    def tier(self) -> str:
        """The responsible tier."""
        ...

    @property
    def epoch(self) -> int:
        """The clock epoch."""
        ...


def may_go_stale(entry: Entry) -> bool:
    """Tell whether the incident must be looked at again before this entry is sent."""
    return entry.wording.stale is not Staleness.NEVER


def is_stale(entry: Entry, present: Present | None) -> bool:
    """Tell whether a notice has lost its point since its entry was written.

    A reminder, a supervision or a change of turn is stale as soon as the incident has moved:
    another status, another tier or another clock epoch. An escalation is stale only when the
    incident is closed; a fact never is.
    """
    rule = entry.wording.stale
    if rule is Staleness.NEVER:
        return False
    if present is None or present.status in _CLOSED:
        return True
    if rule is Staleness.ONCE_CLOSED:
        return False
    return (
        (entry.status is not None and present.status != entry.status)
        or (entry.to_tier is not None and present.tier != entry.to_tier)
        or (entry.epoch is not None and present.epoch != entry.epoch)
    )


def notice_id(entry: Entry, addressee: Addressee) -> str:
    """Return the id of a notice: one per entry and addressee, so that a second arrival is known."""
    return f"{entry.incident_id}-{entry.seq:06d}-{addressee.tier}-{addressee.unit}"


@record
class Notice:
    """One message to one unit.

    Attributes
    ----------
    subject
        Chinese, fewer than 100 characters.
    plain_subject
        The same in ASCII, for a region whose SNS takes no other subject.
    text
        What people read.
    facts
        The same for machines, with the text in it.
    attributes
        What subscriptions filter on.
    """

    id: str
    subject: str
    plain_subject: str
    text: str
    facts: Mapping[str, Any]
    attributes: Mapping[str, str]

    @property
    def message(self) -> str:
        """The body per protocol (SNS structure `json`): text for e-mail, facts for all others."""
        facts = json.dumps(self.facts, ensure_ascii=False, separators=(",", ":"))
        return json.dumps({"default": facts, "email": self.text}, ensure_ascii=False)


def compose(entry: Entry, addressee: Addressee, category: str, names: Mapping[str, str]) -> Notice:
    """Return the notice of an entry for one addressee.

    Parameters
    ----------
    category
        Name of the category, in Chinese.
    names
        Names of units by code; a unit without one is written as its code.

    Notes
    -----
    No personal data (DOMAIN 7): case code, category, place, tier, what is asked and by when.
    """
    wording = entry.wording
    severity = SEVERITY_NAMES[entry.severity]
    kind = f"{category[:_CATEGORY_NAME_LENGTH]}（{severity}）"
    subject = f"【{wording.name}】{kind}{entry.case_code}"
    tier = entry.to_tier or addressee.tier
    lines = [
        subject,
        f"案件编号：{entry.case_code}",
        f"{'责任单位' if entry.is_follow_up else '发生地点'}：{_named(entry.unit, names)}",
        f"办理层级：{TIER_NAMES[tier]}",
        f"通知单位：{_named(addressee.unit, names)}",
        f"办理要求：{what_is_asked(entry, addressee)}",
    ]
    if reason := _reason(entry):
        lines.append(f"通知原因：{reason}")
    if entry.due_at:
        limit = "核查时限" if entry.event in _OF_CONFIRMATION else "办理时限"
        lines.append(f"{limit}：{clock.for_people(entry.due_at)}（北京时间）")
    lines.append("详情请凭案件编号登录系统查看。")
    text = "\n".join(lines)
    attributes = {
        "unit": addressee.unit,
        "origin": entry.unit,
        "category": entry.category,
        "severity": str(entry.severity),
        "event": str(entry.event),
        "case_code": entry.case_code,
        "notice_id": notice_id(entry, addressee),
    }
    facts = {
        **attributes,
        "obligation_id" if entry.is_follow_up else "incident_id": entry.incident_id,
        "seq": entry.seq,
        "event_name": wording.name,
        "category_name": category,
        "severity_name": severity,
        "tier": str(addressee.tier),
        "from_tier": str(entry.from_tier) if entry.from_tier else None,
        "to_tier": str(entry.to_tier) if entry.to_tier else None,
        "reason_code": entry.reason_code,
        "confirm_stage": str(entry.confirm_stage) if entry.confirm_stage else None,
        "at": clock.iso(entry.at),
        "due_at": clock.iso(entry.due_at) if entry.due_at else None,
        "text": text,
    }
    return Notice(
        id=attributes["notice_id"],
        subject=subject,
        plain_subject=f"[Sizhi] {entry.event} {entry.case_code} ({entry.severity})",
        text=text,
        facts=facts,
        attributes=attributes,
    )


def compose_bundle(notices: Sequence[Notice]) -> Notice:
    """Return one message for several notices of one unit, event and severity that waited together.

    What subscriptions filter on is the same in all of them, so nobody gets in a bundle what was not
    subscribed to. Its id is that of the first; every notice's own id stands in its facts.
    """
    first = notices[0]
    number = len(notices)
    facts = first.facts
    subject = (
        f"【{facts['event_name']}】{number}件（{facts['severity_name']}）{facts['case_code']}等"
    )
    text = "\n\n".join(
        [
            f"{subject}\n以下{number}条通知产生于免打扰时段，现合并发送。",
            *(f"{place}. {one.text}" for place, one in enumerate(notices, start=1)),
        ]
    )
    attributes = {
        name: first.attributes[name] for name in ("unit", "severity", "event", "notice_id")
    }
    return Notice(
        id=first.id,
        subject=subject,
        plain_subject=f"[Sizhi] {number} x {facts['event']} ({facts['severity']})",
        text=text,
        facts={
            **attributes,
            "tier": facts["tier"],
            "event_name": facts["event_name"],
            "severity_name": facts["severity_name"],
            "notices": [one.facts for one in notices],
            "text": text,
        },
        attributes=attributes,
    )


def what_is_asked(entry: Entry, addressee: Addressee) -> str:
    """Return what a unit is asked to do, in words that name neither person nor place."""
    answers = entry.to_tier or addressee.tier
    if entry.event is Event.REPORTED and addressee.tier.rank < answers.rank:
        return _ASK_BELOW.format(tier=TIER_NAMES[answers])
    return entry.wording.ask.format(confirmer=_confirmer(entry))


def _confirmer(entry: Entry) -> str:
    if entry.confirm_stage is None:
        return _CONFIRMER_UNKNOWN
    if entry.confirm_stage is ConfirmStage.ABOVE and entry.to_tier is Tier.COUNTY:
        return _CONFIRMER_AT_THE_TOP
    return CONFIRMERS[entry.confirm_stage]


def _reason(entry: Entry) -> str | None:
    if entry.reason_code == "limit_passed" and entry.event in _OTHER_LIMITS:
        return _OTHER_LIMITS[entry.event]
    return REASONS.get(entry.reason_code) if entry.reason_code else None


def _named(code: str, names: Mapping[str, str]) -> str:
    # Town, village, grid and department; every reader knows the county.
    path = path_of(code)
    return "·".join(names.get(one, one) for one in path[1:] or path)


def places(entry: Entry, addressee: Addressee) -> frozenset[str]:
    """Return the units whose names the notice of an entry needs."""
    return frozenset(one for code in (entry.unit, addressee.unit) for one in path_of(code))


@record
class Wanted:
    """What a subscription lets through: the unit and all below; no events or severities: all."""

    unit: str
    events: frozenset[str] = field(default_factory=frozenset[str])
    severities: frozenset[str] = field(default_factory=frozenset[str])


class TooManySubscriptions(Conflict):
    """An endpoint may carry only so many filters (SNS: 150 combinations in one policy)."""

    slug = "too-many-subscriptions"
    said = Text(
        "该地址的订阅条件过多，请先取消部分订阅，或不限定事件与等级。",
        "This endpoint carries too many filters; end some, or do not limit events and severities.",
    )


# Amazon SNS Developer Guide, filter policy constraints.
_MAX_COMBINATIONS = 150


def filter_policy(wanted: Iterable[Wanted]) -> dict[str, Any] | None:
    """Return the SNS filter policy of an endpoint with these subscriptions; None without any.

    SNS knows one subscription per topic and endpoint, so all that one endpoint is to receive is one
    policy. A prefix ends where a level of the tree ends, so it matches the unit and what lies
    below, never a neighbour (DOMAIN 1.2).

    Raises
    ------
    TooManySubscriptions
        The policy would have more combinations than SNS takes. How SNS counts alternatives (`$or`)
        is not written down; here they are added up, and where SNS counts higher it refuses
        (`topics.FilterRejected`).
    """
    units_by_filter: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for one in wanted:
        limits = (_narrowing(one.events, TOLD), _narrowing(one.severities, Severity))
        units_by_filter.setdefault(limits, set()).add(one.unit)
    branches: list[dict[str, Any]] = []
    combinations = 0
    for (events, severities), units in sorted(units_by_filter.items()):
        widest = [
            unit
            for unit in sorted(units)
            if not any(unit != other and unit.startswith(other) for other in units)
        ]
        branch: dict[str, Any] = {"unit": [{"prefix": unit} for unit in widest]}
        if events:
            branch["event"] = list(events)
        if severities:
            branch["severity"] = list(severities)
        branches.append(branch)
        combinations += len(widest) * max(1, len(events)) * max(1, len(severities))
    if combinations > _MAX_COMBINATIONS:
        raise TooManySubscriptions
    if not branches:
        return None
    return branches[0] if len(branches) == 1 else {"$or": branches}


def _narrowing(chosen: frozenset[str], every: Iterable[StrEnum]) -> tuple[str, ...]:
    return () if chosen >= {str(one) for one in every} else tuple(sorted(chosen))


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP_LABEL = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+{_TOP_LABEL}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(.+)")
_QUEUE = re.compile(r"arn:(aws[a-z-]*):sqs:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,80}")
# Names that are promised never to be public: RFC 6761, RFC 6762, RFC 8375, ICANN's .internal.
_NEVER_PUBLIC = (
    ".localhost",
    ".local",
    ".internal",
    ".test",
    ".invalid",
    ".example",
    ".onion",
    ".home.arpa",
    ".lan",
)

_NO_MAILBOX = Text("须为有效的电子邮箱地址。", "Must be an e-mail address.")
_NO_URL = Text(
    "须为公网 https 地址，不含用户名、密码和片段，不得为内网或本机地址。",
    "Must be an https address on a public host, without credentials or fragment.",
)
_NO_QUEUE = Text(
    "须为本区域标准 SQS 队列的 ARN（不支持 FIFO）。",
    "Must be the ARN of a standard SQS queue in this region (no FIFO).",
)


def endpoint_fault(protocol: str, endpoint: str, topic_arn: str) -> Text | None:
    """Say what is wrong with an endpoint; None when nothing is.

    Parameters
    ----------
    topic_arn
        The topic to be subscribed to: a queue must be in its partition and region.

    Notes
    -----
    A host name is judged by its form. That it resolves to a public address is SNS's to see: it is
    SNS that connects, from its own network, and only after the endpoint has answered its
    confirmation request.
    """
    match protocol:
        case Channel.EMAIL:
            return None if _is_mailbox(endpoint) else _NO_MAILBOX
        case Channel.HTTPS:
            return None if _is_public_url(endpoint) else _NO_URL
        case _:
            partition, region = topic_arn.split(":")[1], topic_arn.split(":")[3]
            match = _QUEUE.fullmatch(endpoint)
            return None if match and match.groups() == (partition, region) else _NO_QUEUE


def _is_mailbox(endpoint: str) -> bool:
    match = _MAILBOX.fullmatch(endpoint)
    return bool(match) and len(endpoint) <= 254 and _is_public_host(match[1])


def _is_public_url(endpoint: str) -> bool:
    if not endpoint.isascii() or re.search(r"[\s\\#]", endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc:
        return False
    return _is_public_address(host) or _is_public_host(host)


def _is_public_address(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def _is_public_host(host: str) -> bool:
    return bool(_HOST.fullmatch(host)) and not f".{host.lower()}".endswith(_NEVER_PUBLIC)


def tidy_endpoint(protocol: str, endpoint: str) -> str:
    """Return an endpoint in one spelling (host names have no case): it is subscribed once."""
    if protocol == Channel.EMAIL:
        mailbox, _, host = endpoint.rpartition("@")
        return f"{mailbox}@{host.lower()}"
    return endpoint
