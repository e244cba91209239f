"""File the plan of a year's inspections, keep the list of firms, and draw from it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from enforcement.rules.firms import Firm, refuse_full
from enforcement.rules.inspection_plan import (
    Draw,
    FiledPlan,
    NothingToDraw,
    Plan,
    PlanOutOfTurn,
    draw,
)
from enforcement.service.asked import HEADS, OFFICERS, acting
from enforcement.store import plans
from enforcement.store.kept import note_step
from kernel import addressees, clock
from kernel.access import Role
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def file_plan(
    work: UnitOfWork,
    town: str,
    year: int,
    cap: int,
    focus: Sequence[str],
    scope: Scope,
    expected: Versions,
) -> FiledPlan:
    """File the plan of this year or the next, or file it anew; the county's supervisors are told.

    Raises
    ------
    PlanOutOfTurn
        It is of another year.
    """
    actor, today = acting(scope, town, HEADS), clock.today()
    if not today.year <= year <= today.year + 1:
        raise PlanOutOfTurn
    before = plans.find_plan(work, town, year)
    version = before.version if before else 0
    refuse_stale(expected, version)
    # A plan stays late, or in time, as it was filed first.
    filed_on = before.plan.filed_on if before else today
    filed = FiledPlan(Plan(town, year, filed_on, cap), tuple(focus), actor.person_id, version + 1)
    plans.save_plan(work, filed)
    note_step(
        work,
        f"PLAN#{town}~{year}",
        filed.version,
        "filed",
        actor,
        clock.now(),
        details={"cap": cap},
        addressees=[addressees.role(Role.JUSTICE_SUPERVISOR, town[:6])],
    )
    return filed


def list_firm(
    work: UnitOfWork, town: str, code: str, name: str, *, listed: bool, scope: Scope
) -> Firm:
    """Put a firm on the list of a town, name it anew, or take it off.

    Raises
    ------
    TooManyFirms
        The list is full.
    """
    acting(scope, town, OFFICERS)
    before = plans.find_firm(work, town, code)
    refuse_full(before, plans.known_firms(work, town))
    firm = Firm(town, code, name, listed)
    if before:
        firm = replace(firm, version=before.version + 1)
    plans.save_firm(work, firm)
    return firm


def draw_firms(
    work: UnitOfWork, town: str, year: int, name: str, wanted: int, scope: Scope
) -> Draw:
    """Draw firms for a round by a seed that is made now, and put all of it on record.

    Raises
    ------
    NothingToDraw, DrawTooLarge, DrawnBefore
        No plan is filed or nobody is listed; more are wanted than may be; the round was drawn.
    """
    actor = acting(scope, town, HEADS)
    listed = plans.listed_firms(town)
    if plans.find_plan(work, town, year) is None or not listed:
        raise NothingToDraw
    seed = secrets.token_hex(16)
    drawn = Draw(
        town,
        year,
        name,
        seed,
        wanted,
        tuple(listed),
        tuple(draw(listed, wanted, seed)),
        actor.person_id,
        clock.now(),
    )
    plans.add_draw(work, drawn)
    return drawn
