"""What every step of an incident is made of: an entry of its history, a change with its version and its timer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, Timer
from escalation.rules.clocked import Addressee, Entry, Severity, Staffing
from escalation.rules.events import OwedEvent
from escalation.rules.steps import entry, tier_skips
from incidents.rules import clock
from incidents.rules.incident import Change, Ending, Follows, Incident, Note
from incidents.rules.policy import Policy
from incidents.rules.states import Action, Status
from kernel import clock as clock_of_people
from kernel.access import Caller
from kernel.actors import CLOCK, Actor
from kernel.field_time import PHONES_RUN_AHEAD
from kernel.units import Tier, tier_of
from kernel.working_time import Limit

_FIRST_YEAR = 2000


class Task(NamedTuple):
    """What a department is to do in a joint handling."""

    unit: str
    what: str


class Command(NamedTuple):
    """What a person does to an incident; which fields an action needs stands in the state table."""

    action: Action
    reason: str | None = None
    done: str | None = None
    evidence: tuple[str, ...] = ()
    unit: str | None = None
    grounds: str | None = None
    final: bool = False
    limit: Limit | None = None
    cause: str | None = None
    tasks: tuple[Task, ...] = ()
    into: str | None = None
    satisfied: bool | None = None
    answer: str | None = None
    category: str | None = None
    severity: Severity | None = None
    done_at: datetime | None = None


class Facts(NamedTuple):
    """The facts around an incident that a step may depend on.

    Attributes
    ----------
    caller, now
        Who acts, and when.
    policy, staffing
        The policy the incident was reported under, and who holds the posts around it today.
    joined
        Whether the person who acts is one of its reporters, though not the first, and by what.
    other
        The other incident of the step: the one to merge into, the joint incident of a task.
    tasks
        The tasks of a joint handling, as they are now.
    followers
        The further reporters of an incident that is merged into another, or separated from it.
    words
        How many words the caller has added to it.
    at_the_lead
        Which of its reporters are further reporters of the lead already, with how they came to be.
    place
        The grid that its point lies in, where a step may move its place.
    new_ids
        Ids for what the step opens.
    after_photo
        Whether a photo of how it looks now is there since the owner got it.
    actor
        As whom the caller acts, once the table has let the caller in (`moves.move`).
    own_staff
        Whether the caller works at the tier that is responsible, or below it; said with `actor`.
    """

    caller: Caller
    now: datetime
    policy: Policy
    staffing: Staffing
    joined: Follows = Follows.NO
    other: Incident | None = None
    tasks: tuple[Incident, ...] = ()
    followers: tuple[str, ...] = ()
    at_the_lead: Mapping[str, Mapping[str, Any]] = {}
    words: int = 0
    place: str | None = None
    new_ids: tuple[str, ...] = ()
    after_photo: bool = False
    actor: Actor = CLOCK
    own_staff: bool = False


def changed(
    before: Incident | None,
    after: Incident,
    entries: tuple[Entry, ...],
    now: datetime,
    timer: Timer = Timer.RIDE,
    *,
    others: tuple[Change, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Change:
    """Return the change that leads to `after`: one version on, with its entries counted and the timer that counts."""
    return Change(
        climbing.changed(before, after, len(entries), now, timer),
        climbing.dated(before, after, entries),
        others,
        notes,
        before,
    )


def by_hand(
    event: StrEnum,
    before: Incident,
    after: Incident,
    command: Command,
    facts: Facts,
    *,
    reason_code: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: tuple[Addressee, ...] = (),
) -> Entry:
    """Return the entry of a step that a person takes, with the reason given for it."""
    return entry(
        event,
        before,
        after,
        facts.now,
        facts.actor,
        reason=command.reason,
        reason_code=reason_code,
        details=details,
        addressees=addressees,
    )


def with_own_time(change: Change, done_at: datetime | None, now: datetime) -> Change:
    """Write down when a person says to have done it, beside when it came in.

    It is a note for whoever reads the timeline: no clock ever runs by it, and a phone whose clock is wrong is no reason to refuse what
    its owner did. What lies in the future, further than a phone's clock is off, or before this century is marked as not believable.
    """
    if done_at is None:
        return change
    doubtful = done_at.year < _FIRST_YEAR or done_at > now + PHONES_RUN_AHEAD
    said = {"done_at": _written(done_at)} | ({"done_at_believable": False} if doubtful else {})
    own, *others = change.entries
    noted = replace(own, details={**own.details, **said})
    return change._replace(entries=(noted, *others))


def _written(instant: datetime) -> str:
    # The first and the last day there are cannot be told in another time zone: they stay as the phone said them.
    if instant.year in (MINYEAR, MAXYEAR):
        return instant.strftime("%Y-%m-%d %H:%M:%S %z")
    return clock_of_people.iso(instant)


def owned_by(incident: Incident, unit: str) -> Incident:
    """Return the incident with another lead, who has not signed for it yet."""
    return replace(
        incident,
        status=Status.REPORTED,
        tier=tier_of(unit),
        responsible_unit=unit,
        accepted_by=None,
        asked=None,
        final_assignment=False,
    )


def risen(incident: Incident, now: datetime, ending: Ending) -> Incident:
    """Return the incident with the unit above as its lead, and the tenure of the one before settled."""
    superior = incident.superior
    assert superior is not None, "above the county there is nobody"
    return owned_by(clock.hand_over(incident, now, ending), superior)


def pass_over_empty_units(
    incident: Incident, now: datetime, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Go up at once past every unit where nobody holds the post, saying why; the county is never passed over."""
    arrived, stages = climbing.past_empty_units(
        incident, staffing, lambda one: risen(one, now, Ending.NOBODY_THERE)
    )
    return arrived, tier_skips((incident, *stages), now)


def climb(
    incident: Incident,
    actor: Actor,
    reason: str | None,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> tuple[Incident, tuple[Entry, ...]]:
    """Take an incident up to the unit above, by whoever acts: a person with a reason, or the clock because the limit passed."""
    above = risen(incident, now, Ending.LIMIT_PASSED if actor.is_clock else Ending.PASSED_ON)
    step = entry(
        OwedEvent.ESCALATED,
        incident,
        above,
        now,
        actor,
        reason=reason,
        reason_code=LIMIT_PASSED if actor.is_clock else None,
        addressees=climbing.to_the_responsible(above),
    )
    after, entries = taken_up(above, now, policy, staffing, by=actor.unit)
    return after, (step, *entries)


def taken_up(
    incident: Incident,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    *,
    by: str | None = None,
) -> tuple[Incident, tuple[Entry, ...]]:
    """Start the clock of the responsible unit, or of the first above it where anybody is; whoever has no time left loses it at once.

    Parameters
    ----------
    by
        The unit that gave it the incident, if one did: by those above it begins anew.
    """
    arrived, passed = pass_over_empty_units(incident, now, staffing)
    started = clock.start_tier_clock(arrived, now, policy, by=by)
    assert started.due_at is not None
    if started.superior is None or started.due_at > now:
        return started, passed
    after, climbed = climb(started, CLOCK, None, now, policy, staffing)
    return after, (*passed, *climbed)


def stage_of(incident: Incident) -> dict[str, Any]:
    """Return whose turn to confirm it is, as an entry records it."""
    return {"confirm_stage": str(incident.confirm_stage)} if incident.confirm_stage else {}


def unit_at(unit: str, tier: Tier) -> str:
    """Return the office over a place at a tier."""
    return unit[: tier.level.digits]
