"""Keep a case after a step, in one transaction: the case, its record, who hears of it, the clocks that begin and end, the act it fines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import escalation
from enforcement.rules.case import Case
from enforcement.rules.case_conversion import has_ended_now
from enforcement.rules.case_hearers import hears
from enforcement.rules.case_moves import Change
from enforcement.rules.case_parts import Duty, penalised_ids
from enforcement.service.count_penalty import count_penalty
from enforcement.service.disclose import disclose_step
from enforcement.service.team import team_of
from enforcement.store import cases, timeline
from kernel import clock, ids
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor


def keep(
    work: UnitOfWork,
    before: Case | None,
    change: Change,
    actor: Actor,
    details: Mapping[str, Any] | None = None,
) -> Case:
    """Keep a case after a step, and return it with the clocks that run now."""
    after = _with_clocks(work, before, change, actor)
    now = after.updated_at
    cases.save(work, after, before)
    _note_act(work, before, after)
    _note_penalised(work, before, after)
    for voucher in sorted(after.vouchers - (before.vouchers if before else frozenset())):
        cases.note_voucher(work, voucher, after)
    if after.found_wrong and not (before and before.found_wrong):
        # Hardly a step finds a decision wrong: the others need nothing of lessons.
        from enforcement.outreach.service.let_lessons_fall import let_lessons_fall

        let_lessons_fall(work, after.id, team_of(after.town), actor)
    disclose_step(work, before, after)
    count_penalty(work, before, after)
    if after.origin and has_ended_now(before, after):
        escalation.owe_taking_back(work, f"clue:{after.id}", owner_of(after), actor)
    due = min((one.due_at for one in change.begun), default=None)
    timeline.append(
        work,
        cases.case_key(after.id),
        str(change.event),
        by=actor,
        now=now,
        details=details,
        hears=hears(after, change.event, actor.person_id),
        due_at=due,
    )
    return after


def owner_of(case: Case) -> str:
    """Return who has the matter where it was before: the village it is in, or the town."""
    return ancestor(case.unit, Level.VILLAGE) or case.town


def _with_clocks(work: UnitOfWork, before: Case | None, change: Change, actor: Actor) -> Case:
    after = change.after
    anew = {(one.kind, one.of) for one in change.begun}
    running = before.duties if before else ()
    ended = [one for one in running if one.id in change.ended]
    counted_anew = [one.id for one in ended if one.step in anew or not change.done]
    done = [one.id for one in ended if one.id not in counted_anew]
    # The rows of all of them are read together.
    work.load(escalation.keys([one.id for one in ended]))
    if counted_anew:
        escalation.drop(work, counted_anew, actor)
    if done:
        escalation.fulfil(work, done, actor)
    begun: list[Duty] = []
    team = team_of(after.town) if change.begun else after.town
    for one in change.begun:
        duty = Duty(one.kind, ids.new_id(clock.now()), one.due_at, one.of)
        owed = escalation.Owed(duty.id, team, duty.due_at, {"case": after.id})
        escalation.owe(work, [owed], actor, kind=duty.kind)
        begun.append(duty)
    return replace(after, duties=(*after.duties, *begun))


def _note_penalised(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Note that its party was penalised, or was not after all."""
    if before is None or after.party is None or before.penalises == after.penalises:
        return
    for party in penalised_ids(after.party, after.town):
        cases.note_penalised(work, party, after, revoked=not after.penalises)


def _note_act(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Note that an act is fined now, or is not any more."""
    if after.act is None or before is None:
        return
    is_fined, was = after.fine > 0, before.fine > 0
    if is_fined and not was:
        for act in after.act.ids:
            cases.fine(work, act, after, after.updated_at)
    elif was and not is_fined and after.revoked:
        for act in after.act.ids:
            cases.release(work, act, after.updated_at)
