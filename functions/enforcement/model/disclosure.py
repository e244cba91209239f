"""Systems, the figures of a year, and what everybody may read, as clients send and get them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import day_or_none
from enforcement.rules.figures import Figure, YearPublished
from enforcement.rules.systems import System, known
from kernel import clock
from kernel.fields import Day, LongText, Model, ShortText
from kernel.law import CitationView
from kernel.texts import Language


class NameSystem(Model):
    """What one of the ten systems is called, and by which document it holds."""

    name: Annotated[ShortText, Field(examples=["行政执法公示制度"])]
    document: Annotated[
        ShortText,
        Field(description="文件名称和文号 / the document", examples=["洪政发〔2026〕3号"]),
    ]
    summary: LongText | None = None
    valid_from: Day
    valid_to: Day | None = None


class PublishYear(Model):
    """That the figures of a year are published."""

    note: Annotated[
        LongText | None,
        Field(description="Why they are published again / 再次公布的更正原因"),
    ] = None


class SystemView(TypedDict):
    """One of the ten systems as a town has it."""

    town: str
    code: str
    name: str
    named_by_article: Annotated[bool, Field(description="报道点名的六项 / one of the six named")]
    law: CitationView
    document: str | None
    summary: str | None
    valid_from: str | None
    valid_to: str | None
    is_in_force: bool
    version: int


class SystemList(TypedDict):
    """The ten systems of a town, and how many are in force."""

    items: list[SystemView]
    in_force: int


class FigureView(TypedDict):
    """A figure: what is counted, and how much it is."""

    code: str
    name: str
    count: int


class StatisticsView(TypedDict):
    """The figures of a town's year so far."""

    town: str
    year: int
    counted_at: str
    figures: list[FigureView]


class YearView(TypedDict):
    """The figures of a year as they were published."""

    town: str
    year: int
    edition: int
    published_at: str
    note: str | None
    figures: list[FigureView]


class YearList(TypedDict):
    """What a town published of its years, newest first."""

    items: list[YearView]
    next_cursor: str | None


def system_view(one: System, today: date, language: Language) -> SystemView:
    """Return one of the ten as it is answered."""
    about = known(one.code)
    return {
        "town": one.town,
        "code": one.code,
        "name": one.name,
        "named_by_article": about.named,
        "law": about.law.on(today).view(language),
        "document": one.document,
        "summary": one.summary,
        "valid_from": day_or_none(one.valid_from),
        "valid_to": day_or_none(one.valid_to),
        "is_in_force": one.holds_on(today),
        "version": one.version,
    }


def system_list(found: Sequence[System], today: date, language: Language) -> SystemList:
    """Return the ten as they are answered."""
    items = [system_view(one, today, language) for one in found]
    return {"items": items, "in_force": sum(one["is_in_force"] for one in items)}


def statistics_view(
    town: str,
    year: int,
    figures: Mapping[Figure, int],
    inspected: Sequence[FigureView],
    now: datetime,
    language: Language,
) -> StatisticsView:
    """Return the figures of a town's year as they are answered."""
    return {
        "town": town,
        "year": year,
        "counted_at": clock.local_iso(now),
        "figures": [*inspected, *_figures(figures, language)],
    }


def inspected_view(inspections: int, problems: int, language: Language) -> list[FigureView]:
    """Return what is counted of inspections."""
    zh = language == "zh"
    return [
        {
            "code": "inspections",
            "name": "行政检查" if zh else "inspections, on the day they were made",
            "count": inspections,
        },
        {
            "code": "problems",
            "name": "其中：发现问题" if zh else "of these with a problem found",
            "count": problems,
        },
    ]


def year_view(one: YearPublished, language: Language) -> YearView:
    """Return the published figures of a year as they are answered."""
    figures = {figure: int(getattr(one, figure)) for figure in Figure}
    return {
        "town": one.town,
        "year": one.year,
        "edition": one.edition,
        "published_at": clock.local_iso(one.published_at),
        "note": one.note,
        "figures": [
            *inspected_view(one.inspections, one.problems, language),
            *_figures(figures, language),
        ],
    }


def _figures(figures: Mapping[Figure, int], language: Language) -> list[FigureView]:
    return [
        {"code": str(figure), "name": figure.said.say(language), "count": figures[figure]}
        for figure in Figure
    ]
