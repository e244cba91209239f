"""Approve, announce, begin, record or cancel an inspection; the law's gates are the rules'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import escalation
from enforcement.rules import inspections as gates
from enforcement.rules.inspections import COUNTED
from enforcement.rules.orders import refuse_extension
from enforcement.rules.visit_command import VisitCommand
from enforcement.rules.visit_states import VisitAction, VisitStatus
from enforcement.rules.visits import (
    NothingToRecheck,
    Visit,
    next_move,
    refuse_own_approval,
    standing_of,
)
from enforcement.service import inspection_papers as papers
from enforcement.service.inspection_step import (
    APPROVAL,
    ORDER,
    Step,
    keep_step,
    let_owe,
    tell_supervisors,
)
from enforcement.service.look_into import refuse_ground
from enforcement.service.owe_years import begin_years
from enforcement.store import firm_years, officers, plans, powers, visits
from enforcement.store.firm_years import FirmYear
from enforcement.store.table import NUMBERS
from kernel import clock, numbering
from kernel.access import ENFORCERS
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

CODES = numbering.Series("inspection", "JC{organ}-{year}-{number:04d}")
"""The codes of inspections: of a town and a year, counted from one without a gap."""


def move_inspection(
    work: UnitOfWork, visit_id: str, said: VisitCommand, scope: Scope, expected: Versions
) -> Visit:
    """Take an inspection a step on.

    Raises
    ------
    NotFound
        There is none, or it is none of the caller's town.
    GateShut
        The law does not let it pass.
    """
    visit = visits.find(work, visit_id)
    if visit is None:
        raise NotFound
    caller = scope.person
    post = caller.post_at(visit.town, ENFORCERS)
    scope.allow(bool(standing_of(visit, caller)) or post is not None)
    refuse_stale(expected, visit.version)
    now = clock.now()
    row = next_move(visit, said.action, said, caller, now)
    step = Step(work, said, Actor.of(caller, post), now)
    after = _DO[said.action](step, visit)
    kept = keep_step(step, after, str(row.event), row.to)
    if said.action is VisitAction.BEGIN and kept.to_be_watched:
        tell_supervisors(step, kept)
    return kept


def _approve(step: Step, visit: Visit) -> Visit:
    late = False
    if visit.begun_at:
        late = not gates.approve(visit.to_be_made(visit.begun_at), step.now)
        if visit.approval_owed:
            escalation.fulfil(step.work, [visit.approval_owed], step.actor)
    approved = replace(
        _coded(step, visit),
        approved_at=step.now,
        approved_by=step.actor.person_id,
        approved_late=late,
    )
    papers.issue(step.work, approved, "inspection_approval", step.actor, step.now)
    return approved


def _coded(step: Step, visit: Visit) -> Visit:
    """Return an inspection with its code, taken now if it has none."""
    if visit.code:
        return visit
    number = numbering.take(
        step.work,
        NUMBERS,
        CODES,
        organ=visit.town,
        name=visit.town,
        subject=visit.id,
        by=step.actor,
        now=step.now,
    )
    return replace(visit, code=number.text)


def _as_it_is(_: Step, visit: Visit) -> Visit:
    return visit


def _notify(step: Step, visit: Visit) -> Visit:
    papers.issue(step.work, visit, "inspection_notice", step.actor, step.now)
    return replace(visit, notified_at=step.now, notified_way=step.said.way)


def _refuse_gone(work: UnitOfWork, visit: Visit) -> None:
    """Let an inspection begin whose ground, or the order it looks at again, is there still.

    Raises
    ------
    NoGround, NothingToRecheck
        It has ended since it was proposed.
    """
    refuse_ground(work, visit)
    if visit.recheck_of:
        first = visits.find(work, visit.recheck_of)
        if first is None or first.status is not VisitStatus.CORRECTING:
            raise NothingToRecheck


def _so_far(work: UnitOfWork, visit: Visit, year: int) -> FirmYear:
    if visit.firm is None:
        return FirmYear()
    return firm_years.year_of(work, visit.town, visit.firm, visit.party, year)


def _count(work: UnitOfWork, visit: Visit, year: int) -> None:
    """Count an inspection for the firm, and for the clue or case it follows up."""
    if visit.ground:
        visits.count_on(work, visit.ground)
    counts = visit.kind in COUNTED
    if visit.firm and (counts or visit.urgent):
        town, firm, name = visit.town, visit.firm, visit.party
        firm_years.count(work, town, firm, name, year, counts=counts, urgent=visit.urgent)


def _extend(step: Step, visit: Visit) -> Visit:
    """Move the limit of an order, by a new order on paper; what the team owes is owed by the new one."""
    assert visit.limit is not None, "an order has one"
    assert step.said.limit is not None, "its words were asked for"
    refuse_extension(visit.limit, step.said.limit, step.now)
    anew = replace(visit, limit=step.said.limit, extended_at=step.now)
    if visit.recheck_owed:
        escalation.drop(step.work, [visit.recheck_owed], step.actor)
    papers.issue(step.work, anew, "correction_order", step.actor, step.now)
    return replace(anew, recheck_owed=let_owe(step, anew, step.said.limit, ORDER))


def _begin(step: Step, visit: Visit) -> Visit:
    """Begin with two officers who show distinct certificates that hold today, each with the post it is held with."""
    work, said, day = step.work, step.said, day_of(step.now)
    visit = _coded(step, visit)
    made = visit.to_be_made(step.now)
    named = (*said.officers, *said.helpers)
    present = officers.present(work, visit.town, said.officers, day, shown=said.shown)
    begin_years(work, visit.town, day.year)
    _refuse_gone(work, visit)
    filed = plans.find_plan(work, visit.town, day.year)
    so_far = _so_far(work, visit, day.year)
    found = gates.begin(
        made,
        present,
        powers.items_of(visit.town, visit.items, work),
        filed.plan if filed else None,
        so_far.done,
        so_far.urgent,
    )
    _count(work, visit, day.year)
    owed = None
    if made.approve_until and not visit.approved_at:
        owed = let_owe(step, visit, made.approve_until, APPROVAL)
    counted = tuple(one.holder for one in found)
    begun = replace(
        visit,
        begun_at=step.now,
        officers=counted,
        helpers=tuple(one for one in named if one not in counted),
        shown=tuple(one.number for one in found),
        approval_owed=owed,
    )
    refuse_own_approval(begun)
    return begun


def _record(step: Step, visit: Visit) -> Visit:
    # Only what is recorded may open a case, whose rules weigh as much as everything else here.
    from enforcement.service.record_inspection import record_inspection

    return record_inspection(step, visit)


_DO: Mapping[VisitAction, Callable[[Step, Visit], Visit]] = {
    VisitAction.APPROVE: _approve,
    VisitAction.REFUSE: _as_it_is,
    VisitAction.NOTIFY: _notify,
    VisitAction.BEGIN: _begin,
    VisitAction.RECORD: _record,
    VisitAction.CANCEL: _as_it_is,
    VisitAction.EXTEND: _extend,
}
