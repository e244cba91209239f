"""What routes list and read of powers, officers and inspections where nothing is decided: one Query page, or one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark
from enforcement.rules.inspection_plan import Draw, FiledPlan
from enforcement.rules.links import LinkLevel
from enforcement.rules.visit_states import VisitStatus
from enforcement.service.see_inspection import see
from enforcement.service.see_officers import see_all
from enforcement.store import (
    benchmarks,
    links,
    officers,
    papers,
    plans,
    powers,
    timeline,
    training,
    visits,
)
from escalation.store.rows import COUNTY
from kernel.access import Caller
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork

__all__ = ["COUNTY"]


def list_items(town: str, kind: PowerKind | None, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's items, each with all its times."""
    page = powers.page_of(town, kind, limit, cursor)
    rows: list[list[Item]] = [powers.from_row(row) for row in page.rows]
    return page._replace(rows=rows)


def list_benchmarks(item: str) -> Sequence[Benchmark]:
    """Return the benchmarks of an item, newest first."""
    return benchmarks.of_item(COUNTY, item)


def list_certificates(organ: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of an organ's certificates as the caller sees them today."""
    page = officers.page_of(organ, limit, cursor)
    return page._replace(rows=see_all(page.rows, caller))


def list_sessions(organ: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sessions an organ holds, newest first."""
    return training.page_of(organ, limit, cursor)


def list_exams(person: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's exams, newest first."""
    return training.exams_of(person, limit, cursor)


def read_plan(town: str, year: int) -> FiledPlan | None:
    """Return the plan of a town's year."""
    return plans.find_plan(UnitOfWork(), town, year)


def list_firms(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's firms, by code."""
    return plans.page_of_firms(town, limit, cursor)


def read_draw(town: str, year: int, name: str) -> Draw | None:
    """Return the draw of a round."""
    return plans.find_draw(UnitOfWork(), town, year, name)


def list_draws(town: str, year: int, limit: int, cursor: str | None) -> Listed:
    """Return one page of a year's draws, by their rounds."""
    return plans.page_of_draws(town, year, limit, cursor)


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
