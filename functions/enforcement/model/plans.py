"""What clients send about plans, listed firms and random draws, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from enforcement.model.fields import CreditCode, PublicLine
from enforcement.rules.firms import Firm
from enforcement.rules.inspection_plan import Draw, FiledPlan
from enforcement.rules.numbers import law_of
from kernel import clock
from kernel.fields import Model, ShortText, once_each
from kernel.law import CitationView
from kernel.texts import Language, Text


class FilePlan(Model):
    """The plan of a year's inspections."""

    cap: Annotated[
        int,
        Field(
            ge=1,
            le=50,
            strict=True,
            description="How often one firm may be inspected in the year / 同一企业年度检查上限",
        ),
    ]
    focus: Annotated[
        list[PublicLine],
        Field(min_length=1, max_length=50, description="What is looked at / 检查重点"),
        AfterValidator(once_each),
    ]


class ListFirm(Model):
    """A firm on the list of a town, or off it."""

    name: ShortText
    listed: bool = True
    formerly: Annotated[
        list[CreditCode],
        Field(
            default_factory=list,
            max_length=5,
            description="Codes it had before: one firm, one cap / 原统一社会信用代码，次数合并计算",
        ),
        AfterValidator(once_each),
    ]


class DrawFirms(Model):
    """A round of random draws."""

    year: Annotated[int, Field(ge=2020, le=2099)]
    round: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9]{1,20}$",
            description="Its name within the year; drawn once / 轮次，每轮只抽一次",
            examples=["Q2"],
        ),
    ]
    wanted: Annotated[int, Field(ge=1, le=200, strict=True)]


class PlanView(TypedDict):
    """The plan of a town's inspections in a year."""

    town: str
    year: int
    cap: int
    focus: list[str]
    filed_on: str
    late: Annotated[bool, Field(description="After the day it was to be filed / 逾期备案")]
    rests_on: CitationView
    version: int


class FirmView(TypedDict):
    """A firm on the list of a town."""

    town: str
    code: str
    name: str
    listed: bool
    formerly: list[str]
    version: int


class FirmList(TypedDict):
    """One page of a town's firms."""

    items: list[FirmView]
    next_cursor: str | None


class DrawView(TypedDict):
    """A draw as anybody may repeat it."""

    town: str
    year: int
    round: str
    seed: str
    wanted: int
    listed: list[str]
    drawn: list[str]
    drawn_at: str
    how: Annotated[str, Field(description="How to draw again / 复核方法")]


class DrawList(TypedDict):
    """One page of a year's draws."""

    items: list[DrawView]
    next_cursor: str | None


_HOW = Text(
    "对名录中每一代码，取“种子+换行+代码”的 SHA-256，从小到大取前若干个。",
    "Take SHA-256 of the seed, a line feed and the code for each code listed; the lowest are drawn.",
)


def plan_view(filed: FiledPlan, language: Language) -> PlanView:
    """Return a plan as it is answered."""
    plan = filed.plan
    return {
        "town": plan.town,
        "year": plan.year,
        "cap": plan.cap,
        "focus": list(filed.focus),
        "filed_on": plan.filed_on.isoformat(),
        "late": plan.is_late,
        "rests_on": law_of("firm_inspection").on(plan.filed_on).view(language),
        "version": filed.version,
    }


def firm_view(firm: Firm) -> FirmView:
    """Return a firm as it is answered."""
    return {
        "town": firm.town,
        "code": firm.code,
        "name": firm.name,
        "listed": firm.listed,
        "formerly": list(firm.formerly),
        "version": firm.version,
    }


def draw_view(one: Draw, language: Language) -> DrawView:
    """Return a draw as everybody may see it."""
    return {
        "town": one.town,
        "year": one.year,
        "round": one.round,
        "seed": one.seed,
        "wanted": one.wanted,
        "listed": list(one.listed),
        "drawn": list(one.drawn),
        "drawn_at": clock.local_iso(one.drawn_at),
        "how": _HOW.say(language),
    }
