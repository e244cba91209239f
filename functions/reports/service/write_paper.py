"""A signed briefing as a document: settled with its signature, written by the worker of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kernel import clock
from kernel.documents.keeping import Documents, Paper
from kernel.documents.templates import Values
from kernel.numbering import Number
from reports.service.seeing import SeenBriefing, SeenFigure, SeenPart, cut_off_of, period_of
from reports.store.table import TEMPLATES, DocumentRow

_TEMPLATE: Final = "briefing-2"
DOCUMENTS: Final = Documents("reports", DocumentRow, TEMPLATES)


def paper_of(seen: SeenBriefing, number: Number) -> Paper:
    """Return a signed briefing as a document."""
    return Paper(seen.thing.id, _TEMPLATE, seen.title.zh, _values(seen), number)


def _values(seen: SeenBriefing) -> Values:
    one = seen.thing
    assert one.signed_at is not None, "it was signed"
    return {
        "title": seen.title.zh,
        "number": one.number or "",
        "period": period_of(one).zh,
        "cut_off": cut_off_of(seen),
        "unit": next(each.unit_name.zh for each in seen.figures if each.unit == one.unit),
        "on": f"{clock.day_of(one.signed_at)}",
        "figures": [
            {
                "name": each.name.zh,
                "unit": each.unit_name.zh,
                "said": each.said,
                "event": each.event.zh,
            }
            for each in seen.figures
        ],
        **{f"bars_{unit}": [*_bars(alike)] for unit, alike in seen.charts().items()},
        **{part.name: _lines(part) for part in seen.parts},
    }


def _bars(alike: Sequence[SeenFigure]) -> Iterator[Mapping[str, str]]:
    for one in alike:
        yield {"name": one.name.zh, "exact": str(one.exact)}


def _lines(part: SeenPart) -> Sequence[Mapping[str, str]]:
    written = (part.prose or "").splitlines()
    told = [line.zh for line in part.lines] + [line for line in written if line.strip()]
    return [{"text": line} for line in told]
