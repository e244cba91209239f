"""Extension and suspension (延期, 中止): asked by the unit that has the incident, decided by the next one up.

While a decision is awaited the limit does not run; what is not decided in time falls, and the limit goes on (唐山市12345条例
Arts. 24(2), 25(2), 26). Whatever the answer, it was a request: each is counted when it is made.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import LIMIT_PASSED, to_the_responsible
from escalation.rules.clocked import Addressee, Entry, Staffing, Wake
from escalation.rules.steps import entry
from incidents.rules import allowance, clock
from incidents.rules.allowance import Allowance
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy, at_all_hours
from incidents.rules.states import Action, Event, Status
from incidents.rules.steps import Command, Facts, by_hand, changed
from kernel.actors import CLOCK
from kernel.clock import local_iso
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import parent_of
from kernel.working_time import Limit, add, in_words

CAP_REACHED = "cap_reached"


class AskedTooLate(Conflict):
    """More time is asked for before the limit, never after (唐山 Art. 24(2))."""

    slug = "asked-too-late"
    said = Text(
        "办理期限已到，不能再申请延期或中止。",
        "The limit has passed: an extension or suspension had to be asked for before.",
    )


class AskedTooOften(Conflict):
    """The unit asked as often as the policy allows, whatever it was answered; `most` says how often."""

    slug = "asked-too-often"

    def __init__(self, most: int) -> None:
        detail = Text(
            f"每个办理单位最多申请 {most} 次（含未批准和逾期未批），已用完。",
            f"A unit asks for this at most {most} times for an incident, denied and lapsed requests included.",
        )
        super().__init__(detail, most=most)


def ask_extension(incident: Incident, command: Command, facts: Facts) -> Change:
    """Ask the next tier for more time; the clock stands still until it has answered.

    Raises
    ------
    AskedTooLate
        The limit has been reached: one second late is too late.
    AskedTooOften
        The unit, or one that handed it the incident, has asked before.
    InvalidFields
        More is asked for than the policy gives at once.
    """
    extension = facts.policy.extension
    assert command.limit is not None
    wanted = at_all_hours(command.limit, incident.severity)
    most = at_all_hours(extension.most, incident.severity)
    refuse_late(incident, facts.now)
    if add(facts.now, wanted).at > add(facts.now, most).at:
        said = in_words(most.amount, most.unit)
        raise InvalidFields.one(
            "limit",
            Text(f"最多延期 {said.zh}。", f"At most {said.en}."),
        )
    return _ask(
        incident,
        command,
        facts,
        to=Status.EXTENSION_ASKED,
        event=Event.EXTENSION_ASKED,
        asked=f"{wanted.amount} {wanted.unit}",
        decide=facts.policy.decide_extension(incident.severity),
        times=extension.times,
    )


def ask_suspension(incident: Incident, command: Command, facts: Facts) -> Change:
    """Ask the next tier to stop the clock for a listed cause.

    Raises
    ------
    AskedTooLate, AskedTooOften
        As for an extension.
    InvalidFields
        The cause is not one of the policy's.
    """
    suspension = facts.policy.suspension
    if command.cause not in suspension.causes:
        raise InvalidFields.one(
            "cause",
            Text(
                f"只能是：{'、'.join(suspension.causes)}。",
                f"Must be one of: {', '.join(suspension.causes)}.",
            ),
        )
    refuse_late(incident, facts.now)
    return _ask(
        incident,
        command,
        facts,
        to=Status.SUSPENSION_ASKED,
        event=Event.SUSPENSION_ASKED,
        asked=command.cause,
        decide=facts.policy.decide_suspension(incident.severity),
        times=suspension.times,
    )


def refuse_late(incident: Incident, now: datetime) -> None:
    """Let more time be asked for before the limit only.

    Raises
    ------
    AskedTooLate
        The limit has been reached: one second late is too late.
    """
    if incident.due_at is not None and now >= incident.due_at:
        raise AskedTooLate


def asked_once_more(allowance: Allowance, asks: Action, times: int) -> Allowance:
    """Count one request more.

    Raises
    ------
    AskedTooOften
        They were all made.
    """
    extends = asks is Action.ASK_EXTENSION
    if (allowance.extensions if extends else allowance.suspensions) >= times:
        raise AskedTooOften(times)
    if extends:
        return replace(allowance, extensions=allowance.extensions + 1)
    return replace(allowance, suspensions=allowance.suspensions + 1)


def _ask(
    incident: Incident,
    command: Command,
    facts: Facts,
    *,
    to: Status,
    event: Event,
    asked: str | None,
    decide: Limit,
    times: int,
) -> Change:
    decider = deciding_unit(incident, facts.policy, facts.staffing)

    asking = replace(
        clock.pause(incident, facts.now, facts.policy, decider),
        status=to,
        asked=asked,
    )
    counted = replace(
        asking,
        allowances=allowance.below(
            asking.allowances, decider, lambda one: asked_once_more(one, command.action, times)
        ),
    )
    after = clock.wait_for(counted, decider, decide, Wake.LAPSE, facts.now, facts.policy)
    step = by_hand(
        event,
        incident,
        after,
        command,
        facts,
        details={"asked": asked},
        addressees=(Addressee.unit_of(decider),),
    )
    return changed(incident, after, (step,), facts.now)


def deciding_unit(incident: Incident, policy: Policy, staffing: Staffing) -> str:
    """Return the unit that decides; for the county's office the county's administrator.

    It is the next one up where anybody is, and that has the time to give: a unit that handed the incident down has no longer itself.
    """
    bound = allowance.binding(incident.allowances, clock.limits_of(incident, policy))
    unit = incident.superior or incident.responsible_unit
    while (above := parent_of(unit)) and not (
        staffing.answering(unit) and allowance.standing(unit) > bound
    ):
        unit = above
    return unit


def approve(incident: Incident, command: Command, facts: Facts) -> Change:
    """Grant what was asked: more time from now on, or a clock that stands still up to the cap."""
    if incident.status is Status.SUSPENSION_ASKED:
        suspended = replace(incident, status=Status.SUSPENDED)
        after = clock.wait_for(
            suspended,
            incident.responsible_unit,
            facts.policy.suspend(incident.severity),
            Wake.RESUME,
            facts.now,
            facts.policy,
        )
        event, details = Event.SUSPENDED, {"cause": incident.asked}
    else:
        after = _extended(incident, facts.now, facts.policy)
        event, details = Event.EXTENDED, {"asked": incident.asked}
    assert after.due_at is not None
    step = by_hand(
        event,
        incident,
        after,
        command,
        facts,
        details={**details, "until": local_iso(after.due_at)},
        addressees=to_the_responsible(after),
    )
    return changed(incident, after, (step,), facts.now)


def _extended(incident: Incident, now: datetime, policy: Policy) -> Incident:
    amount, _, unit = (incident.asked or "").partition(" ")
    more = Limit(int(amount), unit)  # type: ignore[arg-type] # written by `ask_extension`
    limit_of = clock.limits_of(incident, policy)
    # Those that stand still are below the unit that decides.
    allowances = tuple(
        one if one.since else one.granted(more, now, limit_of(one.unit).unit)
        for one in incident.allowances
    )
    back = replace(incident, status=Status.ACCEPTED, asked=None, allowances=allowances)
    return clock.start_tier_clock(back, now, policy)


def deny(incident: Incident, command: Command, facts: Facts) -> Change:
    """Refuse what was asked: the clock goes on with what was left."""
    event = (
        Event.EXTENSION_DENIED
        if incident.status is Status.EXTENSION_ASKED
        else Event.SUSPENSION_DENIED
    )
    after = _going_on(incident, facts.now, facts.policy)
    step = by_hand(event, incident, after, command, facts, addressees=to_the_responsible(after))
    return changed(incident, after, (step,), facts.now)


def lapse(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Let a request that nobody decided fall: the clock goes on with what was left, and both sides are told."""
    after = _going_on(incident, now, policy)
    step = entry(
        Event.REQUEST_LAPSED,
        incident,
        after,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        addressees=(*to_the_responsible(after), Addressee.unit_of(incident.turn or incident.unit)),
    )
    return after, (step,)


def resume(incident: Incident, command: Command, facts: Facts) -> Change:
    """Let a suspended clock run on."""
    after = _going_on(incident, facts.now, facts.policy)
    step = by_hand(
        Event.RESUMED, incident, after, command, facts, addressees=to_the_responsible(after)
    )
    return changed(incident, after, (step,), facts.now)


def resume_at_the_cap(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Let a suspended clock run on by itself: no cause stops it for ever."""
    after = _going_on(incident, now, policy)
    step = entry(
        Event.RESUMED,
        incident,
        after,
        now,
        CLOCK,
        reason_code=CAP_REACHED,
        addressees=to_the_responsible(after),
    )
    return after, (step,)


def _going_on(incident: Incident, now: datetime, policy: Policy) -> Incident:
    back = replace(incident, status=Status.ACCEPTED, asked=None)
    return clock.start_tier_clock(back, now, policy)
