"""What clients say of a party, an act, a penalty and the like in a step of a case."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from enforcement.rules.case_parts import WARNING, PartyOfCase
from enforcement.rules.hearing import Grave
from enforcement.rules.liability import PartyKind
from kernel.ages import Born
from kernel.fields import Day, LongText, Model, ShortText
from kernel.law import Reference, reference
from kernel.law.statutes import UnknownArticle, UnknownStatute
from kernel.problems import InvalidFields
from kernel.texts import Text

_MOST_FEN = 100_000_000_00
PersonId = Annotated[str, Field(min_length=1, max_length=128, examples=["p-eo-01"])]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", examples=["burning-straw"])]
Fen = Annotated[int, Field(ge=0, le=_MOST_FEN, description="In fen / 单位：分", examples=[50000])]


class CitedArticle(Model):
    """An article of the catalogue of statutes."""

    law: Annotated[str, Field(max_length=80, examples=["ecological-code-2026"])]
    articles: Annotated[
        list[Annotated[str, Field(max_length=20)]],
        Field(default_factory=list, max_length=10, examples=[["1131"]]),
    ]

    def as_reference(self) -> Reference:
        """Return it as the rules take it.

        Raises
        ------
        InvalidFields
            The catalogue does not have it.
        """
        try:
            return reference({"law": self.law, "articles": self.articles})
        except (UnknownStatute, UnknownArticle):
            told = Text(f"法规目录没有：{self.law}。", f"Not in the catalogue: {self.law}.")
            raise InvalidFields.one("basis", told) from None


class PartySaid(Model):
    """Who is proceeded against."""

    kind: PartyKind
    name: Annotated[ShortText, Field(examples=["王某"])]
    person: Annotated[
        PersonId | None, Field(description="Registered, if so: may then act itself / 登记人员")
    ] = None
    credit_code: Annotated[
        str | None,
        Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$", description="统一社会信用代码"),
    ] = None
    birth_year: Annotated[int | None, Field(ge=1900, le=2099)] = None
    birth_month: Annotated[int | None, Field(ge=1, le=12)] = None
    birth_day: Annotated[int | None, Field(ge=1, le=31)] = None
    could_not_know: bool = False

    def as_party(self) -> PartyOfCase:
        """Return it as the rules take it."""
        born = Born(self.birth_year, self.birth_month, self.birth_day)
        return PartyOfCase(
            self.kind, self.name, self.person, self.credit_code, born, self.could_not_know
        )


class ActSaid(Model):
    """What was done; `codes` of the catalogue of acts, several where one act breaks several norms."""

    codes: Annotated[list[Code], Field(min_length=1, max_length=5)]
    done_on: Day
    nth: Annotated[
        int,
        Field(
            ge=1, le=20, description="Which of several separate acts of that day there / 当日第几起"
        ),
    ] = 1
    continuing: bool = False
    ended_on: Day | None = None
    grave: bool = False
    slight: bool = False
    corrected: bool = False
    harmless: bool = False
    first: bool = False
    no_fault_proven: bool = False


class PenaltySaid(Model):
    """A penalty: a fine in fen, other kinds, or both."""

    fine: Fen = 0
    others: Annotated[
        list[Grave], Field(default_factory=list, max_length=4, description="其他较重处罚")
    ]
    warning: Annotated[bool, Field(description="警告")] = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds beside the fine."""
        return frozenset({*map(str, self.others), *((WARNING,) if self.warning else ())})


class ReasoningSaid(Model):
    """What a decision weighs."""

    fault: Annotated[LongText, Field(examples=["主观上明知禁烧规定"])]
    circumstances: Annotated[LongText, Field(examples=["焚烧面积约一亩，及时扑灭"])]
    harm: Annotated[LongText, Field(examples=["未造成火灾"])]
    grade: Annotated[Code | None, Field(description="Of the benchmark / 裁量档次")] = None
    off_benchmark: Annotated[
        LongText | None, Field(description="Why the grade is left, or there is none / 偏离理由")
    ] = None


class InstalmentSaid(Model):
    """A part of the fine and its last day."""

    fen: Annotated[int, Field(ge=1, le=_MOST_FEN)]
    due_on: Day
