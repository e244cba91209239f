"""What people do to an incident: the state table lets them in, and the rule of the action decides.

Who may do what stands in `standing`; transfers, pauses, joint handling, duplicates, ratings and supervision orders have modules of their
own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Addressee, Wake
from escalation.rules.steps import entry
from incidents.rules import (
    clock,
    confirming,
    correcting,
    duplicates,
    joint,
    orders,
    pauses,
    ratings,
    transfers,
    words,
)
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.incident_states import INCIDENTS, MOVES, shut
from incidents.rules.standing import actions_of, admit, post_for, relations, works_below
from incidents.rules.states import Action, Event, Status
from incidents.rules.steps import (
    Command,
    Facts,
    by_hand,
    changed,
    climb,
    stage_of,
    taken_up,
    with_own_time,
)
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import Conflict
from kernel.texts import Text


class AfterPhotoMissing(Conflict):
    """The category asks for a photo of how the place looks now, and there is none yet."""

    slug = "after-photo-missing"
    said = Text(
        "此类事件办结须有处置后照片，请先上传。",
        "A solution of this category needs a photo of how it looks now; upload one first.",
    )


def move(incident: Incident, command: Command, facts: Facts) -> Change:
    """Let a person move an incident as the state table allows.

    Raises
    ------
    NotAllowed
        No relation of the caller to this incident carries the action, or it is somebody else's turn.
    IllegalMove
        The state table has no such move from here.
    WordsMissing
        The action must say why, or what exactly.
    Problem
        What the action itself refuses; see the module of its rule.
    """
    caller, closed = facts.caller, shut(incident.position)
    held = relations(incident, caller, joined=facts.joined)
    if INCIDENTS.find(incident.status, command.action) is None or command.action in closed:
        if incident.status.is_open:
            # Who may not do it at all is told so, whatever the status; but on what is closed nobody may.
            post_for(incident, command.action, held)
        offered = actions_of(incident, caller, joined=facts.joined)
        raise INCIDENTS.refusal(incident.status, command.action, closed, offered)
    post = admit(incident, command.action, caller, held)
    INCIDENTS.require_words(MOVES[command.action], command)
    facts = facts._replace(actor=Actor.of(caller, post), own_staff=works_below(incident, caller))
    change = _STEPS[command.action](incident, command, facts)
    if incident.is_task:
        change = joint.with_its_joint(change, facts.other, facts.tasks, facts.now)
    return with_own_time(change, command.done_at, facts.now)


def _accept(incident: Incident, command: Command, facts: Facts) -> Change:
    after = replace(
        clock.without(incident, Wake.SIGN),
        status=Status.ACCEPTED,
        accepted_by=facts.actor.person_id,
    )
    step = by_hand(Event.ACCEPTED, incident, after, command, facts)
    return changed(incident, after, (step,), facts.now)


def _resolve(incident: Incident, command: Command, facts: Facts) -> Change:
    done = command.done or command.reason
    if not done:
        raise INCIDENTS.words_missing("done")
    if facts.policy.category(incident.category).after_photo and not facts.after_photo:
        raise AfterPhotoMissing
    if incident.is_task:
        return joint.task_done(incident, command, done, facts)
    proposed = replace(
        clock.propose(incident, facts.now, facts.policy),
        status=Status.RESOLVED,
        handler=facts.actor.person_id,
        self_handled=facts.actor.role is Role.GRID_WORKER,
        done=done,
        evidence=command.evidence,
        asked=None,
        confirm_asked=0,
    )
    after = confirming.ask_to_confirm(proposed, facts.now, facts.policy, facts.staffing)
    step = entry(
        Event.RESOLVED,
        incident,
        after,
        facts.now,
        facts.actor,
        reason=done,
        details={"evidence": list(command.evidence), **stage_of(after)},
        addressees=(Addressee.unit_of(after.turn or after.unit),),
    )
    return changed(incident, after, (step,), facts.now)


def _escalate(incident: Incident, command: Command, facts: Facts) -> Change:
    # By hand as by the clock: the same function with another actor.
    after, entries = climb(
        incident, facts.actor, command.reason, facts.now, facts.policy, facts.staffing
    )
    return changed(incident, after, entries, facts.now, Timer.ANEW)


def _confirm(incident: Incident, command: Command, facts: Facts) -> Change:
    kept = replace(
        clock.stop(incident, facts.now, facts.policy), confirmed_by=facts.actor.person_id
    )
    return _close(kept, command, facts, Status.CONFIRMED, Event.CONFIRMED, Ending.SOLVED)


def _cancel(incident: Incident, command: Command, facts: Facts) -> Change:
    return _close(incident, command, facts, Status.CANCELLED, Event.CANCELLED, Ending.CANCELLED)


def _reject(incident: Incident, command: Command, facts: Facts) -> Change:
    back = replace(
        incident,
        status=Status.ACCEPTED if incident.accepted_by else Status.REPORTED,
        handler=None,
        helpers=(),
        solvers=incident.solvers_so_far,
        self_handled=False,
        # What comes now is a new round, which the county is urged to anew if it lets it pass.
        supervisions=0,
        rejections=incident.rejections + 1,
    )
    step = by_hand(
        Event.REJECTED, incident, back, command, facts, addressees=to_the_responsible(incident)
    )
    started, climbed = taken_up(back, facts.now, facts.policy, facts.staffing)
    return changed(incident, started, (step, *climbed), facts.now, Timer.ANEW)


def _close(
    incident: Incident, command: Command, facts: Facts, to: Status, event: Event, ending: Ending
) -> Change:
    settled = clock.hand_over(incident, facts.now, ending)
    after = clock.stop_clock(replace(settled, status=to, closed_at=facts.now))
    step = by_hand(event, incident, after, command, facts, addressees=to_the_responsible(incident))
    return changed(incident, after, (step,), facts.now)


_STEPS: Mapping[Action, Callable[[Incident, Command, Facts], Change]] = {
    Action.ACCEPT: _accept,
    Action.RESOLVE: _resolve,
    Action.ESCALATE: _escalate,
    Action.CONFIRM: _confirm,
    Action.REJECT: _reject,
    Action.CANCEL: _cancel,
    Action.RETURN: transfers.give_back,
    Action.ASSIGN: transfers.assign,
    Action.ASK_EXTENSION: pauses.ask_extension,
    Action.ASK_SUSPENSION: pauses.ask_suspension,
    Action.APPROVE: pauses.approve,
    Action.DENY: pauses.deny,
    Action.RESUME: pauses.resume,
    Action.WHISTLE: joint.whistle,
    Action.RECALL: joint.recall,
    Action.MERGE: duplicates.merge,
    Action.SEPARATE: duplicates.separate,
    Action.JOIN: duplicates.join,
    Action.LEAVE: duplicates.leave,
    Action.ADD: words.add_word,
    Action.CORRECT: correcting.correct,
    Action.RATE: ratings.rate,
    Action.ORDER: orders.order,
    Action.ANSWER: orders.answer,
}
