"""A decision is carried out by milestones, and followed by deadlines until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assembly.rules import followup, limits
from assembly.rules.followup import Deadline, Duty, Milestone
from assembly.rules.matters.proposal import Matter, require_step
from assembly.rules.matters.steps import advance, step_done
from assembly.rules.publications import PublicationKind
from assembly.rules.routing import MatterStep, MatterType
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import Level, ancestor


class MilestonesMissing(InvalidFields):
    """A decision is followed up until it is done: carrying out needs milestones, and all of them done."""

    slug = "milestones-missing"


def plan(
    matter: Matter,
    kind: MatterType,
    milestones: Sequence[Milestone],
    *,
    reason: str | None,
    now: datetime,
) -> Matter:
    """Set the milestones by which a decision is carried out.

    Those that are done, or past their day, stay: no plan makes a delay go away. An open one that is planned again as it was stays as well.

    Raises
    ------
    StepMayNotBeSkipped
        There is nothing to carry out yet.
    InvalidFields
        An open milestone is dropped or moved, and nothing says why.
    """
    require_step(matter, kind, MatterStep.CARRYING_OUT)
    fresh, kept = list(milestones), list[Milestone]()
    for one in matter.milestones:
        again = next((each for each in fresh if _same(each, one)), None)
        if again is not None:
            fresh.remove(again)
        if again or one.done_at or one.overdue_since or followup.overdue(one, now):
            kept.append(one)
    if len(kept) < len(matter.milestones) and not reason:
        raise InvalidFields.one(
            "reason",
            Text(
                "取消或改期未完成的节点须说明理由。",
                "Say why an open milestone is dropped or moved.",
            ),
        )
    return replace(matter, milestones=(*kept, *fresh))


def _same(one: Milestone, other: Milestone) -> bool:
    return _planned(one) == _planned(other)


def _planned(one: Milestone) -> tuple[str, str, str]:
    return one.title, one.responsible, one.due_at


def finish(matter: Matter, kind: MatterType, *, by: str, now: datetime) -> Matter:
    """Leave the carrying out behind once every milestone is done.

    Raises
    ------
    MilestonesMissing
        There are none, or some are still open.
    """
    require_step(matter, kind, MatterStep.CARRYING_OUT)
    if not matter.milestones:
        raise MilestonesMissing.one(
            "milestones", Text("须先登记实施节点。", "Set the milestones first.")
        )
    if any(not one.done_at for one in matter.milestones):
        raise MilestonesMissing.one(
            "milestones", Text("还有未完成的实施节点。", "Some milestones are still open.")
        )
    return advance(matter, kind, step_done(MatterStep.CARRYING_OUT, by, now))


def no_longer_planned(before: Matter, after: Matter) -> list[str]:
    """Return the ids of the milestones that a new plan left out."""
    kept = {one.id for one in after.milestones}
    return [one.id for one in before.milestones if one.id not in kept]


def duty_of(matter: Matter) -> Duty | None:
    """Return what others wait for with a matter; None while it runs by its milestones' days, or by none."""
    match matter.step:
        case MatterStep.DEMAND_CHECK:
            return Duty.CHECK_DEMAND
        case MatterStep.RESOLUTION_PUBLICATION:
            return Duty.PUBLISH_RESOLUTION
        case MatterStep.AUTHORITY_DECISION:
            return Duty.AUTHORITY_DECISION
        case MatterStep.CARRYING_OUT if not matter.milestones:
            return Duty.PLAN
        case MatterStep.CARRYING_OUT if any(not one.done_at for one in matter.milestones):
            return None
        case MatterStep.CARRYING_OUT | MatterStep.RESULT_PUBLICATION:
            return Duty.PUBLISH_RESULT
        case _:
            return None


def with_clock(matter: Matter, now: datetime, deadline_id: str) -> Matter:
    """Return the matter with what is due next, by when and whose turn it is, and when its clock next has to look.

    Parameters
    ----------
    deadline_id
        The id of a new deadline, where another duty than before stands open from now on.
    """
    duty, deadline = duty_of(matter), matter.deadline
    if duty is None:
        deadline = None
    elif deadline is None or deadline.duty != duty:
        due_at = limits.due(duty, now)
        deadline = Deadline(deadline_id, duty, _whose(duty, matter.village), due_at)
    standing = [*([deadline] if deadline else []), *matter.republish]
    due, wake = followup.next_due(matter.milestones, standing)
    turn = standing[0].unit if standing else matter.village
    return replace(matter, deadline=deadline, due_at=due, wake_at=wake, turn=turn if due else None)


def _whose(duty: Duty, village: str) -> str:
    if duty not in (Duty.AUTHORITY_DECISION, Duty.CHECK_DEMAND):
        return village
    # The town takes the application and sends it on, so that it is the town that knows what became of it (社会救助暂行办法 Art. 11).
    town = ancestor(village, Level.TOWN)
    assert town is not None, "every village lies in a town"
    return town


def mark_overdue(matter: Matter, now: datetime) -> tuple[Matter, list[str]]:
    """Return the matter with what has passed its day marked so, and the ids of what was not marked before."""
    milestones, late = followup.mark_overdue(matter.milestones, now)
    deadline = matter.deadline
    again = tuple(followup.mark_late(each, now) for each in matter.republish)
    marked = replace(
        matter,
        milestones=milestones,
        republish=again,
        deadline=followup.mark_late(deadline, now) if deadline else None,
    )
    before = [*([deadline] if deadline else []), *matter.republish]
    after = [*([marked.deadline] if marked.deadline else []), *again]
    return marked, [*late, *(new.id for old, new in zip(before, after, strict=True) if old != new)]


def ended_by(before: Matter, after: Matter) -> tuple[list[str], list[str]]:
    """Return the ids of what was owed and is met by a move, and of what is not wanted any more."""
    dropped = no_longer_planned(before, after)
    owed = {each.id for each in after.republish}
    met = [each.id for each in before.republish if each.id not in owed]
    deadline = before.deadline
    if deadline is None or (after.deadline and after.deadline.id == deadline.id):
        return met, dropped
    if deadline_met(before, after):
        return [*met, deadline.id], dropped
    return met, [*dropped, deadline.id]


_AGAIN = {
    PublicationKind.CONSULTATION: Duty.PUBLISH_CONSULTATION,
    PublicationKind.RESOLUTION: Duty.PUBLISH_RESOLUTION,
    PublicationKind.RESULT: Duty.PUBLISH_RESULT,
}


def owe_again(matter: Matter, kind: PublicationKind, publication: str, now: datetime) -> Matter:
    """Return a matter of which something published was taken down: it is owed again, corrected, until it is up."""
    duty = _AGAIN.get(kind)
    if duty is None:
        return matter
    due = Deadline(publication, duty, matter.village, limits.due(duty, now))
    return replace(matter, republish=(*matter.republish, due))


def published_again(matter: Matter, publication: str) -> Matter:
    """Return a matter of which what was taken down is up again."""
    owed = tuple(each for each in matter.republish if each.id != publication)
    return replace(matter, republish=owed)


def deadline_met(before: Matter, after: Matter) -> bool:
    """Tell whether a deadline that stands no more was met: by a step taken, or a plan made; else what it asked for is not wanted."""
    planned = bool(after.milestones) and not before.milestones
    return planned or len(after.records) > len(before.records)
