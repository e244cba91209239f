"""Loads on their way: collected in the village, taken to the town's station and to the plant; each leg is owed and climbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import escalation
from kernel import clock, ids
from kernel.access import TIER_OFFICER, Caller
from kernel.actors import Actor
from kernel.addressees import role
from kernel.clock import day_of
from kernel.directory import refuse_unknown_unit
from kernel.field_time import believed
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import tier_of
from services.environment.rules import loads as rules
from services.environment.rules.courtyard_states import STAFF_OF_PLACE
from services.environment.rules.loads import Load, LoadCommand, LoadEvent, LoadStatus
from services.environment.rules.terms import amount, refuse_too_many
from services.environment.service.keep_lines import prove_service
from services.environment.service.keep_tallies import count, year_of
from services.environment.store.things import LOADS

if TYPE_CHECKING:
    from services.environment.model.load_requests import CollectLoad, MoveLoad

_KIND = "haul"


def collect_load(work: UnitOfWork, asking: Scope, said: CollectLoad) -> Seen[Load]:
    """Enter what was collected in a village: its town owes the next leg from now on.

    Raises
    ------
    InvalidFields
        The village is unknown.
    TooManyThings
        The village has entered as many as it may in a year.
    """
    prove_service(asking, said.village)
    refuse_unknown_unit(said.village, "village")
    collected_at = believed(said.collected_at, clock.now(), amount("believable_days"))
    day = day_of(collected_at)
    refuse_too_many("loads_of_a_year", year_of(work, said.village, day.year).loads)
    load = Load(work.change_id, said.village, said.sort, said.kg, collected_at)
    count(work, said.village, day.year, loads=1, load_kg=said.kg)
    return _kept(work, load, LoadEvent.COLLECTED, asking.person, clock.now())


def move_load(
    work: UnitOfWork, asking: Scope, load_id: str, said: MoveLoad, expected: Versions
) -> Seen[Load]:
    """Take a load one leg further.

    Raises
    ------
    NotFound, StaleVersion
        There is no such load, or another version of it.
    """
    load, now = LOADS.require(work, load_id), clock.now()
    prove_service(asking, load.village)
    refuse_stale(expected, load.version)
    after, event = rules.move(load, LoadCommand(said.action, said.sort), asking.person, now)
    return _kept(work, after, event, asking.person, now)


def _kept(
    work: UnitOfWork, load: Load, event: LoadEvent, caller: Caller, now: datetime
) -> Seen[Load]:
    actor = Actor.of(caller, caller.post_over(load.village, STAFF_OF_PLACE))
    if load.owed:
        escalation.fulfil(work, [load.owed], actor)
    leg = rules.next_leg(load, now)
    after = replace(load, owed=ids.new_id(now) if leg else None)
    if leg:
        one = escalation.Owed(str(after.owed), leg.unit, leg.due_at, {"load": load.id})
        escalation.owe(work, [one], actor, kind=_KIND)
    told = [role(TIER_OFFICER[tier_of(leg.unit)], leg.unit)] if leg else []
    due = leg.due_at if leg else None
    LOADS.save(work, after, Step(event, actor, None, load.village, due, addressees=told))
    return Seen(after, rules.actions_of(after, caller))


def see_load(asking: Scope, load_id: str) -> Seen[Load]:
    """Return a load to who serves where it was collected."""
    load = LOADS.get(load_id)
    prove_service(asking, load.village)
    return Seen(load, rules.actions_of(load, asking.person))


def list_loads(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the loads of a village, newest first."""
    prove_service(asking, village)
    return _seen(LOADS.in_list(f"LOADS#{village}", limit, cursor, newest_first=True), asking)


def list_waiting(
    asking: Scope, town: str, status: LoadStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of what waits for its next leg in a town, what has waited longest on top."""
    asking.within(town, STAFF_OF_PLACE)
    return _seen(LOADS.about(f"LOADS#{town}#{status}", limit, cursor), asking)


def _seen(found: Listed, asking: Scope) -> Listed:
    rows = [Seen(one, rules.actions_of(one, asking.person)) for one in found.rows]
    return found._replace(rows=rows)


def list_steps(asking: Scope, load_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a load's history, oldest first."""
    see_load(asking, load_id)
    return LOADS.steps_of(load_id, limit, cursor)
