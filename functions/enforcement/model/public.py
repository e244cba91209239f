"""What anybody may read of enforcement: items, officers, procedures, decisions."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import day_or_none
from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark
from enforcement.rules.certificates import KeptCertificate
from enforcement.rules.disclosure import PROCEDURES, PublicDecision, chart
from enforcement.rules.officers import CertificateState
from kernel.law import CitationView
from kernel.texts import Language


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
        "valid_to": day_or_none(one.valid_to),
    }


def benchmark_view(one: Benchmark, today: date, language: Language) -> PublicBenchmarkView:
    """Return a benchmark as everybody reads it."""
    return {
        "item": one.item,
        "law": one.law.on(today).view(language),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": day_or_none(one.valid_to),
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
        "other_penalties": [other.say(language) for other in one.others],
        "law": one.law.on(today).view(language) if one.law else None,
        "public_until": day_or_none(one.public_until),
        "withdrawn_for": one.withdrawn_for,
    }
