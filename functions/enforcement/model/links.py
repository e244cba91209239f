"""How far inspections led, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping

from typing_extensions import TypedDict

from enforcement.rules.links import Link, LinkLevel


class FiguresView(TypedDict):
    """How many inspections of a town's year led how far: each part of the one before. No town is ranked by them."""

    town: str
    year: int
    inspections: int
    problems: int
    cases: int
    penalties: int


class LinkView(TypedDict):
    """An inspection that led so far, and the case it led to."""

    inspection: str
    case: str | None


class LinkList(TypedDict):
    """One page of the inspections of a year that led so far."""

    items: list[LinkView]
    next_cursor: str | None


def figures_view(town: str, year: int, figures: Mapping[LinkLevel, int]) -> FiguresView:
    """Return the figures of a town's year."""
    return {
        "town": town,
        "year": year,
        "inspections": figures[LinkLevel.INSPECTIONS],
        "problems": figures[LinkLevel.PROBLEMS],
        "cases": figures[LinkLevel.CASES],
        "penalties": figures[LinkLevel.PENALTIES],
    }


def link_view(one: Link) -> LinkView:
    """Return how far an inspection led."""
    return {"inspection": one.inspection, "case": one.case}
