"""What was decided is followed until it is done: each step after the decision, and each milestone, has a day by which it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from kernel import clock
from kernel.problems import Conflict, NotFound
from kernel.record import record
from kernel.texts import Text


@record
class Milestone:
    """A part of carrying out a decision.

    `responsible` is a person's id; `overdue_since` is set once, by the clock, and stays when the milestone is done late.
    """

    id: str
    title: str
    responsible: str
    due_at: str
    done_at: str | None = None
    done_by: str | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    overdue_since: str | None = None


class Duty(StrEnum):
    """What is to be done next with a matter that others wait for; `data/limits.json` says in how long."""

    CHECK_DEMAND = "check_demand"
    PUBLISH_CONSULTATION = "publish_consultation"
    PUBLISH_RESOLUTION = "publish_resolution"
    AUTHORITY_DECISION = "authority_decision"
    PLAN = "plan"
    PUBLISH_RESULT = "publish_result"


DUTY_NAMES: dict[Duty, Text] = {
    Duty.CHECK_DEMAND: Text("核实罢免要求", "check the demand"),
    Duty.PUBLISH_CONSULTATION: Text("公开协商结果", "publish what was consulted"),
    Duty.PUBLISH_RESOLUTION: Text("公开决议", "publish the resolution"),
    Duty.AUTHORITY_DECISION: Text("县乡审批决定", "decide on the village's opinion"),
    Duty.PLAN: Text("制定实施节点", "plan the carrying out"),
    Duty.PUBLISH_RESULT: Text("公开实施结果", "publish the result"),
}


@record
class Deadline:
    """Until when the next step with a decided matter is to be taken, and by which unit.

    `id` is of its own, since it climbs when its day has passed; `overdue_since` is set once, by the clock.
    """

    id: str
    duty: Duty
    unit: str
    due_at: str
    overdue_since: str | None = None


class MilestoneAlreadyDone(Conflict):
    """The milestone was reported as done before."""

    slug = "milestone-already-done"
    said = Text("该节点已完成。", "This milestone is done already.")


def new(milestone_id: str, title: str, responsible: str, due_at: datetime) -> Milestone:
    """Return an open milestone."""
    return Milestone(
        id=milestone_id, title=title, responsible=responsible, due_at=clock.iso(due_at)
    )


def overdue(milestone: Milestone, now: datetime) -> bool:
    """Tell whether a milestone is open past the day it was due.

    This is what an escalation engine asks of a milestone: whatever climbs, climbs because of it.
    """
    return milestone.done_at is None and milestone.due_at < clock.iso(now)


def fulfil(
    milestones: Sequence[Milestone],
    milestone_id: str,
    *,
    by: str,
    note: str,
    evidence: Sequence[str],
    now: datetime,
) -> tuple[Milestone, ...]:
    """Return the milestones with one of them done.

    Raises
    ------
    NotFound
        There is no such milestone.
    MilestoneAlreadyDone
        It was done before.
    """
    found = next((one for one in milestones if one.id == milestone_id), None)
    if found is None:
        raise NotFound
    if found.done_at:
        raise MilestoneAlreadyDone
    done = replace(found, done_at=clock.iso(now), done_by=by, note=note, evidence=tuple(evidence))
    return tuple(done if one is found else one for one in milestones)


def mark_late(deadline: Deadline, now: datetime) -> Deadline:
    """Return a deadline marked overdue once its day has passed; marked before it stays as it is."""
    if deadline.overdue_since or deadline.due_at >= clock.iso(now):
        return deadline
    return replace(deadline, overdue_since=deadline.due_at)


def mark_overdue(
    milestones: Sequence[Milestone], now: datetime
) -> tuple[tuple[Milestone, ...], list[str]]:
    """Return the milestones with what is overdue marked so, and the ids that were not marked before."""
    fresh = [one.id for one in milestones if overdue(one, now) and not one.overdue_since]
    marked = tuple(
        replace(one, overdue_since=one.due_at) if one.id in fresh else one for one in milestones
    )
    return marked, fresh


def next_due(
    milestones: Sequence[Milestone], duties: Sequence[Deadline]
) -> tuple[str | None, str | None]:
    """Return when the earliest of what is open is due, and when the clock next has to look: at the earliest not yet marked overdue."""
    standing = [one for one in milestones if not one.done_at]
    open_ones = [*standing, *duties]
    due = min((one.due_at for one in open_ones), default=None)
    wake = min((one.due_at for one in open_ones if not one.overdue_since), default=None)
    return due, wake
