"""What happens to an incident: reported, moved by people, woken by the clock.

Each function takes the incident as it is and the facts around it, and returns the `Change`, or raises the refusal. Manual and automatic
escalation are one function with another actor. Who may do what stands in `standing`; transfers, pauses, joint handling, duplicates,
ratings and supervision orders have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, Timer, to_the_responsible
from escalation.rules.clocked import Addressee, Entry, Severity, Staffing, Wake
from escalation.rules.steps import entry, recount_told, remind, supervision_told
from incidents.rules import clock, duplicates, joint, orders, pauses, ratings, transfers
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.policy import Policy
from incidents.rules.standing import admit, post_for, relations, works_below
from incidents.rules.states import (
    MOVES,
    Action,
    Event,
    IllegalMove,
    ReasonMissing,
    Source,
    Status,
    legal_actions,
)
from incidents.rules.steps import (
    Command,
    Facts,
    changed,
    climb,
    stage_of,
    taken_up,
    unit_at,
    with_own_time,
)
from kernel.access import Role
from kernel.actors import CLOCK, Actor
from kernel.problems import Conflict
from kernel.texts import Text
from kernel.units import Tier, tier_of


class AfterPhotoMissing(Conflict):
    """The category asks for a photo of how the place looks now, and there is none yet."""

    slug = "after-photo-missing"
    said = Text(
        "此类事件办结须有处置后照片，请先上传。",
        "A solution of this category needs a photo of how it looks now; upload one first.",
    )


class Report(NamedTuple):
    """What a reporter says, checked and located."""

    unit: str
    category: str
    severity: Severity
    source: Source
    description: str
    reporter: str
    on_behalf_of: str | None = None
    client_ref: str | None = None
    location: Mapping[str, Any] | None = None
    done_at: datetime | None = None


def report(
    said: Report,
    *,
    incident_id: str,
    case_code: str,
    actor: Actor,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> Change:
    """Open an incident at the tier that is responsible first.

    Urgent goes to the town and the village at once (DOMAIN 2.5): the town is responsible (or a higher tier, where the category starts
    there), every tier below is told in the same moment. A
    tier where nobody holds the post is passed over on the spot, with the reason on record.

    Raises
    ------
    UnknownCategory
        The policy has no such category.
    InvalidFields
        See `with_own_time`.
    """
    wanted = policy.start_tier(said.category, said.severity)
    # Below the place there is nobody: what is known only to be somewhere in a town starts at the town.
    lowest = tier_of(said.unit)
    tier = max(wanted, lowest, key=lambda one: one.rank)
    incident = Incident(
        id=incident_id,
        case_code=case_code,
        unit=said.unit,
        category=said.category,
        severity=said.severity,
        source=said.source,
        description=said.description,
        reporter=said.reporter,
        on_behalf_of=said.on_behalf_of,
        client_ref=said.client_ref,
        location=said.location,
        policy_version=policy.version,
        created_at=now,
        updated_at=now,
        tier=tier,
        responsible_unit=unit_at(said.unit, tier),
    )
    first = lowest if said.severity is Severity.URGENT else tier
    told = tuple(
        Addressee(one, unit_at(said.unit, one))
        for one in Tier
        if first.rank <= one.rank <= tier.rank
    )
    opened = entry(Event.REPORTED, incident, incident, now, actor, addressees=told, first=True)
    started, passed = taken_up(incident, now, policy, staffing)
    opening = changed(None, started, (opened, *passed), now, Timer.ANEW)
    return with_own_time(opening, said.done_at, now)


def move(incident: Incident, command: Command, facts: Facts) -> Change:
    """Let a person move an incident as the state table allows.

    Raises
    ------
    NotAllowed
        No relation of the caller to this incident carries the action, or it is somebody else's turn.
    IllegalMove
        The state table has no such move from here.
    ReasonMissing
        The action must say why, or what exactly.
    Problem
        What the action itself refuses; see the module of its rule.
    """
    caller = facts.caller
    legal = legal_actions(incident.status, incident.position)
    held = relations(incident, caller, joined=facts.joined)
    if command.action in legal:
        post = admit(incident, command.action, caller, held)
    else:
        # Who may not do it at all is told so, whatever the status.
        post_for(incident, command.action, held)
        raise IllegalMove(command.action, incident.status, legal)
    move = MOVES[command.action]
    if missing := [need for need in move.needs if getattr(command, need) in (None, ())]:
        raise ReasonMissing(*missing)
    facts = facts._replace(actor=Actor.of(caller, post), own_staff=works_below(incident, caller))
    change = _STEPS[command.action](incident, command, facts)
    if incident.is_task:
        change = joint.with_its_joint(change, facts.other, facts.tasks, facts.now)
    return with_own_time(change, command.done_at, facts.now)


def wake(
    incident: Incident,
    *,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
    joint_with: tuple[Incident, ...] = (),
) -> Change | None:
    """Do what the clock has to do now (`climbing.woken`); None when nothing is due yet or any more.

    Parameters
    ----------
    joint_with
        Of a task: the incident it belongs to, and then the other tasks.
    timer
        The reconciler lets a running timer ride, and arms a new one where it was lost.
    """
    after, entries = climbing.woken(
        incident, now, lambda one, woke: _WAKES[woke](one, now, policy, staffing)
    )
    if after is incident:
        return None
    change = changed(incident, after, entries, now, timer)
    return (
        joint.with_its_joint(change, joint_with[0], joint_with[1:], now) if joint_with else change
    )


def escalate(
    incident: Incident,
    *,
    actor: Actor,
    reason: str | None,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.ANEW,
) -> Change:
    """Take an incident up to the unit above, by whoever acts: a person with a reason, or the clock because the limit passed."""
    if incident.superior is None:
        raise IllegalMove(
            Action.ESCALATE,
            incident.status,
            legal_actions(incident.status, incident.position),
        )
    after, entries = climb(incident, actor, reason, now, policy, staffing)
    return changed(incident, after, entries, now, timer)


def recount(
    incident: Incident, now: datetime, policy: Policy, *, joint_with: tuple[Incident, ...] = ()
) -> Change | None:
    """Count a provisional limit again once a year's holidays are known (DOMAIN 8.3); None when nothing changes.

    The unit in turn and the reporter can read in the history from which instant to which it moved.
    """
    counted = clock.recount(incident, policy)
    if counted is None:
        return None
    change = changed(incident, counted, (recount_told(incident, counted, now),), now)
    return (
        joint.with_its_joint(change, joint_with[0], joint_with[1:], now) if joint_with else change
    )


_Woken = tuple[Incident, tuple[Entry, ...]]


def _remind(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    return remind(incident, now)


def _sign_overdue(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    """督办 trigger: not signed for in time (唐山 Art. 37). The unit and the one above it are told; the limit itself runs on."""
    after = clock.without(incident, Wake.SIGN)
    above = (Addressee.unit_of(incident.superior),) if incident.superior else ()
    told = entry(
        Event.SIGN_OVERDUE,
        incident,
        after,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        addressees=(*to_the_responsible(incident), *above),
    )
    return after, (told,)


def _limit_passed(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    return climb(incident, CLOCK, None, now, policy, staffing)


def _supervise(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    after = clock.after_supervision(incident, now, policy)
    return after, (supervision_told(incident, after, now),)


def _remind_confirmer(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> _Woken:
    after = clock.after_confirmation_reminder(incident, now, policy, staffing)
    return after, (_of_confirmation(Event.CONFIRMATION_REMINDED, incident, after, now),)


def _pass_confirmation(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> _Woken:
    after = clock.pass_confirmation(incident, now, policy, staffing)
    told = _of_confirmation(
        Event.CONFIRMATION_PASSED, incident, after, now, reason_code=LIMIT_PASSED
    )
    return after, (told,)


def _of_confirmation(
    event: Event,
    before: Incident,
    after: Incident,
    now: datetime,
    reason_code: str | None = None,
) -> Entry:
    return entry(
        event,
        before,
        after,
        now,
        CLOCK,
        reason_code=reason_code,
        addressees=(Addressee.unit_of(after.turn or after.unit),),
        details=stage_of(after),
    )


_WAKES: Mapping[Wake, Callable[[Incident, datetime, Policy, Staffing], _Woken]] = {
    Wake.REMIND: _remind,
    Wake.SIGN: _sign_overdue,
    Wake.ESCALATE: _limit_passed,
    Wake.SUPERVISE: _supervise,
    Wake.REMIND_CONFIRMER: _remind_confirmer,
    Wake.PASS_CONFIRMATION: _pass_confirmation,
    Wake.TAKE_UP: transfers.take_up,
    Wake.LAPSE: pauses.lapse,
    Wake.RESUME: pauses.resume_at_the_cap,
    Wake.ORDER_DUE: orders.overdue,
}


def _accept(incident: Incident, command: Command, facts: Facts) -> Change:
    after = replace(
        clock.without(incident, Wake.SIGN),
        status=Status.ACCEPTED,
        accepted_by=facts.actor.person_id,
    )
    told = entry(Event.ACCEPTED, incident, after, facts.now, facts.actor, reason=command.reason)
    return changed(incident, after, (told,), facts.now)


def _resolve(incident: Incident, command: Command, facts: Facts) -> Change:
    done = command.done or command.reason
    if not done:
        raise ReasonMissing("done")
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
    after = clock.ask_to_confirm(proposed, facts.now, facts.policy, facts.staffing)
    told = entry(
        Event.RESOLVED,
        incident,
        after,
        facts.now,
        facts.actor,
        reason=done,
        details={"evidence": list(command.evidence), **stage_of(after)},
        addressees=(Addressee.unit_of(after.turn or after.unit),),
    )
    return changed(incident, after, (told,), facts.now)


def _escalate(incident: Incident, command: Command, facts: Facts) -> Change:
    return escalate(
        incident,
        actor=facts.actor,
        reason=command.reason,
        now=facts.now,
        policy=facts.policy,
        staffing=facts.staffing,
    )


def _confirm(incident: Incident, command: Command, facts: Facts) -> Change:
    kept = clock.stop(incident, facts.now, facts.policy)
    return _close(
        kept, Status.CONFIRMED, Event.CONFIRMED, Ending.SOLVED, command, facts.actor, facts.now
    )


def _cancel(incident: Incident, command: Command, facts: Facts) -> Change:
    return _close(
        incident,
        Status.CANCELLED,
        Event.CANCELLED,
        Ending.CANCELLED,
        command,
        facts.actor,
        facts.now,
    )


def _reject(incident: Incident, command: Command, facts: Facts) -> Change:
    back = replace(
        incident,
        status=Status.ACCEPTED if incident.accepted_by else Status.REPORTED,
        handler=None,
        helpers=(),
        self_handled=False,
        # What comes now is a new round, which the county is urged to anew if it lets it pass.
        supervisions=0,
        rejections=incident.rejections + 1,
    )
    told = entry(
        Event.REJECTED,
        incident,
        back,
        facts.now,
        facts.actor,
        reason=command.reason,
        addressees=to_the_responsible(incident),
    )
    started, climbed = taken_up(back, facts.now, facts.policy, facts.staffing)
    return changed(incident, started, (told, *climbed), facts.now, Timer.ANEW)


def _close(
    incident: Incident,
    to: Status,
    event: Event,
    ending: Ending,
    command: Command,
    actor: Actor,
    now: datetime,
) -> Change:
    settled = clock.hand_over(incident, now, ending)
    after = clock.stop_clock(replace(settled, status=to, closed_at=now))
    told = entry(
        event,
        incident,
        after,
        now,
        actor,
        reason=command.reason,
        addressees=to_the_responsible(incident),
    )
    return changed(incident, after, (told,), now)


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
    Action.RATE: ratings.rate,
    Action.ORDER: orders.order,
    Action.ANSWER: orders.answer,
}
