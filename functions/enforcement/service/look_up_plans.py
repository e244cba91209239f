"""What routes list and read of plans, firms and draws where nothing is decided: one Query page, or one row."""

from __future__ import annotations

from enforcement.rules.inspection_plan import Draw, FiledPlan
from enforcement.store import plans
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork


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
