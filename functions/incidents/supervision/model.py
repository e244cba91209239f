"""What the supervision desk answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from incidents.supervision.rules import Figures


class PunctualityFigures(TypedDict):
    """How punctual a unit or tier was; times are null with fewer solved cases than `least_cases`."""

    cases: int
    solved: int
    late: int
    escalated: int
    reopened: int
    rejected: int
    median_seconds: Annotated[
        float | None,
        Field(description="Working time of solved cases / 办结用时中位数（工作时间，秒）"),
    ]
    p80_seconds: float | None
    p95_seconds: float | None


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


def told(figures: Figures) -> dict[str, Any]:
    """Return figures as they are answered."""
    return asdict(figures)
