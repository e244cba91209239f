"""The rule book of a village: what earns or costs how many points, and by which procedure.

A book is drafted by the village, passed by the villagers' meeting, filed with the town, published, and in force from a day on
(村民委员会组织法 Art. 31; DOMAIN 3.1). A version never changes once it is published; a score cites the item and the version in force on the
day the thing happened. What no book may contain stands in `refusals.json`, with the law it follows from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Text

_HERE = Path(__file__).parent.parent


class Sign(StrEnum):
    """Whether an item earns or costs points."""

    PLUS = "plus"
    MINUS = "minus"


class Period(StrEnum):
    """Over what time a cap counts."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def of(self, day: date) -> str:
        """Name the period a day lies in: `2026-11`, `2026-Q4` or `2026`."""
        if self is Period.MONTH:
            return f"{day:%Y-%m}"
        return f"{day.year}-Q{(day.month + 2) // 3}" if self is Period.QUARTER else f"{day.year}"


class YearEnd(StrEnum):
    """What becomes of spendable points on 31 December."""

    CARRY = "carry"
    RESET = "reset"


class Status(StrEnum):
    """How far a version has come."""

    DRAFT = "draft"
    PASSED = "passed"
    FILED = "filed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with a version."""

    PASS = "pass"  # noqa: S105 - a vote, not a word to get in by
    FILE = "file"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


STATUS_NAMES: dict[Status, Text] = {
    Status.DRAFT: Text("草案", "draft"),
    Status.PASSED: Text("已表决通过", "passed by the villagers' meeting"),
    Status.FILED: Text("已报乡镇备案", "filed with the town"),
    Status.PUBLISHED: Text("已公布", "published"),
    Status.WITHDRAWN: Text("已撤回", "withdrawn"),
}

MOVES: dict[Status, dict[Action, Status]] = {
    Status.DRAFT: {Action.PASS: Status.PASSED, Action.WITHDRAW: Status.WITHDRAWN},
    Status.PASSED: {Action.FILE: Status.FILED, Action.WITHDRAW: Status.WITHDRAWN},
    Status.FILED: {Action.PUBLISH: Status.PUBLISHED, Action.WITHDRAW: Status.WITHDRAWN},
    Status.PUBLISHED: {},
    Status.WITHDRAWN: {},
}
"""The order is the law's: villagers' meeting, town, publication (村委会法 Art. 31)."""


class IllegalBookMove(Conflict):
    """The version is not at the stage this step starts from; `legal` lists what can be done."""

    slug = "illegal-move"
    title = Text("当前状态不允许此操作", "Illegal move")


class ForbiddenRule(InvalidFields):
    """The text would do what no village rule may do; `errors` names each place and the law."""

    slug = "forbidden-rule"
    title = Text("规则内容不合法", "Forbidden rule")


class NoBookInForce(Conflict):
    """The village has no published book for that day."""

    slug = "no-rule-book"
    said = Text(
        "本村当日没有已公布生效的积分规则，请先经村民会议表决、报乡镇备案并公布。",
        "The village has no rule book in force on that day: have one passed, filed and published first.",
    )


class UnknownItem(InvalidFields):
    """The version of that day has no such item."""

    @classmethod
    def named(cls, code: str, version: int) -> UnknownItem:
        """Return the refusal of an item code."""
        detail = Text(
            f"积分规则第 {version} 版没有项目“{code}”。",
            f"Version {version} of the rule book has no item {code!r}.",
        )
        return cls(detail, errors=[FieldError("item", detail)])


class Cap(NamedTuple):
    """The most points a household gets (or loses) for an item in a period."""

    points: int
    per: Period


@record
class Item:
    """One item of the book.

    Attributes
    ----------
    points
        Points a piece, above 0; `sign` says in which direction.
    most
        How many pieces one claim may ask for (days of work, say).
    evidence
        Whether a claim must name evidence.
    visit
        Whether the household must be visited.
    exclusions
        Grounds on which the item does not apply.
    """

    code: str
    category: str
    name: Text
    sign: Sign
    points: int
    most: int
    cap: Cap | None
    evidence: bool
    visit: bool
    exclusions: tuple[Text, ...]


@record
class Weights:
    """What daily facts, neighbours' recognition and the household visit weigh in the combined evaluation."""

    facts: int
    neighbours: int
    visit: int


@record
class Parameters:
    """The numbers of the procedure; their sources stand in the book's `sources`. All periods are calendar days.

    Attributes
    ----------
    day
        How long a day of publication, objection, answer and notice lasts: a day, but in a demonstration on one machine, where seconds
        stand for days.
    """

    verifiers: int
    neighbours_plus: int
    neighbours_minus: int
    weights: Weights
    check_days: int
    publish_after_days: int
    objection_days: int
    answer_days: int
    public_days: int
    lot_months: int
    remind_days: int
    grace_days: int
    year_end: YearEnd
    hold_days: int
    board_size: int
    board_least: int
    board_notice_days: int
    sole_elderly_age: int
    adult_age: int
    day: timedelta = timedelta(days=1)

    def neighbours(self, sign: Sign) -> int:
        """Return how many other households must recognise a claim or a deduction."""
        return self.neighbours_plus if sign is Sign.PLUS else self.neighbours_minus


@record
class Book:
    """One version of a village's rules."""

    version: int
    categories: Mapping[str, Text]
    items: Mapping[str, Item]
    parameters: Parameters

    def item(self, code: str) -> Item:
        """Return an item by its code.

        Raises
        ------
        UnknownItem
            The book has none of this code.
        """
        found = self.items.get(code)
        if found is None:
            raise UnknownItem.named(code, self.version)
        return found


def parse(document: Mapping[str, Any], version: int, day: timedelta = timedelta(days=1)) -> Book:
    """Return the book a validated document describes."""
    given: dict[str, Any] = {
        **document["parameters"],
        "weights": Weights(**document["parameters"]["weights"]),
        "year_end": YearEnd(document["parameters"]["year_end"]),
        "day": day,
    }
    return Book(
        version=version,
        categories={entry["code"]: _text(entry["name"]) for entry in document["categories"]},
        items={entry["code"]: _item(entry) for entry in document["items"]},
        parameters=Parameters(**given),
    )


def _item(entry: Mapping[str, Any]) -> Item:
    cap = entry.get("cap")
    return Item(
        code=entry["code"],
        category=entry["category"],
        name=_text(entry["name"]),
        sign=Sign(entry["sign"]),
        points=int(entry["points"]),
        most=int(entry.get("most") or 1),
        cap=Cap(int(cap["points"]), Period(cap["per"])) if cap else None,
        evidence=bool(entry.get("evidence")),
        visit=bool(entry.get("visit")),
        exclusions=tuple(_text(ground) for ground in entry.get("exclusions") or ()),
    )


def _text(name: Mapping[str, str]) -> Text:
    return Text(name["zh"], name["en"])


class _Refusal(NamedTuple):
    pattern: re.Pattern[str]
    why: Text


@cache
def _refusals() -> tuple[_Refusal, ...]:
    loaded = json.loads((_HERE / "refusals.json").read_text(encoding="utf-8"))
    return tuple(
        _Refusal(re.compile(entry["pattern"], re.IGNORECASE), _text(entry["why"]))
        for entry in loaded["refusals"]
    )


def forbidden(field: str, text: str) -> list[FieldError]:
    """Return why a text may not stand in a rule or a deduction, with the word that gave it away; empty when it may.

    Fines are for laws and regulations (处罚法 Arts. 4, 16), statutory rights are out of a village's reach (村委会法 Art. 31), police
    records are sealed (治安管理处罚法 Art. 136), and grid workers' activity is not scored (国办函〔2026〕12号, ban 二).
    """
    found = ((refusal, refusal.pattern.search(text)) for refusal in _refusals())
    return [
        FieldError(
            field,
            Text(f"“{match[0]}”：{refusal.why.zh}", f"“{match[0]}”: {refusal.why.en}"),
        )
        for refusal, match in found
        if match
    ]


def refuse_forbidden(texts: Iterable[tuple[str, str]]) -> None:
    """Let texts pass that a village may make rules of.

    Raises
    ------
    ForbiddenRule
        One of them may not stand there.
    """
    errors = [error for field, text in texts for error in forbidden(field, text)]
    if errors:
        raise ForbiddenRule(
            Text(
                "有内容不得写入村规积分，请按 errors 修改。",
                "Some of it may not stand in village rules; see errors.",
            ),
            errors=errors,
        )


def check(document: Mapping[str, Any]) -> None:
    """Let a draft pass that a village may pass.

    Raises
    ------
    ForbiddenRule
        A text would fine, touch statutory rights, use sealed records, or score grid workers.
    InvalidFields
        An item stands in no category of the book, or codes come twice.
    """
    refuse_forbidden(_texts(document))
    errors: list[FieldError] = []
    categories = [entry["code"] for entry in document["categories"]]
    items = [entry["code"] for entry in document["items"]]
    for field, codes in (("categories", categories), ("items", items)):
        if len(set(codes)) != len(codes):
            errors.append(FieldError(field, Text("代码重复。", "Codes come twice.")))
    for position, entry in enumerate(document["items"]):
        if entry["category"] not in categories:
            errors.append(
                FieldError(
                    f"items.{position}.category", Text("没有此类别。", "There is no such category.")
                )
            )
    if errors:
        raise InvalidFields(errors=errors)


def _texts(document: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for group in ("categories", "items"):
        for position, entry in enumerate(document[group]):
            for language in ("zh", "en"):
                yield f"{group}.{position}.name.{language}", entry["name"][language]
            for number, ground in enumerate(entry.get("exclusions") or ()):
                # An exclusion may name what it keeps out (“因病因残除外”), but not a right it takes away.
                yield f"{group}.{position}.exclusions.{number}", ground["zh"]
    yield "note", document.get("note") or ""


class Published(NamedTuple):
    """A published version and the day it is in force from."""

    version: int
    valid_from: date


def in_force(published: Sequence[Published], day: date) -> int:
    """Return the version in force on a day: of those that have begun, the one that began last.

    Raises
    ------
    NoBookInForce
        None had begun by then.
    """
    begun = [one for one in published if one.valid_from <= day]
    if not begun:
        raise NoBookInForce
    return max(begun, key=lambda one: (one.valid_from, one.version)).version


def advance(status: Status, action: Action) -> Status:
    """Return where a step leads.

    Raises
    ------
    IllegalBookMove
        The step does not start from this status.
    """
    after = MOVES[status].get(action)
    if after is None:
        name = STATUS_NAMES[status]
        raise IllegalBookMove(
            Text(f"该版规则{name.zh}，不能进行此操作。", f"This version is {name.en}."),
            legal=[str(move) for move in MOVES[status]],
        )
    return after
