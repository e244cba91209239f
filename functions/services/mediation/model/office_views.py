"""How committees, figures and reported risks become answers: numbers and offices, no party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from kernel import clock
from kernel.texts import Language, Named, Text
from services.mediation.model import answers
from services.mediation.model.views import called
from services.mediation.rules.case import MediationStatus
from services.mediation.rules.committees import Committee
from services.mediation.rules.terms import law_of
from services.mediation.rules.words import (
    DisputeKind,
    DisputeRiskLevel,
    DisputeRiskMark,
    DisputeSource,
    PreventedHarm,
)

if TYPE_CHECKING:
    from services.mediation.service.count_cases import Statistics


class ToldRisk(Protocol):
    """A risk as the town was told of it."""

    id: str
    unit: str
    place: str
    kind: str
    level: DisputeRiskLevel
    marks: frozenset[DisputeRiskMark]
    status: MediationStatus
    reported_at: str


def risk_line(risk: ToldRisk) -> answers.ReportedRiskView:
    """Return a risk as the town sees it."""
    return {
        "id": risk.id,
        "unit": risk.unit,
        "place": risk.place,
        "kind": DisputeKind(risk.kind),
        "level": risk.level,
        "marks": sorted(risk.marks),
        "status": str(risk.status),
        "reported_at": clock.local_iso(clock.from_iso(risk.reported_at)),
    }


def committee_view(
    committee: Committee, names: Mapping[str, Text], today: date, language: Language
) -> answers.MediationCommitteeView:
    """Return a committee."""
    return {
        "unit": committee.id,
        "members": [
            {
                "person": one.person,
                "name": called(names, one.person, language),
                "is_woman": one.is_woman,
                "is_chair": one.person == committee.chair,
            }
            for one in committee.members
        ],
        "appointed": [
            {"person": one, "name": called(names, one, language)} for one in committee.appointed
        ],
        "removals": [
            {
                "person": one.person,
                "ground": one.ground,
                "ground_name": one.ground.said.say(language),
                "on": one.on.isoformat(),
            }
            for one in committee.removals
        ],
        "chosen_by": committee.chosen_by,
        "chosen_on": committee.chosen_on.isoformat(),
        "term_to": committee.term_to.isoformat(),
        "is_in_office": committee.is_in_office(today),
        "cites": law_of("committee").tell(language),
        "version": committee.version,
    }


def figures_view(said: Statistics, language: Language) -> answers.MediationFigures:
    """Return statistics: numbers alone."""
    counts = said.counts
    return {
        "unit": said.unit,
        "first": said.first,
        "last": said.last,
        "opened": counts["opened"],
        "rounds_found": counts["rounds_found"],
        "accepted": counts["accepted"],
        "succeeded": counts["succeeded"],
        "failed": counts["failed"],
        "withdrawn": counts["withdrawn"],
        "performed": counts["performed"],
        "broken": counts["broken"],
        "confirmed": counts["confirmed"],
        "amount_fen": counts["fen"],
        "by_source": _counted(said.by_source, DisputeSource, language),
        "by_kind": _counted(said.by_kind, DisputeKind, language),
        "prevented": [
            {
                "code": code,
                "name": PreventedHarm(code).said.say(language),
                "cases": cases,
                "persons": said.prevented_persons.get(code, 0),
            }
            for code, cases in said.prevented.items()
        ],
    }


def _counted(
    counts: Mapping[str, int], kinds: type[Named], language: Language
) -> list[answers.MediationCount]:
    return [
        {"code": code, "name": kinds(code).said.say(language), "count": count}
        for code, count in counts.items()
    ]
