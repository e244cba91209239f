"""Work days: enter one, count its living trees a year later, strike a mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import escalation
from kernel import clock
from kernel.actors import CLOCK, Actor
from kernel.addressees import unit
from kernel.directory import refuse_unknown_unit
from kernel.field_time import refuse_to_come
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from services.environment.rules import work_days as rules
from services.environment.rules.courtyard_states import STAFF_OF_PLACE
from services.environment.rules.terms import refuse_too_many
from services.environment.rules.work_days import WorkCommand, WorkDay, WorkEvent, WorkStatus
from services.environment.service.keep_lines import prove_service
from services.environment.service.keep_tallies import count, year_of
from services.environment.store.things import WORK_DAYS, work_days_of

if TYPE_CHECKING:
    from services.environment.model.work_requests import EnterWorkDay, MoveWorkDay

_KIND = "tree_count"


def enter_work_day(work: UnitOfWork, asking: Scope, said: EnterWorkDay) -> Seen[WorkDay]:
    """Enter what a village did together.

    Raises
    ------
    InvalidFields
        The village is unknown, the day is still to come, or the theme carries somebody's number.
    TooManyThings
        The village has entered as many as it may in a year.
    """
    prove_service(asking, said.village)
    refuse_unknown_unit(said.village, "village")
    refuse_to_come(said.held_on, clock.today(), "held_on")
    rules.refuse_numbers(said.theme, "theme")
    year = said.held_on.year
    refuse_too_many("work_days_of_a_year", year_of(work, said.village, year).work_days)
    day = WorkDay(
        id=work.change_id,
        village=said.village,
        held_on=said.held_on,
        theme=said.theme,
        heads=said.heads,
        hours=said.hours,
        rubbish_kg=said.rubbish_kg,
        trees=said.trees,
        place=said.position.taken() if said.position else None,
    )
    _count(work, day, 1)
    return _kept(work, asking, day, WorkEvent.ENTERED)


def move_work_day(
    work: UnitOfWork, asking: Scope, day_id: str, said: MoveWorkDay, expected: Versions
) -> Seen[WorkDay]:
    """Count the trees of a work day, or strike a mistake.

    Raises
    ------
    NotFound, StaleVersion
        There is no such work day, or another version of it.
    """
    day = WORK_DAYS.require(work, day_id)
    prove_service(asking, day.village)
    refuse_stale(expected, day.version)
    command = WorkCommand(said.action, said.alive, said.reason)
    after, event = rules.move(day, command, asking.person, clock.today())
    if event is WorkEvent.STRUCK:
        _count(work, day, -1)
    else:
        counted = {"trees_counted": day.trees, "alive": after.alive or 0}
        count(work, day.village, day.held_on.year, **counted)
    return _kept(work, asking, after, event, said.reason)


def _count(work: UnitOfWork, day: WorkDay, more: int) -> None:
    count(
        work,
        day.village,
        day.held_on.year,
        work_days=more,
        heads=more * day.heads,
        hours=more * day.hours,
        rubbish_kg=more * day.rubbish_kg,
        trees=more * day.trees,
    )


def _kept(
    work: UnitOfWork, asking: Scope, day: WorkDay, event: WorkEvent, said: str | None = None
) -> Seen[WorkDay]:
    caller = asking.person
    actor = Actor.of(caller, caller.post_over(day.village, STAFF_OF_PLACE))
    if day.owed:
        end = escalation.fulfil if day.status is WorkStatus.COUNTED else escalation.drop
        end(work, [day.owed], actor)
        day = replace(day, owed=None)
    WORK_DAYS.save(work, day, Step(event, actor, said, day.village))
    return Seen(day, rules.actions_of(day, caller, clock.today()))


def wake_work_day(day_id: str) -> None:
    """Let the count of trees be owed whose year has passed."""
    carry_out(lambda work: _wake(work, day_id))


def _wake(work: UnitOfWork, day_id: str) -> None:
    day = WORK_DAYS.find(work, day_id)
    after = rules.fall_due(day, clock.today(), work.change_id) if day else None
    if after is None:
        return
    due = rules.owed_by(clock.now())
    one = escalation.Owed(str(after.owed), after.village, due, {"work_day": after.id})
    escalation.owe(work, [one], CLOCK, kind=_KIND)
    told = (unit(after.village),)
    step = Step(WorkEvent.FELL_DUE, CLOCK, unit=after.village, due_at=due, addressees=told)
    WORK_DAYS.save(work, after, step)


def see_work_day(asking: Scope, day_id: str) -> Seen[WorkDay]:
    """Return a work day to who serves in its village."""
    day = WORK_DAYS.get(day_id)
    prove_service(asking, day.village)
    return Seen(day, rules.actions_of(day, asking.person, clock.today()))


def list_work_days(
    asking: Scope, village: str, limit: int, cursor: str | None, *, struck: bool
) -> Listed:
    """Return one page of the work days of a village, newest first."""
    prove_service(asking, village)
    name = work_days_of(village, struck=struck)
    found = WORK_DAYS.in_list(name, limit, cursor, newest_first=True)
    caller, today = asking.person, clock.today()
    rows = [Seen(one, rules.actions_of(one, caller, today)) for one in found.rows]
    return found._replace(rows=rows)


def list_steps(asking: Scope, day_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a work day's history, oldest first."""
    see_work_day(asking, day_id)
    return WORK_DAYS.steps_of(day_id, limit, cursor)
