"""Courtyards as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.in_force import InForce
from kernel.law import CitationView
from kernel.texts import Language
from services.environment.rules.courtyard_states import YARDS, Rater
from services.environment.rules.courtyards import Courtyard
from services.environment.rules.criteria import Criteria
from services.environment.rules.terms import law_of
from services.environment.service.see_courtyards import PlateSeen, YardSeen


class RatingView(TypedDict):
    """One rating."""

    rated_by: Rater
    rated_by_name: str
    rated_at: str
    scores: dict[str, int]


class YardObjectionView(TypedDict):
    """An objection to a posting; who raised it is not told."""

    id: str
    said: Annotated[str | None, Field(description="To who serves there / 仅工作人员可见")]
    due_at: str
    upheld: bool | None


class CourtyardView(TypedDict):
    """A courtyard; what others of the village do not see of it is null or empty."""

    id: str
    village: str
    status: str
    status_name: str
    stars: int
    proposed_stars: int
    household: str | None
    household_name: Annotated[
        str | None, Field(description="By its separate consent only / 仅经单独同意才署名")
    ]
    named: bool | None
    indoors: bool | None
    criteria_version: int
    ratings: list[RatingView]
    objections: list[YardObjectionView]
    posted_until: str | None
    awarded_on: str | None
    recheck_on: str | None
    mend_until: str | None
    owed: Annotated[str | None, Field(description="The obligation that waits / 待办任务编号")]
    evidence: Annotated[
        str | None,
        Field(
            description="What a claim of points by the village's rule book may name / 申报积分时可填写的佐证"
        ),
    ]
    posting_citation: CitationView
    actions: list[str]
    version: int


class CourtyardList(TypedDict):
    """One page of courtyards."""

    items: list[CourtyardView]
    next_cursor: str | None


class CourtyardPlateView(TypedDict):
    """What a plate tells everybody: no household and no person."""

    village: str
    village_name: str | None
    stars: int
    awarded_on: str | None
    recheck_on: Annotated[str | None, Field(description="Looked at again from / 下次复查日期")]
    award_citation: CitationView


class CriterionView(TypedDict):
    """What is looked at, and the most points it has."""

    code: str
    name: str
    most: int
    indoor: bool


class CriteriaView(TypedDict):
    """By what courtyards are rated."""

    version: int
    items: list[CriterionView]
    indoors_citation: CitationView


def _at(at: datetime | None) -> str | None:
    return clock.local_iso(at) if at else None


def courtyard_view(seen: YardSeen, language: Language) -> CourtyardView:
    """Return a courtyard as somebody sees it."""
    yard, whole = seen.yard, seen.whole
    return {
        "id": yard.id,
        "village": yard.village,
        "status": str(yard.status),
        "status_name": YARDS.statuses[yard.status].say(language),
        "stars": yard.stars,
        "proposed_stars": yard.proposed,
        "household": yard.household if whole else None,
        "household_name": seen.head_name,
        "named": yard.named if whole else None,
        "indoors": yard.indoors if whole else None,
        "criteria_version": yard.criteria,
        "ratings": _ratings(yard, language) if whole else [],
        "objections": _objections(seen) if whole else [],
        "posted_until": _at(yard.posted_until),
        "awarded_on": yard.awarded_on.isoformat() if yard.awarded_on else None,
        "recheck_on": yard.recheck_on.isoformat() if yard.recheck_on else None,
        "mend_until": _at(yard.mend_until) if whole else None,
        "owed": yard.owed if whole else None,
        "evidence": f"courtyard:{yard.id}" if whole and yard.holds else None,
        "posting_citation": law_of("posting").tell(language),
        "actions": list(seen.actions),
        "version": yard.version,
    }


def _ratings(yard: Courtyard, language: Language) -> list[RatingView]:
    return [
        {
            "rated_by": one.rater,
            "rated_by_name": one.rater.said.say(language),
            "rated_at": clock.local_iso(one.at),
            "scores": dict(one.scores),
        }
        for one in yard.rounds
    ]


def _objections(seen: YardSeen) -> list[YardObjectionView]:
    return [
        {
            "id": one.id,
            "said": one.said if seen.assesses else None,
            "due_at": clock.local_iso(one.due_at),
            "upheld": one.upheld,
        }
        for one in seen.yard.objections
    ]


def plate_view(seen: PlateSeen, language: Language) -> CourtyardPlateView:
    """Return what a plate tells everybody."""
    yard = seen.yard
    return {
        "village": yard.village,
        "village_name": seen.village.say(language) if seen.village else None,
        "stars": seen.stars,
        "awarded_on": yard.awarded_on.isoformat() if yard.awarded_on else None,
        "recheck_on": yard.recheck_on.isoformat() if yard.recheck_on else None,
        "award_citation": law_of("stars").tell(language),
    }


def criteria_view(kept: InForce[Criteria], language: Language) -> CriteriaView:
    """Return criteria as they are answered."""
    return {
        "version": kept.version,
        "items": [
            {
                "code": one.code,
                "name": one.name.say(language),
                "most": one.most,
                "indoor": one.indoor,
            }
            for one in kept.value.items
        ],
        "indoors_citation": law_of("indoors").tell(language),
    }
