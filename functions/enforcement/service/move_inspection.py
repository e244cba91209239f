"""Approve, announce, begin, record or cancel an inspection; the law's gates are the rules'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import escalation
from enforcement.rules import inspections as gates
from enforcement.rules.inspections import COUNTED
from enforcement.rules.officers import Certificate, Present
from enforcement.rules.terms import day_of
from enforcement.rules.visit_command import VisitCommand
from enforcement.rules.visits import (
    OFFICERS,
    Visit,
    VisitAction,
    next_move,
    standing_of,
)
from enforcement.service import inspection_papers as papers
from enforcement.service.disclose import begin_years
from enforcement.service.inspection_step import APPROVAL, Step, keep_step, let_owe
from enforcement.service.record_inspection import record_inspection
from enforcement.store import officers, plans, powers, visits
from enforcement.store.table import NUMBERS
from kernel import clock, numbering
from kernel.actors import Actor
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
    post = caller.post_at(visit.town, OFFICERS)
    scope.allow(bool(standing_of(visit, caller)) or post is not None)
    refuse_stale(expected, visit.version)
    row = next_move(visit, said.action, said, caller)
    step = Step(work, said, Actor.of(caller, post), clock.now())
    after = _DO[said.action](step, visit)
    return keep_step(step, after, str(row.event), row.to)


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


def _is_of(visit: Visit, held: Certificate | None) -> bool:
    """Tell whether a certificate is of the town that inspects: another town's officers have no power here."""
    return held is not None and held.organ == visit.town


def _begin(step: Step, visit: Visit) -> Visit:
    """Begin with two officers who show distinct certificates that hold today, each with the post it is held with."""
    work, said, day = step.work, step.said, day_of(step.now)
    visit = _coded(step, visit)
    made = visit.to_be_made(step.now)
    named = (*said.officers, *said.helpers)
    held = officers.certificates_of(said.officers, day, work)
    present = [
        Present(one, held.get(one), on_establishment=_is_of(visit, held.get(one)), shown=said.shown)
        for one in said.officers
    ]
    begin_years(work, visit.town, day.year)
    filed = plans.find_plan(work, visit.town, day.year)
    done = visits.done_in(work, visit.town, visit.firm, day.year) if visit.firm else 0
    found = gates.begin(
        made,
        present,
        powers.items_of(visit.town, visit.items, work),
        filed.plan if filed else None,
        done,
    )
    if visit.firm and visit.kind in COUNTED and not visit.urgent:
        visits.count(work, visit.town, visit.firm, day.year)
    owed = None
    if made.approve_until and not visit.approved_at:
        owed = let_owe(step, visit, made.approve_until, APPROVAL)
    counted = tuple(one.holder for one in found)
    return replace(
        visit,
        begun_at=step.now,
        officers=counted,
        helpers=tuple(one for one in named if one not in counted),
        shown=tuple(one.number for one in found),
        approval_owed=owed,
    )


_DO: Mapping[VisitAction, Callable[[Step, Visit], Visit]] = {
    VisitAction.APPROVE: _approve,
    VisitAction.REFUSE: _as_it_is,
    VisitAction.NOTIFY: _notify,
    VisitAction.BEGIN: _begin,
    VisitAction.RECORD: record_inspection,
    VisitAction.CANCEL: _as_it_is,
}
