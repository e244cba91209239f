"""The texts of messages: what they may leave open, what a county may set, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from kernel import clock
from kernel.record import record
from kernel.texts import Text
from notices.inbox.rules.told import Told

ANY_CATEGORY = "*"
"""The text of a category that has none of its own."""

LONGEST_TEXT = 300
"""What a phone shows without scrolling, in characters (design)."""


class Placeholder(StrEnum):
    """What a text may leave open, in braces."""

    CASE_CODE = "case_code"
    CATEGORY = "category"
    TIER = "tier"
    UNIT = "unit"
    DUE = "due"
    RATE_UNTIL = "rate_until"
    LEAD_CASE_CODE = "lead_case_code"
    VILLAGE = "village"
    BEGINS = "begins"
    POINTS = "points"
    PERIOD = "period"
    OCCASION = "occasion"


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
    Placeholder.VILLAGE: Text("村名", "name of the village"),
    Placeholder.BEGINS: Text("开始时间（北京时间）", "when it begins, Beijing time"),
    Placeholder.POINTS: Text("积分数", "how many points"),
    Placeholder.PERIOD: Text("所属期间", "for which period"),
    Placeholder.OCCASION: Text("宣传日名称", "name of the day that matters"),
}
_NEUTRAL: Mapping[Placeholder, Text] = {
    Placeholder.CASE_CODE: Text("您的事件", "your case"),
    Placeholder.CATEGORY: Text("您反映的事项", "the matter you reported"),
    Placeholder.TIER: Text("责任层级", "the responsible tier"),
    Placeholder.UNIT: Text("责任单位", "the responsible unit"),
    Placeholder.DUE: Text("规定期限", "the time set"),
    Placeholder.RATE_UNTIL: Text("规定期限", "the time set"),
    Placeholder.LEAD_CASE_CODE: Text("另一事件", "another case"),
    Placeholder.VILLAGE: Text("本村", "the village"),
    Placeholder.BEGINS: Text("规定时间", "the time set"),
    Placeholder.POINTS: Text("部分", "some"),
    Placeholder.PERIOD: Text("本期", "this period"),
    Placeholder.OCCASION: Text("普法宣传日", "a day that matters"),
}
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def instant(at: datetime | None) -> Text | None:
    """Return an instant for people to read."""
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
