"""Keep a courtyard after a step: with its history, what a unit has to do now, its plate and its village's tally."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import escalation
from kernel import ids
from kernel.actors import Actor
from kernel.addressees import household, unit
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from services.environment.rules import tallies
from services.environment.rules.courtyard_states import YardEvent
from services.environment.rules.courtyards import Courtyard, YardChange
from services.environment.rules.tallies import VillageTally
from services.environment.rules.waiting import Waiting, waiting
from services.environment.store.rows import Plate
from services.environment.store.things import PLATES, VILLAGES, YARDS

_KIND = "courtyard"
_TOLD_HOME = frozenset(
    {
        *(YardEvent.REFUSED, YardEvent.POSTED, YardEvent.UPHELD, YardEvent.AWARDED),
        *(YardEvent.KEPT, YardEvent.WARNED, YardEvent.LOST),
    }
)
"""What the household hears of; what a unit has to do, the unit does."""


def keep(work: UnitOfWork, change: YardChange, actor: Actor, now: datetime) -> Courtyard:
    """Write a courtyard as it is after a step, and return it."""
    wanted = waiting(change.after, now)
    yard = _follow(work, change, wanted, actor, now)
    told = [household(yard.household)] if change.event in _TOLD_HOME else []
    if wanted and yard.owed and yard.owed != change.after.owed:
        told.append(unit(wanted.unit))
    step = Step(
        change.event,
        actor,
        said=change.said,
        unit=yard.village,
        due_at=wanted.due_at if wanted else None,
        addressees=told,
    )
    YARDS.save(work, yard, step)
    _hang_plate(work, change.before, yard)
    if change.stars_before != change.stars_after:
        tally = VILLAGES.find(work, yard.village) or VillageTally(yard.village)
        counted = tallies.starred(tally, change.stars_before, change.stars_after)
        VILLAGES.save(work, replace(counted, version=tally.version + 1))
    return yard


def _follow(
    work: UnitOfWork, change: YardChange, wanted: Waiting | None, actor: Actor, now: datetime
) -> Courtyard:
    """Let a unit owe what is to be done now, and owe no more what is done; the same wait goes on as it was."""
    yard = change.after
    if wanted and yard.owed and wanted.what == yard.waits_for:
        return yard
    if yard.owed:
        escalation.fulfil(work, [yard.owed], actor)
    if wanted is None:
        return replace(yard, waits_for=None, owed=None)
    owed = ids.new_id(now)
    about = {"courtyard": yard.id, "step": wanted.what}
    escalation.owe(
        work, [escalation.Owed(owed, wanted.unit, wanted.due_at, about)], actor, kind=_KIND
    )
    return replace(yard, waits_for=wanted.what, owed=owed)


def _hang_plate(work: UnitOfWork, before: Courtyard | None, yard: Courtyard) -> None:
    if yard.plate and (before is None or before.plate != yard.plate):
        PLATES.save(work, Plate(yard.plate, yard.id))
