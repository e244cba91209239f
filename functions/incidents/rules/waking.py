"""What the clock does to an incident: reminders, climbing, supervision, confirmations that pass on, requests that lapse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, Timer, to_the_responsible
from escalation.rules.clocked import Addressee, Entry, Staffing, Wake
from escalation.rules.steps import entry, remind, supervision_entry
from incidents.rules import clock, confirming, joint, orders, pauses, transfers
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Event
from incidents.rules.steps import changed, climb, stage_of
from kernel.actors import CLOCK


def wake(
    incident: Incident,
    *,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
    joint_with: tuple[Incident, ...] = (),
) -> Change | None:
    """Do what the clock has to do now (`climbing.woken`), or arm what has come near; None when there is nothing yet or any more.

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
    if after is incident and not climbing.is_to_be_armed(incident, now):
        return None
    change = changed(incident, after, entries, now, timer)
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
    step = entry(
        Event.SIGN_OVERDUE,
        incident,
        after,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        addressees=(*to_the_responsible(incident), *above),
    )
    return after, (step,)


def _limit_passed(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    return climb(incident, CLOCK, None, now, policy, staffing)


def _supervise(incident: Incident, now: datetime, policy: Policy, staffing: Staffing) -> _Woken:
    after = clock.after_supervision(incident, now, policy)
    return after, (supervision_entry(incident, after, now),)


def _remind_confirmer(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> _Woken:
    after = confirming.after_confirmation_reminder(incident, now, policy, staffing)
    if after.clock_started_at != incident.clock_started_at:
        return after, (_of_silence(incident, after, now),)
    return after, (_of_confirmation(Event.CONFIRMATION_REMINDED, incident, after, now),)


def _pass_confirmation(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> _Woken:
    after = confirming.pass_confirmation(incident, now, policy, staffing)
    return after, (_of_silence(incident, after, now),)


def _of_silence(before: Incident, after: Incident, now: datetime) -> Entry:
    """Say that those in turn stayed silent, to whoever is next."""
    return _of_confirmation(Event.CONFIRMATION_PASSED, before, after, now, reason_code=LIMIT_PASSED)


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
