"""网格服务: what grid workers do for people and places day by day; a slice per duty."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from kernel.figures import Asked, Counted
    from kernel.texts import Text


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure that this context keeps, one by one (`kernel.figures`)."""
    # Named so, what answers is packed with the functions of reports alone.
    found: Iterator[Counted] = import_module(".service.figures", __name__).counted(figure, asked)
    return found


def major_hazards(area: str, most: int) -> Counter[str]:
    """Return how many major hazards are not released in an area, by village, `most` of them counted: one Query of keys."""
    from services.hazards.store import findings

    return findings.count_major(area, most)


def disputes_by_month(unit: str, first: str, last: str) -> Counter[str]:
    """Return how many disputes were registered in a unit with all below it, by month, both included: one Query."""
    from services.mediation.store import figures

    return figures.by_month(unit, first, last, "opened")


def disputes_by_kind(unit: str, first: str, last: str) -> dict[str, int]:
    """Return how many disputes were accepted in a unit with all below it, by kind, in some months: one Query."""
    from services.mediation.service.count_cases import count_cases

    return dict(count_cases(unit, first, last).by_kind)


def dispute_kinds() -> dict[str, Text]:
    """Return what kinds of dispute are called."""
    from services.mediation.rules.words import DisputeKind

    return {str(kind): kind.said for kind in DisputeKind}
