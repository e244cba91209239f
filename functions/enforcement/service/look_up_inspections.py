"""What routes list of inspections, and of how far they led, where nothing is decided: one Query page, or one row."""

from __future__ import annotations

from collections.abc import Mapping

from enforcement.rules.links import LinkLevel
from enforcement.rules.visit_states import VisitStatus
from enforcement.service.see_inspection import see
from enforcement.store import links, papers, timeline, visits
from kernel.access import Caller
from kernel.storage.lists import Listed


def list_inspections(
    town: str,
    status: VisitStatus,
    firm: str | None,
    caller: Caller,
    limit: int,
    cursor: str | None,
) -> Listed:
    """Return one page of a town's inspections as the caller sees them: of a status, or of a firm."""
    page = (
        visits.of_firm(town, firm, limit, cursor)
        if firm
        else visits.of_town(town, status, limit, cursor)
    )
    return page._replace(rows=[see(one, caller) for one in page.rows])


def list_steps(visit_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the record of an inspection, oldest first."""
    return timeline.page_of(f"INSPECTION#{visit_id}", limit, cursor)


def list_papers(visit_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the papers of an inspection, oldest first."""
    return papers.of_subject(f"INSPECTION#{visit_id}", limit, cursor)


def read_figures(town: str, year: int) -> Mapping[LinkLevel, int]:
    """Return how many inspections of a town's year led how far."""
    return links.figures_of(town, year)


def list_links(town: str, year: int, level: LinkLevel, limit: int, cursor: str | None) -> Listed:
    """Return one page of the inspections of a town's year that led so far."""
    return links.page_of(town, year, level, limit, cursor)
