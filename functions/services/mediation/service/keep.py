"""Keep a case after a step, in one transaction: the case, its history, who hears of it, what is owed, what is counted, what the town was told."""

from __future__ import annotations

from dataclasses import replace

import escalation
from kernel import clock, ids
from kernel.access import Role
from kernel.actors import Actor
from kernel.addressees import Addressee, person, role
from kernel.clock import day_of
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from services.mediation.rules.case import Case, Duty, MediationStatus
from services.mediation.rules.case_states import CaseEvent
from services.mediation.rules.commands import CaseChange
from services.mediation.rules.duties import owed
from services.mediation.rules.figures import counted
from services.mediation.rules.holding import is_settled
from services.mediation.store import figures
from services.mediation.store.cases import CASES, TOLD, Told

_NOT_DONE = frozenset({CaseEvent.WITHDRAWN, CaseEvent.REFERRED, CaseEvent.BROKEN, CaseEvent.HELD})
"""After these, what was owed is not wanted any more; it was not done."""
_TOLD_TO_PARTIES = frozenset(
    {
        CaseEvent.ACCEPTED,
        CaseEvent.DECLINED,
        CaseEvent.EFFECTIVE,
        CaseEvent.FAILED,
        CaseEvent.BROKEN,
        CaseEvent.COURT_ANSWERED,
    }
)


def keep(
    work: UnitOfWork,
    before: Case | None,
    change: CaseChange,
    actor: Actor,
    said: str | None = None,
) -> Case:
    """Keep a case after a step, and return it with what is owed in it now."""
    after = _with_duties(work, before, change, actor)
    due = min((one.due_at for one in after.duties), default=None)
    step = Step(
        change.event,
        actor,
        said=said,
        unit=after.unit,
        due_at=due,
        addressees=_hears(after, change.event),
    )
    CASES.save(work, after, step)
    if after.came_from and is_settled(after) and not (before and is_settled(before)):
        escalation.owe_taking_back(work, f"mediation:{after.id}", after.unit, actor)
    month = day_of(clock.now()).isoformat()[:7]
    figures.add(work, after.unit, month, counted(before, after))
    _tell_the_town(work, after)
    return after


def _with_duties(work: UnitOfWork, before: Case | None, change: CaseChange, actor: Actor) -> Case:
    after, running = change.after, before.duties if before else ()
    wanted = {(one.kind, one.of): one for one in owed(after)}
    stays = tuple(
        one
        for one in running
        if (found := wanted.get((one.kind, one.of))) and found.due_at == one.due_at
    )
    ended = [one for one in running if one not in stays]
    # The rows of all of them are read together.
    work.load(escalation.keys([one.id for one in ended]))
    anew = {(one.kind, one.of) for one in ended if (one.kind, one.of) in wanted}
    not_done = change.event in _NOT_DONE
    dropped = [one.id for one in ended if not_done or (one.kind, one.of) in anew]
    done = [one.id for one in ended if one.id not in dropped]
    if dropped:
        escalation.drop(work, dropped, actor)
    if done:
        escalation.fulfil(work, done, actor)
    there = {(one.kind, one.of) for one in stays}
    begun: list[Duty] = []
    for key, one in wanted.items():
        if key not in there:
            duty = Duty(one.kind, ids.new_id(clock.now()), one.due_at, one.of)
            told = escalation.Owed(duty.id, after.unit, duty.due_at, {"mediation": after.id})
            escalation.owe(work, [told], actor, kind=duty.kind)
            begun.append(duty)
    return replace(after, duties=(*stays, *begun))


def _hears(case: Case, event: CaseEvent) -> tuple[Addressee, ...]:
    """Return who hears of a step; no notice names a party."""
    if event is CaseEvent.OPENED:
        return (role(Role.MEDIATOR, case.unit),)
    if event is CaseEvent.RISK_REPORTED:
        town = ancestor(case.unit, Level.TOWN)
        return (role(Role.TOWN_OFFICER, town),) if town else ()
    if event in _TOLD_TO_PARTIES:
        return tuple(map(person, case.persons))
    return ()


def _tell_the_town(work: UnitOfWork, case: Case) -> None:
    """Let the town see, without names, which risks were reported to it and are not over."""
    if case.reported_at is None:
        return
    before = TOLD.find(work, case.id)
    is_open = case.is_running and case.status is not MediationStatus.PERFORMED
    at = clock.iso(case.reported_at)
    if before is None or (before.is_open, before.at) != (is_open, at):
        version = before.version + 1 if before else 1
        TOLD.save(work, Told(case.id, case.unit, at, is_open, version))
