"""Figures and counts as they are asked for and answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.access import Role
from kernel.fields import Day, Instant, Model, UnitCode
from kernel.figures import Counted
from kernel.texts import Language
from reports.rules.counts import Count, CountStatus, Value, Wanted
from reports.rules.figures import Catalogue, Definition, FigureCutOff, FigureOver, FigureUnit

FigureName = Annotated[
    str, Field(pattern="^[a-z_]{1,60}$", examples=["incidents_reported", "penalties"])
]
FIGURES_A_COUNT = 60


class WantedFigure(Model):
    """A figure, of the count's unit or of one within it."""

    figure: FigureName
    unit: Annotated[
        UnitCode | None, Field(description="Of the count's own where left out / 默认为本单位")
    ] = None


class CountFigures(Model):
    """Which figures of which days are to be counted."""

    unit: UnitCode
    first: Day
    last: Annotated[Day, Field(description="Included; a year at most / 含当日，最长一年")]
    cut_off: Annotated[
        Instant | None,
        Field(
            description="What was known by then is counted; now where left out / 统计截止时间，默认现在"
        ),
    ] = None
    figures: Annotated[tuple[WantedFigure, ...], Field(min_length=1, max_length=FIGURES_A_COUNT)]

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

    def wanted(self) -> list[Wanted]:
        """Return what is to be counted, each figure of a unit once."""
        named = dict.fromkeys((one.figure, one.unit or self.unit) for one in self.figures)
        return [Wanted(*one) for one in named]


class FigureDefinitionView(TypedDict):
    """What a figure counts."""

    figure: str
    name: str
    unit: FigureUnit
    unit_name: str
    event: str
    over: FigureOver
    over_name: str
    cut_off: FigureCutOff
    cut_off_name: str
    source: str
    levels: list[str]
    is_counted: Annotated[
        bool,
        Field(description="Can be asked for as a count; else read where it stands / 可按需统计"),
    ]
    opens: Annotated[
        str | None, Field(description="Where its list is read, by who may / 明细所在接口")
    ]
    readers: Annotated[list[Role], Field(description="Who may read that list / 可查看明细的角色")]
    version: int


class FigureCatalogueView(TypedDict):
    """Every figure there is."""

    figures: list[FigureDefinitionView]


class FigureValueView(TypedDict):
    """What a figure came to."""

    figure: str
    name: str
    unit: str
    definition_version: int
    exact: Annotated[int, Field(description="Money in fen / 金额以分计")]
    events: Annotated[int, Field(description="How many events it is the sum of / 由多少条明细合计")]


class FigureCountView(TypedDict):
    """Figures counted at a cut-off; whole, it never changes."""

    id: str
    unit: str
    first: str
    last: str
    cut_off_at: str
    status: CountStatus
    status_name: str
    done: int
    total: int
    values: list[FigureValueView]
    version: int


class FigureEventView(TypedDict):
    """An event that was counted: what it is about, never who."""

    subject: Annotated[str, Field(examples=["case:01M8323B80ZASBGN3Q5V2DNX69"])]
    unit: str
    happened_on: str
    amount: int


class FigureEventList(TypedDict):
    """One page of the events that a figure is the sum of."""

    items: list[FigureEventView]
    next_cursor: str | None


def definition_view(one: Definition, language: Language) -> FigureDefinitionView:
    """Return a definition as it is answered."""
    return {
        "figure": one.name,
        "name": one.said.say(language),
        "unit": one.unit,
        "unit_name": one.unit.said.say(language),
        "event": one.event.say(language),
        "over": one.over,
        "over_name": one.over.said.say(language),
        "cut_off": one.cut_off,
        "cut_off_name": one.cut_off.said.say(language),
        "source": one.source,
        "levels": sorted(map(str, one.levels)),
        "is_counted": one.is_counted,
        "opens": one.opens,
        "readers": sorted(one.readers),
        "version": one.version,
    }


def count_view(one: Count, known: Catalogue, language: Language) -> FigureCountView:
    """Return a count as it is answered."""
    return {
        "id": one.id,
        "unit": one.unit,
        "first": f"{one.first}",
        "last": f"{one.last}",
        "cut_off_at": clock.local_iso(one.cut_off),
        "status": one.status,
        "status_name": one.status.said.say(language),
        "done": len(one.values),
        "total": len(one.wanted),
        "values": [value_view(each, known, language) for each in one.values],
        "version": one.version,
    }


def value_view(one: Value, known: Catalogue, language: Language) -> FigureValueView:
    """Return what a figure came to as it is answered."""
    return {
        "figure": one.figure,
        "name": known[one.figure].said.say(language),
        "unit": one.unit,
        "definition_version": one.version,
        "exact": one.exact,
        "events": one.events,
    }


def event_view(one: Counted) -> FigureEventView:
    """Return an event as it is answered."""
    return {
        "subject": one.subject,
        "unit": one.unit,
        "happened_on": f"{one.on}",
        "amount": one.amount,
    }
