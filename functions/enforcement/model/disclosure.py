"""Systems, the figures of a year, and what everybody may read, as clients send and get them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import PublicLine, PublicText
from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark
from enforcement.rules.certificates import KeptCertificate
from enforcement.rules.disclosure import PROCEDURES, PublicDecision, chart
from enforcement.rules.figures import Figure, YearPublished
from enforcement.rules.officers import CertificateState
from enforcement.rules.systems import System, known
from kernel import clock
from kernel.fields import Day, Model
from kernel.law import CitationView
from kernel.texts import Language


class NameSystem(Model):
    """What one of the ten systems is called, and by which document it holds."""

    name: Annotated[PublicLine, Field(examples=["行政执法公示制度"])]
    document: Annotated[
        PublicLine,
        Field(description="文件名称和文号 / the document", examples=["洪政发〔2026〕3号"]),
    ]
    summary: PublicText | None = None
    valid_from: Day
    valid_to: Day | None = None


class PublishYear(Model):
    """That the figures of a year are published."""

    note: Annotated[
        PublicText | None,
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


class PublicItemView(TypedDict):
    """An item of a town's authority list."""

    code: str
    name: str
    kind: PowerKind
    kind_name: str
    law: CitationView
    document: str | None
    valid_from: str
    valid_to: str | None


class PublicItemList(TypedDict):
    """What a town may do, with its legal bases."""

    items: list[PublicItemView]
    own: Annotated[list[PublicItemView], Field(description="By statute of every town / 法定职权")]
    next_cursor: str | None


class PublicGradeView(TypedDict):
    """A grade of a benchmark."""

    code: str
    name: str
    least_fen: int
    most_fen: int
    factors: list[str]


class PublicBenchmarkView(TypedDict):
    """The benchmark of discretion of an item today."""

    item: str
    law: CitationView
    valid_from: str
    valid_to: str | None
    grades: list[PublicGradeView]


class PublicOfficerView(TypedDict):
    """An officer, by the certificate shown."""

    name: str
    number: str
    organ: str
    fields: list[str]
    valid_to: str
    state: CertificateState
    state_name: str


class PublicOfficerList(TypedDict):
    """Who enforces for a town."""

    items: list[PublicOfficerView]
    next_cursor: str | None


class ProcedureView(TypedDict):
    """The flow chart of a procedure."""

    code: str
    name: str
    mermaid: Annotated[str, Field(description="Mermaid state diagram / 流程图")]


class ProcedureList(TypedDict):
    """The flow charts of all procedures."""

    items: list[ProcedureView]


class PublicDecisionView(TypedDict):
    """A decision, masked; one that was withdrawn tells its number and why, and nothing else."""

    case: str
    town: str
    number: str
    decided_on: str
    party: str | None
    acts: list[str]
    fine_fen: int | None
    other_penalties: list[str]
    law: CitationView | None
    public_until: str | None
    withdrawn_for: str | None


class PublicDecisionList(TypedDict):
    """A town's public decisions, newest first."""

    items: list[PublicDecisionView]
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
        "valid_from": _day(one.valid_from),
        "valid_to": _day(one.valid_to),
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


def item_view(one: Item, today: date, language: Language) -> PublicItemView:
    """Return an item as everybody reads it."""
    return {
        "code": one.code,
        "name": one.name.say(language),
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "law": one.law.on(today).view(language),
        "document": one.document,
        "valid_from": one.valid_from.isoformat(),
        "valid_to": _day(one.valid_to),
    }


def benchmark_view(one: Benchmark, today: date, language: Language) -> PublicBenchmarkView:
    """Return a benchmark as everybody reads it."""
    return {
        "item": one.item,
        "law": one.law.on(today).view(language),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": _day(one.valid_to),
        "grades": [
            {
                "code": each.grade.code,
                "name": each.grade.name.say(language),
                "least_fen": each.grade.fine.least,
                "most_fen": each.grade.fine.most,
                "factors": list(each.factors),
            }
            for each in one.grades
        ],
    }


def officer_view(
    kept: KeptCertificate, name: str, state: CertificateState, language: Language
) -> PublicOfficerView:
    """Return an officer as everybody reads it."""
    one = kept.certificate
    return {
        "name": name,
        "number": one.number,
        "organ": one.organ,
        "fields": list(one.fields),
        "valid_to": one.valid_to.isoformat(),
        "state": state,
        "state_name": state.said.say(language),
    }


def procedures_view(language: Language) -> ProcedureList:
    """Return the flow charts of all procedures."""
    return {
        "items": [
            {"code": code, "name": name.say(language), "mermaid": chart(code, language)}
            for code, (name, _) in PROCEDURES.items()
        ]
    }


def decision_view(one: PublicDecision, today: date, language: Language) -> PublicDecisionView:
    """Return a decision as everybody reads it."""
    return {
        "case": one.case,
        "town": one.town,
        "number": one.number,
        "decided_on": one.decided_on.isoformat(),
        "party": one.party,
        "acts": [act.say(language) for act in one.acts],
        "fine_fen": one.fine,
        "other_penalties": list(one.others),
        "law": one.law.on(today).view(language) if one.law else None,
        "public_until": _day(one.public_until),
        "withdrawn_for": one.withdrawn_for,
    }


def _figures(figures: Mapping[Figure, int], language: Language) -> list[FigureView]:
    return [
        {"code": str(figure), "name": figure.said.say(language), "count": figures[figure]}
        for figure in Figure
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
