"""Extension and suspension (延期, 中止): asked by the unit that has the incident, decided by the next one up.

While a decision is awaited nobody's limit runs; what is not decided in time is as if it had not been asked (唐山市12345条例
Arts. 24(2), 25(2), 26).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from incidents.rules import clock
from incidents.rules.climbing import LIMIT_PASSED, to_the_responsible
from incidents.rules.clocked import CLOCK, Actor, Addressee, Entry, Staffing, Wake
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Event, Status
from incidents.rules.steps import Around, Deed, changed, entry
from kernel.clock import local_iso
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import parent_of
from kernel.working_time import Limit, add, add_seconds, remaining

CAP_REACHED = "cap_reached"


class AskedTooLate(Conflict):
    """More time is asked for before the limit, never after (唐山 Art. 24(2))."""

    slug = "asked-too-late"
    said = Text(
        "办理期限已到，不能再申请延期或中止。",
        "The limit has passed: an extension or suspension had to be asked for before.",
    )


class AskedTooOften(Conflict):
    """The unit had as many extensions or suspensions as the policy allows; `most` says how many."""

    slug = "asked-too-often"

    def __init__(self, most: int) -> None:
        detail = Text(
            f"每个办理单位最多 {most} 次，已用完。",
            f"A unit gets at most {most} of these for an incident; none is left.",
        )
        super().__init__(detail, most=most)


def ask_extension(
    incident: Incident, deed: Deed, actor: Actor, now: datetime, around: Around
) -> Change:
    """Ask the next tier for more time; the clock stands still until it has answered.

    Raises
    ------
    AskedTooLate
        The limit has been reached: one second late is too late.
    AskedTooOften
        The unit had its extensions.
    InvalidFields
        More is asked for than the policy gives at once.
    """
    extension = around.policy.extension
    wanted = deed.limit
    assert wanted is not None
    _refuse_late(incident, now)
    if incident.extensions >= extension.times:
        raise AskedTooOften(extension.times)
    if add(now, wanted).at > add(now, extension.most).at:
        most = extension.most
        raise InvalidFields.one(
            "limit",
            Text(
                f"最多延期 {most.amount} {most.unit}。",
                f"At most {most.amount} {most.unit}.",
            ),
        )
    return _ask(
        incident,
        deed,
        actor,
        now,
        around,
        to=Status.EXTENSION_ASKED,
        event=Event.EXTENSION_ASKED,
        asked=f"{wanted.amount} {wanted.unit}",
        decide=around.policy.decide_extension(incident.severity),
    )


def ask_suspension(
    incident: Incident, deed: Deed, actor: Actor, now: datetime, around: Around
) -> Change:
    """Ask the next tier to stop the clock for a listed cause.

    Raises
    ------
    AskedTooLate, AskedTooOften
        As for an extension.
    InvalidFields
        The cause is not one of the policy's.
    """
    suspension = around.policy.suspension
    if deed.cause not in suspension.causes:
        raise InvalidFields.one(
            "cause",
            Text(
                f"只能是：{'、'.join(suspension.causes)}。",
                f"Must be one of: {', '.join(suspension.causes)}.",
            ),
        )
    _refuse_late(incident, now)
    if incident.suspensions >= suspension.times:
        raise AskedTooOften(suspension.times)
    return _ask(
        incident,
        deed,
        actor,
        now,
        around,
        to=Status.SUSPENSION_ASKED,
        event=Event.SUSPENSION_ASKED,
        asked=deed.cause,
        decide=around.policy.decide_suspension(incident.severity),
    )


def _refuse_late(incident: Incident, now: datetime) -> None:
    if incident.due_at is not None and now >= incident.due_at:
        raise AskedTooLate


def _ask(
    incident: Incident,
    deed: Deed,
    actor: Actor,
    now: datetime,
    around: Around,
    *,
    to: Status,
    event: Event,
    asked: str | None,
    decide: Limit,
) -> Change:
    decider = deciding_unit(incident, around.staffing)
    paused = clock.pause_tier_clock(incident, now, around.policy)
    after = clock.wait_for(
        replace(paused, status=to, asked=asked), decider, decide, Wake.LAPSE, now
    )
    told = entry(
        event,
        incident,
        after,
        now,
        actor,
        reason=deed.reason,
        details={"asked": asked},
        addressees=(Addressee.unit_of(decider),),
    )
    return changed(incident, after, (told,), now)


def deciding_unit(incident: Incident, staffing: Staffing) -> str:
    """Return the unit that decides: the next one up where anybody is; for the county's office the county's administrator."""
    unit = incident.superior or incident.responsible_unit
    while (above := parent_of(unit)) and not staffing.answering(unit):
        unit = above
    return unit


def approve(incident: Incident, deed: Deed, actor: Actor, now: datetime, around: Around) -> Change:
    """Grant what was asked: more time from now on, or a clock that stands still up to the cap."""
    if incident.status is Status.SUSPENSION_ASKED:
        suspended = replace(incident, status=Status.SUSPENDED, suspensions=incident.suspensions + 1)
        after = clock.wait_for(
            suspended,
            incident.responsible_unit,
            around.policy.suspension.cap,
            Wake.RESUME,
            now,
        )
        event, details = Event.SUSPENDED, {"cause": incident.asked}
    else:
        after = _extended(incident, now, around.policy)
        event, details = Event.EXTENDED, {"asked": incident.asked}
    assert after.due_at is not None
    told = entry(
        event,
        incident,
        after,
        now,
        actor,
        reason=deed.reason,
        details={**details, "until": local_iso(after.due_at)},
        addressees=to_the_responsible(after),
    )
    return changed(incident, after, (told,), now)


def _extended(incident: Incident, now: datetime, policy: Policy) -> Incident:
    amount, _, unit = (incident.asked or "").partition(" ")
    granted = Limit(int(amount), unit)  # type: ignore[arg-type] # written by `ask_extension`
    own = policy.limit(incident.category, incident.severity, incident.tier).unit
    as_it_was = add_seconds(now, incident.left_seconds or 0.0, own).at
    left = remaining(now, add(as_it_was, granted).at, own)
    back = replace(incident, status=Status.ACCEPTED, asked=None, extensions=incident.extensions + 1)
    return clock.start_tier_clock(back, now, policy, left_seconds=left)


def deny(incident: Incident, deed: Deed, actor: Actor, now: datetime, around: Around) -> Change:
    """Refuse what was asked: the clock goes on with what was left."""
    event = (
        Event.EXTENSION_DENIED
        if incident.status is Status.EXTENSION_ASKED
        else Event.SUSPENSION_DENIED
    )
    after = _going_on(incident, now, around.policy)
    told = entry(
        event,
        incident,
        after,
        now,
        actor,
        reason=deed.reason,
        addressees=to_the_responsible(after),
    )
    return changed(incident, after, (told,), now)


def lapse(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Let a request that nobody decided fall: the clock goes on with what was left, and both sides are told."""
    after = _going_on(incident, now, policy)
    told = entry(
        Event.REQUEST_LAPSED,
        incident,
        after,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        addressees=(*to_the_responsible(after), Addressee.unit_of(incident.turn or incident.unit)),
    )
    return after, (told,)


def resume(incident: Incident, deed: Deed, actor: Actor, now: datetime, around: Around) -> Change:
    """Let a suspended clock run on."""
    after = _going_on(incident, now, around.policy)
    told = entry(
        Event.RESUMED,
        incident,
        after,
        now,
        actor,
        reason=deed.reason,
        addressees=to_the_responsible(after),
    )
    return changed(incident, after, (told,), now)


def resume_at_the_cap(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Let a suspended clock run on by itself: no cause stops it for ever."""
    after = _going_on(incident, now, policy)
    told = entry(
        Event.RESUMED,
        incident,
        after,
        now,
        CLOCK,
        reason_code=CAP_REACHED,
        addressees=to_the_responsible(after),
    )
    return after, (told,)


def _going_on(incident: Incident, now: datetime, policy: Policy) -> Incident:
    back = replace(incident, status=Status.ACCEPTED, asked=None)
    return clock.start_tier_clock(back, now, policy, left_seconds=incident.left_seconds or 0.0)
