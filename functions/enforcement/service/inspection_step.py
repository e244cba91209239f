"""A step of an inspection: what it is decided on, how it is kept, and what the team owes since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import escalation
from enforcement.rules.visit_command import VisitCommand
from enforcement.rules.visit_states import VisitEvent, VisitStatus
from enforcement.rules.visits import Visit
from enforcement.service.team import team_of
from enforcement.store import timeline, visits
from kernel import addressees, ids
from kernel.access import Role
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.storage.unit_of_work import UnitOfWork

APPROVAL, ORDER = "urgent_inspection_approval", "order_to_correct"


class Step(NamedTuple):
    """What a step is decided on."""

    work: UnitOfWork
    said: VisitCommand
    actor: Actor
    now: datetime


def keep_step(step: Step, after: Visit, event: str, to: VisitStatus | None) -> Visit:
    """Keep an inspection after a step, with the entry in its record."""
    moved = replace(after, status=to or after.status, version=after.version + 1)
    visits.save(step.work, moved)
    timeline.append(
        step.work,
        f"INSPECTION#{moved.id}",
        event,
        by=step.actor,
        now=step.now,
        details=_told(moved, step.said),
        hears=[
            addressees.person(moved.proposed_by),
            addressees.role(Role.ENFORCEMENT_HEAD, moved.town),
        ],
    )
    return moved


def tell_supervisors(step: Step, visit: Visit) -> None:
    """Tell the county's supervisors that a firm is inspected whose yearly cap does not hold it back, and on what ground."""
    timeline.append(
        step.work,
        f"INSPECTION#{visit.id}",
        VisitEvent.WATCHED,
        by=step.actor,
        now=step.now,
        details={"ground": visit.ground} if visit.ground else None,
        hears=[addressees.role(Role.JUSTICE_SUPERVISOR, visit.town[:6])],
    )


def _told(visit: Visit, said: VisitCommand) -> Mapping[str, str]:
    """Return what the record says of a step."""
    told = {
        "reason": said.reason,
        "way": said.way,
        "code": visit.code,
        "result": visit.result and str(visit.result),
        "until": visit.limit and day_of(visit.limit).isoformat(),
        "case": visit.case,
    }
    return {name: value for name, value in told.items() if value}


def let_owe(step: Step, visit: Visit, due_at: datetime, kind: str) -> str:
    """Let the town's team owe something about an inspection; return by which id."""
    about = {"inspection": visit.id, "town": visit.town}
    owed = escalation.Owed(ids.new_id(step.now), team_of(visit.town), due_at, about)
    escalation.owe(step.work, [owed], step.actor, kind=kind)
    return owed.id
