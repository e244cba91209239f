"""Handle a matter as something else from now on, and take it back when that has ended: both ends in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import escalation
from kernel import clock
from kernel.actors import Actor
from kernel.problems import NotFound, Versions
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from workspace.conversions.kinds import form_of
from workspace.conversions.rules.conversions import (
    Conversion,
    Matter,
    refuse_early,
    refuse_round,
)
from workspace.conversions.store import conversions

if TYPE_CHECKING:
    from workspace.conversions.model import Into


def convert_matter(
    work: UnitOfWork, asking: Scope, source: Matter, into: Into, reason: str, expected: Versions
) -> Conversion:
    """Enter a matter as another kind and stop its clock where it is.

    Raises
    ------
    SameKind, WouldGoRound
        It is of that kind, or came from there.
    Problem
        What either context refuses: who may not, what is not in hand any more, what is never a dispute.
    """
    before, after = form_of(source.kind), form_of(into.kind)
    before.prove(work, asking, source.id)
    refuse_round(source, into.kind, _led_to(source))
    target = Matter(into.kind, after.enter(work, asking, into.said, source))
    before.stop(work, asking, source.id, target, reason, expected)
    conversion = Conversion(
        work.change_id, source, target, reason, clock.now(), asking.person.person_id
    )
    conversions.save(work, conversion)
    return conversion


def take_back(
    work: UnitOfWork, asking: Scope, conversion_id: str, reason: str | None
) -> Conversion:
    """Let a matter go on where it was, as what it became has ended.

    Raises
    ------
    NotFound
        There is no such conversion.
    TakenBackAlready, StillUnderWay
        It was taken back, or goes on there.
    """
    conversion = conversions.find(work, conversion_id)
    if conversion is None:
        raise NotFound(Text("没有这项转办。", "There is no such conversion."))
    before, after = form_of(conversion.source.kind), form_of(conversion.target.kind)
    before.prove(work, asking, conversion.source.id)
    outcome = after.outcome(work, conversion.target.id)
    refuse_early(conversion, outcome)
    before.take_back(work, asking, conversion.source.id, outcome.solution, reason)
    actor = Actor.of(asking.person)
    escalation.taken_back(work, str(conversion.target), actor, outcome.ended_at)
    back = replace(
        conversion,
        taken_back_at=clock.now(),
        taken_back_by=asking.person.person_id,
        solved=outcome.solution is not None,
        version=conversion.version + 1,
    )
    conversions.save(work, back)
    return back


def _led_to(matter: Matter) -> Iterator[Matter]:
    """Give the forms that led to this one and stand still, the last first; as each takes a kind once, there are few."""
    seen, present = {matter}, matter
    while True:
        into = (one for one in conversions.of_matter(present) if one.target == present)
        held = next((one.source for one in into if one.is_open and one.source not in seen), None)
        if held is None:
            return
        yield held
        seen.add(held)
        present = held
