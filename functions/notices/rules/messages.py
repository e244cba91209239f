"""What a notice says: one message to one unit, or several in one. No personal data (DOMAIN 7)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from escalation.rules.names import TIER_NAMES
from incidents.rules.incident import ConfirmStage
from incidents.rules.names import SEVERITY_NAMES
from incidents.rules.states import Event
from kernel import clock
from kernel.record import record
from kernel.units import Tier, path_of
from notices.rules.entries import Addressee, Entry, Since
from notices.rules.events import CONFIRMERS, REASONS, AnyEvent

# An urgent incident goes to the town and the village at once: the higher tier answers for it, those
# below are the first who can be there.
_ASK_BELOW = "已同时报{tier}办理，请先行到场处置；危及人身安全的，请先组织撤离并拨打110、119、120。"
# Above the county there is nobody: its administrator confirms what the county itself solved.
_CONFIRMER_AT_THE_TOP = "县管理员"
_CONFIRMER_UNKNOWN = "收件单位"

_SINCE: Final[Mapping[Since, str]] = {
    Since.MOVED_ON: "通知暂存期间已有进展，所列层级和时限为现状，请登录查看后办理。",
    Since.OVER: "通知暂存期间已结束，无需操作。",
}
"""What is asked by a notice that waited while the thing went on: nothing that is not true any more."""

# Which limit passed, where it is not the one to handle the incident.
_OTHER_LIMITS: Final[Mapping[AnyEvent, str]] = {
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
# A county may name its categories at length; the case code must stay within the subject.
# Amazon SNS API reference, Publish: a subject has fewer than 100 characters.
_CATEGORY_NAME_LENGTH = 24


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
    severity = SEVERITY_NAMES[entry.severity].zh
    kind = f"{category[:_CATEGORY_NAME_LENGTH]}（{severity}）"
    subject = f"【{entry.wording.name}】{kind}{entry.case_code}"
    text = "\n".join([subject, *_lines(entry, addressee, names)])
    attributes = {
        "unit": addressee.unit,
        "origin": entry.unit,
        "category": entry.category,
        "severity": str(entry.severity),
        "event": str(entry.event),
        "case_code": entry.case_code,
        "notice_id": notice_id(entry, addressee),
    }
    named = {"category_name": category, "severity_name": severity}
    return Notice(
        id=attributes["notice_id"],
        subject=subject,
        plain_subject=f"[Sizhi] {entry.event} {entry.case_code} ({entry.severity})",
        text=text,
        facts={**attributes, **_facts(entry, addressee), **named, "text": text},
        attributes=attributes,
    )


def _lines(entry: Entry, addressee: Addressee, names: Mapping[str, str]) -> list[str]:
    lines = [
        f"案件编号：{entry.case_code}",
        f"{'责任单位' if entry.is_follow_up else '发生地点'}：{_named(entry.unit, names)}",
        f"办理层级：{TIER_NAMES[entry.to_tier or addressee.tier].zh}",
        f"通知单位：{_named(addressee.unit, names)}",
        f"办理要求：{what_is_asked(entry, addressee)}",
    ]
    if reason := _reason(entry):
        lines.append(f"通知原因：{reason}")
    if entry.due_at:
        limit = "核查时限" if entry.event in _OF_CONFIRMATION else "办理时限"
        lines.append(f"{limit}：{clock.for_people(entry.due_at)}（北京时间）")
    return [*lines, "详情请凭案件编号登录系统查看。"]


def _facts(entry: Entry, addressee: Addressee) -> dict[str, Any]:
    return {
        "obligation_id" if entry.is_follow_up else "incident_id": entry.incident_id,
        "seq": entry.seq,
        "event_name": entry.wording.name,
        "tier": str(addressee.tier),
        "from_tier": str(entry.from_tier) if entry.from_tier else None,
        "to_tier": str(entry.to_tier) if entry.to_tier else None,
        "reason_code": entry.reason_code,
        "confirm_stage": str(entry.confirm_stage) if entry.confirm_stage else None,
        "at": clock.iso(entry.at),
        "due_at": clock.iso(entry.due_at) if entry.due_at else None,
    }


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
            f"{subject}\n以下{number}条通知此前未能即时发送，现合并发送。",
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
    if entry.since:
        return _SINCE[entry.since]
    answers = entry.to_tier or addressee.tier
    if entry.event is Event.REPORTED and addressee.tier.rank < answers.rank:
        return _ASK_BELOW.format(tier=TIER_NAMES[answers].zh)
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
