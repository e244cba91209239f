"""What clients send about authority lists, benchmarks and the law, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from enforcement.model.fields import ItemCode, day_or_none
from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark, GradeOfBenchmark
from enforcement.rules.choice_of_law import Choice, Fine, Norm
from enforcement.rules.liability import PartyKind
from enforcement.rules.reasoning import Grade
from kernel.fields import Day, LongText, Model, ShortText, once_each
from kernel.law import CitationView, Statute, reference
from kernel.law.model import Cites
from kernel.law.statutes import StatuteKind
from kernel.texts import Language, Text

Fen = Annotated[int, Field(ge=0, le=10_000_000_000, strict=True, description="Fen / 分")]


class GiveItem(Model):
    """An item that a town is given."""

    code: ItemCode
    kind: Annotated[
        PowerKind,
        Field(description="Kind of power / 权责种类"),
    ]
    name: ShortText
    name_en: ShortText | None = None
    cites: Cites
    document: Annotated[ShortText, Field(description="By which document / 下放文件")]
    valid_from: Day
    valid_to: Day | None = None
    field: ShortText | None = None
    acts: Annotated[
        list[ItemCode],
        Field(
            default_factory=list,
            max_length=20,
            description="Acts of the catalogue it lets the town fine; none: the act of its own code / 对应的违法行为编码，不填为与事项同码",
        ),
        AfterValidator(once_each),
    ]

    def item(self, town: str) -> Item:
        """Return it as the rules take it."""
        return Item(
            town,
            self.code,
            Text(self.name, self.name_en or self.name),
            self.kind,
            reference(self.cites),
            self.valid_from,
            self.document,
            self.valid_to,
            self.field,
            tuple(self.acts),
        )


class TakeItemBack(Model):
    """From when on an item is not a town's any more."""

    last_day: Annotated[Day, Field(description="The last day it is the town's / 最后一日")]
    reason: LongText


class NewGrade(Model):
    """A grade of a benchmark."""

    code: ItemCode
    name: ShortText
    name_en: ShortText | None = None
    least: Fen
    most: Fen
    factors: Annotated[
        list[ShortText],
        Field(min_length=1, max_length=20, description="By which it is this grade / 适用情形"),
        AfterValidator(once_each),
    ]


class SetBenchmark(Model):
    """The grades of an item from a day on."""

    item: ItemCode
    act: Annotated[
        ItemCode | None,
        Field(description="Act of the catalogue whose norm bounds it / 违法行为编码"),
    ] = None
    cites: Cites
    valid_from: Day
    valid_to: Day | None = None
    grades: Annotated[list[NewGrade], Field(min_length=1, max_length=10)]

    def benchmark(self) -> Benchmark:
        """Return it as the rules take it."""
        grades = tuple(
            GradeOfBenchmark(
                Grade(
                    one.code,
                    Text(one.name, one.name_en or one.name),
                    Fine(one.least, one.most),
                    self.valid_from,
                    self.valid_to,
                ),
                tuple(one.factors),
            )
            for one in self.grades
        )
        law = reference(self.cites)
        return Benchmark(self.item, self.act, law, self.valid_from, self.valid_to, grades)


class TimeOfItem(TypedDict):
    """A time in which an item was the town's."""

    valid_from: str
    valid_to: str | None
    document: str | None


class ItemView(TypedDict):
    """An item of a town's authority list, with every time in which it was the town's."""

    town: str
    code: str
    kind: PowerKind
    kind_name: str
    name: str
    law: CitationView
    field: str | None
    acts: Annotated[list[str], Field(description="Which acts it is for / 对应的违法行为")]
    own: Annotated[bool, Field(description="The town's own by statute / 法定自有职权")]
    held: Annotated[bool, Field(description="The town's today / 今日有效")]
    times: list[TimeOfItem]


class ItemList(TypedDict):
    """One page of a town's authority list; what is its own by statute stands beside each."""

    own: list[ItemView]
    items: list[ItemView]
    next_cursor: str | None


class GradeView(TypedDict):
    """A grade: fines in fen, both ends included."""

    code: str
    name: str
    least: int
    most: int
    factors: list[str]


class BenchmarkView(TypedDict):
    """The grades of an item from a day on."""

    item: str
    act: str | None
    law: CitationView
    valid_from: str
    valid_to: str | None
    in_force: bool
    grades: list[GradeView]


class BenchmarkList(TypedDict):
    """The benchmarks of an item, newest first."""

    items: list[BenchmarkView]


class StatuteView(TypedDict):
    """A statute of the catalogue."""

    id: str
    name: str
    kind: StatuteKind
    kind_name: str
    number: str | None
    valid_from: str | None
    valid_to: str | None
    in_force: Annotated[bool, Field(description="On the day asked / 所查日期是否有效")]
    successor: str | None
    confidence: str
    articles: list[str]


class StatuteList(TypedDict):
    """The catalogue of statutes as it stands on a day."""

    on: str
    items: list[StatuteView]


class NormView(TypedDict):
    """The norm by which an act is judged, and why: fines in fen, both ends included."""

    act: str
    party: str
    law: CitationView
    least: int
    most: int
    optional: bool
    why: str
    by: CitationView


def item_view(times: Sequence[Item], today: date, language: Language) -> ItemView:
    """Return an item with all its times as it is answered."""
    newest = times[-1]
    return {
        "town": newest.town,
        "code": newest.code,
        "kind": newest.kind,
        "kind_name": newest.kind.said.say(language),
        "name": newest.name.say(language),
        "law": newest.law.on(today).view(language),
        "field": newest.field,
        "acts": list(newest.acts or (newest.code,)),
        "own": newest.document is None,
        "held": any(one.holds_on(today) for one in times),
        "times": [
            {
                "valid_from": one.valid_from.isoformat(),
                "valid_to": day_or_none(one.valid_to),
                "document": one.document,
            }
            for one in times
        ],
    }


def benchmark_view(one: Benchmark, today: date, language: Language) -> BenchmarkView:
    """Return a benchmark as it is answered."""
    return {
        "item": one.item,
        "act": one.act,
        "law": one.law.on(today).view(language),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": day_or_none(one.valid_to),
        "in_force": one.holds_on(today),
        "grades": [
            {
                "code": each.grade.code,
                "name": each.grade.name.say(language),
                "least": each.grade.fine.least,
                "most": each.grade.fine.most,
                "factors": list(each.factors),
            }
            for each in one.grades
        ],
    }


def statute_view(one: Statute, day: date, language: Language) -> StatuteView:
    """Return a statute as it stands on a day."""
    return {
        "id": one.id,
        "name": one.name.say(language),
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "number": one.number,
        "valid_from": day_or_none(one.valid_from),
        "valid_to": day_or_none(one.valid_to),
        "in_force": one.holds_on(day),
        "successor": one.successor,
        "confidence": str(one.confidence),
        "articles": list(one.articles),
    }


def norm_view(
    act: str, party: PartyKind, choice: Choice, decided_on: date, language: Language
) -> NormView:
    """Return the norm an act is judged by as it is answered; its law as it stood when it was applied."""
    norm: Norm = choice.norm
    stands_on = min(decided_on, norm.law.valid_to or decided_on)
    return {
        "act": act,
        "party": str(party),
        "law": norm.law.on(stands_on).view(language),
        "least": choice.fine.least,
        "most": choice.fine.most,
        "optional": norm.optional,
        "why": choice.why.say(language),
        "by": choice.law.on(decided_on).view(language),
    }
