"""File the plan of a year's inspections, keep the list of firms, and draw from it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from enforcement.rules.firms import Firm, refuse_full
from enforcement.rules.inspection_plan import (
    Draw,
    DrawnBefore,
    FiledPlan,
    NothingToDraw,
    Plan,
    PlanOutOfTurn,
    draw,
    refuse_raised,
)
from enforcement.service.asked import HEADS, acting
from enforcement.store import firm_years, plans
from enforcement.store.kept import StepRow
from kernel import addressees, clock
from kernel.access import ENFORCERS, Role
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.history import Step, note_step
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
    PlanOutOfTurn, CapAboveCounty, CapRaised
        It is of another year; its cap is above the county's, or was published lower.
    """
    actor, today = acting(scope, town, HEADS), clock.today()
    if not today.year <= year <= today.year + 1:
        raise PlanOutOfTurn
    before = plans.find_plan(work, town, year)
    refuse_raised(cap, before.plan if before else None, today)
    version = before.version if before else 0
    refuse_stale(expected, version)
    # A plan stays late, or in time, as it was filed first.
    filed_on = before.plan.filed_on if before else today
    filed = FiledPlan(Plan(town, year, filed_on, cap), tuple(focus), actor.person_id, version + 1)
    plans.save_plan(work, filed)
    hearers = [addressees.role(Role.JUSTICE_SUPERVISOR, town[:6])]
    step = Step("filed", actor, details={"cap": cap}, addressees=hearers)
    note_step(work, StepRow, f"PLAN#{town}~{year}", filed.version, step)
    return filed


def list_firm(
    work: UnitOfWork,
    town: str,
    code: str,
    name: str,
    *,
    listed: bool,
    formerly: Sequence[str],
    scope: Scope,
) -> Firm:
    """Put a firm on the list of a town, name it anew, or take it off; a code it had before is on the list no more.

    Raises
    ------
    TooManyFirms, SameFirm
        The list is full; the county knows a firm of that name under a code that was not named.
    """
    acting(scope, town, ENFORCERS)
    before = plans.find_firm(work, town, code)
    refuse_full(before, plans.known_firms(work, town))
    known = before.formerly if before else ()
    firm = Firm(town, code, name, listed, tuple(dict.fromkeys((*known, *formerly))))
    if before:
        firm = replace(firm, version=before.version + 1)
    firm_years.note_codes(work, firm, before)
    for one in formerly:
        old = plans.find_firm(work, town, one)
        if old and old.listed:
            plans.save_firm(work, replace(old, listed=False, version=old.version + 1))
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
    if plans.find_draw(work, town, year, name):
        raise DrawnBefore
    seed = secrets.token_hex(16)
    drawn = Draw(
        town,
        year,
        name,
        seed,
        wanted,
        tuple(listed),
        tuple(draw(listed, wanted, seed, plans.drawn_in(work, town, year))),
        actor.person_id,
        clock.now(),
    )
    plans.add_draw(work, drawn)
    return drawn
