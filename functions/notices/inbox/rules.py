"""What reporters are told of which event, who of them, and in which words. No I/O.

Who reported a matter hears of its progress and its result (唐山市12345条例 Arts. 24(2), 38: the reporter is told of an extension, asked
about the result). Neither persons nor the words people wrote are among the fields, so that none of it can reach a message (DOMAIN 7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from kernel import clock
from kernel.ids import tidy_case_code
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, is_code
from notices.rules import MalformedEntry

ANY_CATEGORY = "*"
"""The text of a category that has none of its own."""

LONGEST_TEXT = 300
"""What a phone shows without scrolling, in characters (design)."""


class Told(StrEnum):
    """What a message tells a reporter; each has its text."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ESCALATED = "escalated"
    PASSED_ON = "passed_on"
    JOINT = "joint"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    DUE_MOVED = "due_moved"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    MERGED = "merged"
    SEPARATED = "separated"
    JOINED = "joined"
    REOPENED = "reopened"


TELLS: Mapping[str, Told] = {
    "reported": Told.REPORTED,
    "accepted": Told.ACCEPTED,
    "escalated": Told.ESCALATED,
    # Which office sent it to which, and why, is between the offices.
    "returned": Told.PASSED_ON,
    "assigned": Told.PASSED_ON,
    "dispatch_lapsed": Told.PASSED_ON,
    "tier_skipped": Told.PASSED_ON,
    "whistled": Told.JOINT,
    "extended": Told.EXTENDED,
    "suspended": Told.SUSPENDED,
    "resumed": Told.RESUMED,
    "due_recounted": Told.DUE_MOVED,
    "resolved": Told.RESOLVED,
    "confirmed": Told.CONFIRMED,
    "rejected": Told.REJECTED,
    "cancelled": Told.CANCELLED,
    "merged": Told.MERGED,
    "separated": Told.SEPARATED,
    "joined": Told.JOINED,
    "reopened": Told.REOPENED,
}
"""The events of an incident's history that reporters are told of; all others are the offices' own."""


class Placeholder(StrEnum):
    """What a text may leave open, in braces."""

    CASE_CODE = "case_code"
    CATEGORY = "category"
    TIER = "tier"
    UNIT = "unit"
    DUE = "due"
    RATE_UNTIL = "rate_until"
    LEAD_CASE_CODE = "lead_case_code"


PLACEHOLDERS: Mapping[Placeholder, Text] = {
    Placeholder.CASE_CODE: Text("事件编号", "case code"),
    Placeholder.CATEGORY: Text("类别名称", "name of the category"),
    Placeholder.TIER: Text("办理层级", "the tier that is responsible"),
    Placeholder.UNIT: Text("责任单位名称", "name of the responsible unit"),
    Placeholder.DUE: Text("办理期限（北京时间）", "until when it is due, Beijing time"),
    Placeholder.RATE_UNTIL: Text(
        "评价截止时间（北京时间）", "until when the result can be rated, Beijing time"
    ),
    Placeholder.LEAD_CASE_CODE: Text(
        "所并入事件的编号", "case code of the incident it was merged into"
    ),
}
_NEUTRAL: Mapping[Placeholder, Text] = {
    Placeholder.CASE_CODE: Text("您的事件", "your case"),
    Placeholder.CATEGORY: Text("您反映的事项", "the matter you reported"),
    Placeholder.TIER: Text("责任层级", "the responsible tier"),
    Placeholder.UNIT: Text("责任单位", "the responsible unit"),
    Placeholder.DUE: Text("规定期限", "the time set"),
    Placeholder.RATE_UNTIL: Text("规定期限", "the time set"),
    Placeholder.LEAD_CASE_CODE: Text("另一事件", "another case"),
}
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")

TIER_NAMES: Mapping[Tier, Text] = {
    Tier.VILLAGE: Text("村级", "village"),
    Tier.TOWN: Text("乡镇级", "town"),
    Tier.COUNTY: Text("县级", "county"),
}


@record
class Step:
    """What a message may know of a history entry.

    Attributes
    ----------
    actor
        Who took the step: only to tell whom it concerns, never told to anybody.
    lead_case_code
        Of a merger: the incident it follows from now on.
    """

    incident_id: str
    seq: int
    told: Told
    at: datetime
    case_code: str
    category: str
    tier: Tier
    unit: str
    actor: str
    due_at: datetime | None = None
    lead_case_code: str | None = None


def read_step(row: Mapping[str, Any]) -> Step | None:
    """Return what a history row has to tell reporters; None when it is nothing to them.

    Parameters
    ----------
    row
        The row as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        A field that a message needs is missing or breaks its grammar.
    """
    told = TELLS.get(str(row.get("event")))
    if told is None:
        return None
    try:
        details = json.loads(row.get("details") or "{}")
        # An incident that others are separated from hears nothing of it, nor does anybody of a limit that stayed where it was.
        if (told is Told.SEPARATED and "from" in details) or (
            told is Told.DUE_MOVED and details["from"] == details["to"]
        ):
            return None
        case_code, unit = tidy_case_code(str(row["case_code"])), str(row["responsible_unit"])
        if case_code is None or not is_code(unit):
            raise MalformedEntry("case code or unit")
        lead = details.get("into") if told is Told.MERGED else None
        return Step(
            incident_id=str(row["incident_id"]),
            seq=int(row["seq"]),
            told=told,
            at=clock.from_iso(row["at"]),
            case_code=case_code,
            category=str(row["category"]),
            tier=Tier(row["to_tier"]),
            unit=unit,
            actor=str(row["actor"]),
            due_at=clock.from_iso(row["due_at"]) if row.get("due_at") else None,
            lead_case_code=tidy_case_code(str(lead)) if lead else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


class Following(Protocol):
    """Who follows an incident, and what may be said of its result (`incidents.following`)."""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who reported it, joined it, or was merged into it."""
        ...

    @property
    def reported_for(self) -> str | None:
        """Whom it was reported for."""
        ...

    @property
    def category(self) -> Text | None:
        """What its category is called."""
        ...

    @property
    def rating_days(self) -> int:
        """For how many days a result may be rated."""
        ...

    @property
    def answers(self) -> Mapping[str, Text]:
        """The standard answers of who is not satisfied."""
        ...


def audience(step: Step, following: Following) -> list[str]:
    """Return who is told of a step.

    Who reported for somebody else has the receipt: of the report only the other one hears. That somebody joined is told to who did.
    """
    match step.told:
        case Told.REPORTED:
            concerned = {following.reported_for} - {step.actor}
        case Told.JOINED:
            concerned = {step.actor}
        case _:
            return list(following.people)
    return [person for person in following.people if person in concerned]


class Question(NamedTuple):
    """Asked with the result: satisfied or not, until when, with which answers."""

    until: datetime
    answers: Mapping[str, Text]


def question(step: Step, following: Following) -> Question | None:
    """Return what the message of a result asks; None for all other messages."""
    if step.told is not Told.CONFIRMED:
        return None
    return Question(step.at + timedelta(days=following.rating_days), following.answers)


def values(step: Step, following: Following, unit: Text | None) -> dict[Placeholder, Text | None]:
    """Return what the placeholders of a step's text stand for; None where nobody knows."""
    asked = question(step, following)
    return {
        Placeholder.CASE_CODE: Text(step.case_code, step.case_code),
        Placeholder.CATEGORY: following.category,
        Placeholder.TIER: TIER_NAMES[step.tier],
        Placeholder.UNIT: unit,
        Placeholder.DUE: _instant(step.due_at),
        Placeholder.RATE_UNTIL: _instant(asked.until if asked else None),
        Placeholder.LEAD_CASE_CODE: Text(step.lead_case_code, step.lead_case_code)
        if step.lead_case_code
        else None,
    }


def _instant(at: datetime | None) -> Text | None:
    if at is None:
        return None
    said = clock.for_people(at)
    return Text(said, f"{said} (Beijing time)")


def text_fault(text: str) -> Text | None:
    """Say what is wrong with a text in one language; None when it can be used.

    Braces hold a placeholder of the list, and nothing else.
    """
    known = "、".join(f"{{{name}}}" for name in Placeholder)
    for match in _BRACES.finditer(text):
        name = match[1]
        if name is None:
            return Text(
                "大括号只能用于占位符，须成对。", "Braces are for placeholders alone, in pairs."
            )
        if name not in set(Placeholder):
            return Text(
                f"没有占位符 {{{name[:40]}}}；可用：{known}。",
                f"There is no placeholder {{{name[:40]}}}; there are: {known}.",
            )
    return None


def render(text: Text, given: Mapping[Placeholder, Text | None]) -> Text:
    """Return a text with its placeholders filled in; what nobody knows becomes neutral words. It never fails."""
    return Text(_filled(text.zh, given, "zh"), _filled(text.en, given, "en"))


def _filled(text: str, given: Mapping[Placeholder, Text | None], language: Any) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in set(Placeholder):
            return ""
        name = Placeholder(match[1])
        return (given.get(name) or _NEUTRAL[name]).say(language)

    return _BRACES.sub(fill, text)


@record
class Texts:
    """One version of the texts.

    Attributes
    ----------
    keep_days
        For how many days a message is kept.
    by_event
        The text of an event and category, `ANY_CATEGORY` for all that have none of their own.
    """

    version: int
    keep_days: int
    by_event: Mapping[tuple[Told, str], Text]

    def of(self, told: Told, category: str) -> Text:
        """Return the text of an event: the category's own, else the one of all."""
        own = self.by_event.get((told, category))
        return own or self.by_event[told, ANY_CATEGORY]


def parse(document: Mapping[str, Any], version: int) -> Texts:
    """Return the texts a complete document describes; every event has a text for any category in it."""
    return Texts(
        version,
        document["keep_days"],
        {
            (Told(entry["event"]), entry["category"]): Text(entry["zh"], entry["en"])
            for entry in document["texts"]
        },
    )


def complete(document: Mapping[str, Any], packaged: Mapping[str, Any]) -> dict[str, Any]:
    """Return a county's document with what it leaves out as packaged."""
    own: Sequence[Mapping[str, Any]] = document.get("texts") or ()
    set_here = {(entry["event"], entry["category"]) for entry in own}
    left_out = [
        entry for entry in packaged["texts"] if (entry["event"], entry["category"]) not in set_here
    ]
    return {**packaged, **document, "texts": [*left_out, *own]}
