"""Lines: enter one, take it a step further, let the clock find what is overdue, and see what is to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import escalation
from kernel import clock
from kernel.access import OFFICERS, Caller
from kernel.actors import CLOCK, Actor
from kernel.addressees import person
from kernel.directory import find_caller, refuse_unknown_unit
from kernel.field_time import refuse_to_come
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.scope import Scope
from kernel.seen import Seen
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from services.environment.rules import lines as rules
from services.environment.rules.courtyard_states import STAFF_OF_PLACE
from services.environment.rules.lines import (
    Line,
    LineChange,
    LineCommand,
    LineEvent,
    LineStatus,
)
from services.environment.rules.tallies import VillageTally
from services.environment.rules.terms import amount, refuse_too_many
from services.environment.rules.work_days import refuse_numbers
from services.environment.store.things import LINES, VILLAGES, lines_of

if TYPE_CHECKING:
    from services.environment.model.line_requests import MoveLine, SetUpLine

_KIND = "upkeep"


def set_up_line(work: UnitOfWork, asking: Scope, said: SetUpLine) -> Seen[Line]:
    """Enter a line of a village; who must keep it follows from what it is.

    Raises
    ------
    InvalidFields
        The village or the keeper is unknown, or the name carries somebody's number.
    TooManyThings
        The village has as many as it may.
    """
    post = asking.within(said.village, OFFICERS)
    refuse_unknown_unit(said.village, "village")
    _refuse_unknown_keeper(said.keeper)
    refuse_numbers(said.name, "name")
    if said.last_done_on:
        refuse_to_come(said.last_done_on, clock.today(), "last_done_on")
    tally = VILLAGES.find(work, said.village) or VillageTally(said.village)
    refuse_too_many("lines_of_a_village", tally.lines)
    line = Line(
        id=work.change_id,
        village=said.village,
        kind=said.kind,
        name=said.name,
        length_m=said.length_m,
        duty=rules.duty_of(said.kind),
        interval_days=said.interval_days,
        entered_on=clock.today(),
        path=said.positions() or (),
        keeper=said.keeper,
        last_done_on=said.last_done_on,
    )
    change = LineChange(None, line, LineEvent.SET_UP)
    return _kept(work, change, Actor.of(asking.person, post), asking.person)


def move_line(
    work: UnitOfWork, asking: Scope, line_id: str, said: MoveLine, expected: Versions
) -> Seen[Line]:
    """Take a line one step further.

    Raises
    ------
    NotFound, StaleVersion
        There is none that the caller has to do with, or another version of it.
    """
    line = LINES.require(work, line_id)
    asking.allow(bool(rules.standing_of(line, asking.person)))
    refuse_stale(expected, line.version)
    _refuse_unknown_keeper(said.keeper)
    command = LineCommand(
        said.action, said.done_at, said.reason, said.duty, said.keeper, said.interval_days,
        said.length_m, said.positions(),
    )  # fmt: skip
    change = rules.move(line, command, asking.person, clock.now())
    post = asking.person.post_over(line.village, STAFF_OF_PLACE)
    return _kept(work, change, Actor.of(asking.person, post), asking.person)


def _refuse_unknown_keeper(keeper: str | None) -> None:
    if keeper and find_caller(keeper) is None:
        raise InvalidFields.one("keeper", Text("没有此人员。", "There is no such person."))


def _kept(work: UnitOfWork, change: LineChange, actor: Actor, caller: Caller) -> Seen[Line]:
    line = _follow(work, change, actor)
    day = line.last_done_on.isoformat() if line.last_done_on else None
    details = {"done_on": day} if change.event is LineEvent.DONE else None
    LINES.save(work, line, Step(change.event, actor, change.said, line.village, details=details))
    _count(work, change)
    return Seen(line, rules.actions_of(line, caller))


def _follow(work: UnitOfWork, change: LineChange, actor: Actor) -> Line:
    """Let a line be owed no more that is overdue no more; one that stays overdue stays owed."""
    line = change.after
    if not line.owed or line.is_overdue(clock.today()):
        return line
    end = escalation.fulfil if change.event is LineEvent.DONE else escalation.drop
    end(work, [line.owed], actor)
    return replace(line, owed=None)


def _count(work: UnitOfWork, change: LineChange) -> None:
    before, after = change.before, change.after
    kept = after.status is LineStatus.KEPT
    lines = int(kept) - int(before is not None)
    metres = (after.length_m if kept else 0) - (before.length_m if before else 0)
    if lines or metres:
        tally = VILLAGES.find(work, after.village) or VillageTally(after.village)
        VILLAGES.save(
            work,
            replace(
                tally,
                lines=tally.lines + lines,
                metres=tally.metres + metres,
                version=tally.version + 1,
            ),
        )


def wake_line(line_id: str) -> None:
    """Let a line be owed whose day has passed."""
    carry_out(lambda work: _wake(work, line_id))


def _wake(work: UnitOfWork, line_id: str) -> None:
    line, now = LINES.find(work, line_id), clock.now()
    change = rules.fall_due(line, clock.today(), work.change_id) if line else None
    if change is None:
        return
    after = change.after
    due = rules.owed_by(now)
    one = escalation.Owed(str(after.owed), rules.owing_unit(after), due, {"line": after.id})
    escalation.owe(work, [one], CLOCK, kind=_KIND)
    told = [person(after.keeper)] if after.keeper else []
    step = Step(change.event, CLOCK, unit=after.village, due_at=due, addressees=told)
    LINES.save(work, after, step)


def see_line(asking: Scope, line_id: str) -> Seen[Line]:
    """Return a line to who has to do with it."""
    line = LINES.get(line_id)
    asking.allow(bool(rules.standing_of(line, asking.person)))
    return Seen(line, rules.actions_of(line, asking.person))


def list_lines(
    asking: Scope, village: str, status: LineStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's lines, what is due first on top, for who serves there."""
    prove_service(asking, village)
    return _seen(LINES.in_list(lines_of(village, status), limit, cursor), asking.person)


def list_due(asking: Scope, limit: int, cursor: str | None) -> Listed:
    """Return one page of what the caller keeps and is due within the next days, what is due first on top: a keeper's day in one request."""
    asking.allow(proven=True)
    last = clock.today() + timedelta(days=amount("due_ahead_days"))
    # Ids stand behind the day: everything of the last one is below its "~".
    within = Range("place", "<=", (f"{last.isoformat()}#~",))
    found = LINES.about(f"KEEPER#{asking.person.person_id}", limit, cursor, within=within)
    return _seen(found, asking.person)


def list_steps(asking: Scope, line_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a line's history, oldest first."""
    see_line(asking, line_id)
    return LINES.steps_of(line_id, limit, cursor)


def prove_service(asking: Scope, village: str) -> None:
    """Prove that the caller serves in a village: over it, or in a grid of it.

    Raises
    ------
    NotAllowed, OutsideYourArea
        The caller does not.
    """
    posts = asking.person.posts
    if any(one.role in STAFF_OF_PLACE and one.unit.startswith(village) for one in posts):
        asking.allow(proven=True)
    else:
        asking.within(village, STAFF_OF_PLACE)


def _seen(found: Listed, caller: Caller) -> Listed:
    return found._replace(rows=[Seen(one, rules.actions_of(one, caller)) for one in found.rows])
