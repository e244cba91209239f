"""What turns out to be something else: handled as a dispute, a hazard or a clue, and taken back when that has ended.

The matter has one clock at every moment. What was converted has none; whatever it became has one; when that ends somebody owes to take the
incident back, and it goes on with what was left. It is converted into each kind once, so that going round lengthens nothing for long.
"""

from __future__ import annotations

from dataclasses import replace

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Addressee
from incidents.rules import clock, confirming
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.incident_states import INCIDENTS
from incidents.rules.solution import Solution
from incidents.rules.standing import relations
from incidents.rules.states import Action, Event, Relation, Status
from incidents.rules.steps import Command, Facts, by_hand, changed, stage_of, taken_up
from kernel.access import Caller, Post
from kernel.problems import Conflict, NotAllowed
from kernel.texts import Text
from kernel.units import Tier

_OF_THE_GRID = (Relation.GRID_WORKER, Relation.GRID_CHIEF)


class AlreadyConverted(Conflict):
    """An incident is converted into each kind once: what came back from there is solved here, or goes up."""

    slug = "already-converted"
    said = Text(
        "该事件此前已转为同类事项办理并收回，不能再次转办；请继续办理或上报。",
        "It was converted into this kind before and taken back: handle it here, or escalate it.",
    )


class NotConvertible(Conflict):
    """A department's task, and what has departments or reporters on the way, is not converted."""

    slug = "not-convertible"
    said = Text(
        "会办任务不能单独转办，请由牵头单位办理。",
        "A department's task is not converted by itself: the lead has the matter.",
    )


def post_to_convert(incident: Incident, caller: Caller) -> Post:
    """Return the post by which somebody converts an incident or takes it back: of the responsible unit, of its grid, or above.

    Raises
    ------
    NotAllowed
        The caller stands otherwise to it.
    """
    held = relations(incident, caller)
    wanted = (Relation.RESPONSIBLE, *_OF_THE_GRID, Relation.OVERSEER)
    if incident.tier is not Tier.VILLAGE:
        # What has left the village is no longer the grid's to push on.
        wanted = (Relation.RESPONSIBLE, Relation.OVERSEER)
    post = next((held[one] for one in wanted if held.get(one)), None)
    if post is None:
        raise NotAllowed(
            Text(
                "只能由责任单位、本网格或上级单位转办。",
                "The responsible unit, its grid or those above convert it.",
            )
        )
    return post


def convert(incident: Incident, into: str, command: Command, facts: Facts) -> Change:
    """Stop an incident's clock: it is handled as something else from now on.

    Parameters
    ----------
    into
        `kind:id` of what it became.

    Raises
    ------
    IllegalMove
        It is not in hand.
    NotConvertible
        It is a department's task.
    AlreadyConverted
        It was this kind before.
    """
    if INCIDENTS.find(incident.status, Action.CONVERT) is None:
        raise INCIDENTS.refusal(incident.status, Action.CONVERT)
    if incident.is_task:
        raise NotConvertible
    kind = into.partition(":")[0]
    if any(one.partition(":")[0] == kind for one in incident.conversions):
        raise AlreadyConverted
    kept = clock.stop(incident, facts.now, facts.policy)
    settled = clock.hand_over(kept, facts.now, Ending.CONVERTED)
    after = clock.stop_clock(
        replace(
            settled,
            status=Status.CONVERTED,
            conversions=(*incident.conversions, into),
            closed_at=facts.now,
        )
    )
    step = by_hand(
        Event.CONVERTED,
        incident,
        after,
        command,
        facts,
        details={"into": into},
        addressees=to_the_responsible(incident),
    )
    return changed(incident, after, (step,), facts.now)


def made_from(change: Change, origin: str) -> Change:
    """Note on a new incident what it was made from, as `kind:id`: that waits for its end."""
    return change._replace(incident=replace(change.incident, origin=origin))


def take_back(
    incident: Incident, solution: Solution | None, command: Command, facts: Facts
) -> Change:
    """Go on with an incident because what it became has ended: to its confirmation where that solved it, else with what was left.

    Parameters
    ----------
    solution
        How it was solved, for who confirms; None: it was not.
    """
    if INCIDENTS.find(incident.status, Action.TAKE_BACK) is None:
        raise INCIDENTS.refusal(incident.status, Action.TAKE_BACK)
    if solution is not None:
        return _solved(incident, solution, command, facts)
    back = replace(
        incident, status=Status.REPORTED, accepted_by=None, held_since=None, closed_at=None
    )
    step = by_hand(
        Event.TAKEN_BACK, incident, back, command, facts, addressees=to_the_responsible(back)
    )
    started, passed = taken_up(back, facts.now, facts.policy, facts.staffing)
    return changed(incident, started, (step, *passed), facts.now, Timer.ANEW)


def _solved(incident: Incident, solution: Solution, command: Command, facts: Facts) -> Change:
    proposed = replace(
        clock.propose(replace(incident, held_since=facts.now), facts.now, facts.policy),
        status=Status.RESOLVED,
        handler=solution.by,
        self_handled=solution.by in facts.staffing.workers,
        done=solution.said,
        closed_at=None,
        confirm_asked=0,
    )
    after = confirming.ask_to_confirm(proposed, facts.now, facts.policy, facts.staffing)
    step = by_hand(
        Event.TAKEN_BACK,
        incident,
        after,
        command._replace(reason=solution.said),
        facts,
        details=stage_of(after),
        addressees=(Addressee.unit_of(after.turn or after.unit),),
    )
    return changed(incident, after, (step,), facts.now, Timer.ANEW)
