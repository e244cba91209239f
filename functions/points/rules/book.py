"""The rule book of a village: what earns or costs how many points, and by which procedure.

A book is drafted by the village, passed by the villagers' meeting, filed with the town, published, and in force from a day on
(村民委员会组织法 Art. 31; DOMAIN 3.1). A version never changes once it is published; a score cites the item and the version in force on the
day the thing happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from kernel import working_time
from kernel.law import reference
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import cites_of
from points.rules.book_states import HOLDER_ROLES, TABLE, Action, Holder, Status

if TYPE_CHECKING:
    from points.model.book_requests import MoveBook


class Sign(Named):
    """Whether an item earns or costs points."""

    PLUS = "plus", "加分", "earns"
    MINUS = "minus", "扣分", "costs"


class Period(Named):
    """Over what time a cap counts."""

    MONTH = "month", "每月", "a month"
    QUARTER = "quarter", "每季度", "a quarter"
    YEAR = "year", "每年", "a year"

    def of(self, day: date) -> str:
        """Name the period a day lies in: `2026-11`, `2026-Q4` or `2026`."""
        if self is Period.MONTH:
            return f"{day:%Y-%m}"
        return f"{day.year}-Q{(day.month + 2) // 3}" if self is Period.QUARTER else f"{day.year}"


class YearEnd(Named):
    """What becomes of spendable points on 31 December."""

    CARRY = "carry", "结转下年", "carried over"
    RESET = "reset", "年末清零", "reset"


class NoBookInForce(Conflict):
    """The village has no published book for that day."""

    slug = "no-rule-book"
    said = Text(
        "本村当日没有已公布生效的积分规则，不能申报；规则由村民会议表决、乡镇备案后公布。",
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
        How long a day lasts: a day, but in a demonstration on one machine, where seconds stand for days.
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

    def term(self, start: datetime, days: int) -> datetime:
        """Return when a period of publication, objection, answer or notice ends that begins at `start` (民法典 Arts. 201, 203)."""
        if self.day < timedelta(days=1):
            return start + days * self.day
        return working_time.end_of_days(start, days)

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


@record
class Version:
    """A version as it is kept: its document, and who did what when (`facts`); `revision` counts its changes."""

    village: str
    version: int
    status: Status
    document: Mapping[str, Any]
    facts: Mapping[str, Any]
    revision: int

    @property
    def flags(self) -> Sequence[Mapping[str, str]]:
        """Words that may go against law, each with its place."""
        return self.facts.get("flags", ())


class NotCleared(InvalidFields):
    """Words of the version point to a conflict with law: whoever files it says why they may stand; `errors` names them."""

    slug = "flags-not-cleared"


def open_actions(kept: Version, holds: Callable[[Holder], bool]) -> list[Action]:
    """Return what somebody can do with a version now."""
    return TABLE.open_to(kept.status, holds)


def moved(kept: Version, command: MoveBook, holds: Callable[[Holder], bool], today: date) -> Status:
    """Return where a step of a version leads.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The version is not at this stage, the person may not, or something was left unsaid.
    InvalidFields
        A book is never in force backwards.
    NotCleared
        The town files flagged words without saying why they may stand.
    """
    move = TABLE.move(kept.status, command.action, offered=open_actions(kept, holds))
    TABLE.allow(move, holds, lambda holder: HOLDER_ROLES[holder])
    TABLE.require_words(move, command)
    if command.action is Action.PUBLISH and date.fromisoformat(command.valid_from or "") < today:
        raise InvalidFields.one(
            "valid_from", Text("不得早于今天。", "A book is never in force backwards.")
        )
    if command.action is Action.FILE and kept.flags and not command.reason:
        why = Text(
            "有内容可能与法律冲突，备案须写明为何可以保留，否则请退回修改。",
            "Some words may go against law: say why they may stand, or have them changed.",
        )
        told = [FieldError(flag["place"], _words_and_law(flag)) for flag in kept.flags]
        raise NotCleared(why, errors=[FieldError("reason", why), *told])
    return move.target


def _words_and_law(flag: Mapping[str, str]) -> Text:
    law, words = reference(cites_of(flag["kind"])).named, flag["words"]
    return Text(f"“{words}”（{law.zh}）", f"“{words}” ({law.en})")
