"""What the supervision desk answers."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from escalation.rules.names import TIER_NAMES
from incidents.supervision.rules import LEAST_CASES, Figures
from incidents.supervision.service import PunctualityFound
from kernel.fields import counts
from kernel.texts import Language
from kernel.units import Tier


class PunctualityFigures(TypedDict):
    """How punctual a unit or tier was; times are null with fewer solved cases than `least_cases`."""

    cases: Annotated[int, counts("tenures_ended")]
    solved: Annotated[int, counts("tenures_solved")]
    late: Annotated[int, counts("tenures_late")]
    escalated: Annotated[int, counts("tenures_escalated")]
    reopened: Annotated[int, counts("tenures_reopened")]
    rejected: Annotated[int, counts("tenures_rejected")]
    median_seconds: Annotated[
        float | None,
        counts(
            "handling_median_seconds",
            description="Working time of solved cases / 办结用时中位数（工作时间，秒）",
        ),
    ]
    p80_seconds: Annotated[float | None, counts("handling_p80_seconds")]
    p95_seconds: Annotated[float | None, counts("handling_p95_seconds")]


class PunctualityOfTier(PunctualityFigures):
    """The figures of a tier."""

    tier: str
    tier_name: str


class PunctualityOfUnit(PunctualityFigures):
    """The figures of a unit, in the order of the codes: no ranking."""

    unit: str


class Punctuality(TypedDict):
    """How punctual the units of an area were."""

    unit: str
    first: str
    last: str
    least_cases: int
    tiers: list[PunctualityOfTier]
    units: list[PunctualityOfUnit]


def punctuality_view(found: PunctualityFound, language: Language) -> Punctuality:
    """Return how punctual an area was as it is answered."""
    return {
        "unit": found.area,
        "first": found.months[0],
        "last": found.months[-1],
        "least_cases": LEAST_CASES,
        "tiers": [
            {
                "tier": tier,
                "tier_name": TIER_NAMES[Tier(tier)].say(language),
                **_figures_view(figures),
            }
            for tier, figures in found.tiers.items()
        ],
        "units": [
            {"unit": unit, **_figures_view(figures)} for unit, figures in found.units.items()
        ],
    }


def _figures_view(figures: Figures) -> PunctualityFigures:
    return {
        "cases": figures.cases,
        "solved": figures.solved,
        "late": figures.late,
        "escalated": figures.escalated,
        "reopened": figures.reopened,
        "rejected": figures.rejected,
        "median_seconds": figures.median_seconds,
        "p80_seconds": figures.p80_seconds,
        "p95_seconds": figures.p95_seconds,
    }
