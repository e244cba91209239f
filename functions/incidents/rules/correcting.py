"""Category and severity put right: the clock is counted again from when the report came, and only those above let it end later.

Whatever gives more time is an extension, whatever it is called, and is decided as one (唐山市12345条例 Art. 24(2)).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from escalation.rules.climbing import to_the_responsible
from escalation.rules.clocked import Entry, Severity, Wake
from incidents.rules import allowance, clock
from incidents.rules.allowance import Allowance, Allowances
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Event
from incidents.rules.steps import Command, Facts, by_hand, changed, climb
from kernel.access import Role
from kernel.actors import CLOCK
from kernel.problems import InvalidFields, NotAllowed
from kernel.texts import Text
from kernel.units import tier_of
from kernel.working_time import add, remaining

PRESSING = {severity: rank for rank, severity in enumerate(Severity)}
"""How pressing each is beside the others."""


class OnlyShorter(NotAllowed):
    """The responsible unit and those below it make an incident more pressing only; what gives it longer is decided above."""

    slug = "only-shorter"
    said = Text(
        "此更正会放宽时限或降低紧急程度，须由上级更正。",
        "This correction gives more time or makes it less pressing: the tier above makes it.",
    )


def correct(incident: Incident, command: Command, facts: Facts) -> Change:
    """Put category or severity right.

    Raises
    ------
    InvalidFields
        Nothing would change, or the policy has no such category.
    OnlyShorter
        It would be due later or be less pressing, and nobody above decides so.
    """
    corrected = replace(
        incident,
        category=command.category or incident.category,
        severity=command.severity or incident.severity,
    )
    facts.policy.category(corrected.category)
    if corrected == incident:
        raise InvalidFields.one(
            "category",
            Text("请填写不同的类别或紧急程度。", "Name another category or severity."),
        )
    counted = _counted_again(incident, corrected, facts)
    step = by_hand(
        Event.CORRECTED,
        incident,
        counted,
        command,
        facts,
        details={
            name: {"from": str(before), "to": str(after)}
            for name, before, after in (
                ("category", incident.category, corrected.category),
                ("severity", incident.severity, corrected.severity),
            )
            if before != after
        },
        addressees=to_the_responsible(incident),
    )
    after, climbed = _up_to_its_tier(counted, command, facts)
    return changed(incident, after, (step, *climbed), facts.now)


def _counted_again(incident: Incident, corrected: Incident, facts: Facts) -> Incident:
    policy, now = facts.policy, facts.now
    held = _recounted(incident, corrected, now, policy)
    due = allowance.ends(held, clock.limits_of(corrected, policy))
    is_later = incident.due_at is not None and due.at > incident.due_at
    if is_later or PRESSING[corrected.severity] < PRESSING[incident.severity]:
        if not _is_from_above(incident, facts):
            raise OnlyShorter
        held = (replace(held[0], extensions=held[0].extensions + 1), *held[1:])
    stopped = replace(clock.stop_running(incident, now), allowances=held)
    counted = clock.start_tier_clock(
        replace(stopped, category=corrected.category, severity=corrected.severity), now, policy
    )
    signs = [mark for mark in incident.marks if mark.wake is Wake.SIGN]
    return clock.with_marks(counted, [*counted.marks, *signs])


def _is_from_above(incident: Incident, facts: Facts) -> bool:
    unit = facts.actor.unit
    return facts.actor.role is Role.COUNTY_ADMIN or (
        unit is not None and tier_of(unit).rank > incident.tier.rank
    )


def _recounted(
    incident: Incident, corrected: Incident, now: datetime, policy: Policy
) -> Allowances:
    """Return what everybody who answers for it has left by the new limits, counted from when it came; pauses and grants go along."""
    before, after = clock.limits_of(incident, policy), clock.limits_of(corrected, policy)

    def counted(n: int, one: Allowance) -> Allowance:
        if one.since is None:
            return one
        until = one.until(before(one.unit)).at
        came = one.since if one.left is None else None if n else _came(incident)
        regular = until - timedelta(seconds=one.extra)
        if came is not None:
            put_off = max(timedelta(), until - add(came, before(one.unit)).at)
            regular = add(came, after(one.unit)).at
            until = regular + put_off
        return replace(
            one,
            since=now,
            left=max(0.0, remaining(now, regular, after(one.unit).unit)),
            extra=max(0.0, (until - max(regular, now)).total_seconds()),
        )

    return tuple(counted(n, one) for n, one in enumerate(incident.allowances))


def _came(incident: Incident) -> datetime:
    """Return since when the tier has had it without a break."""
    since = incident.held_since or incident.created_at
    for tenure in reversed(incident.tenures):
        if tier_of(tenure.unit) is not incident.tier or tenure.ending is Ending.SOLVED:
            break
        since = tenure.since
    return since


def _up_to_its_tier(
    counted: Incident, command: Command, facts: Facts
) -> tuple[Incident, tuple[Entry, ...]]:
    """Take it up where its category or urgency belongs, or where the new limit has passed already."""
    wanted = facts.policy.start_tier(counted.category, counted.severity)
    after, entries = counted, tuple[Entry, ...]()
    while after.superior and after.tier.rank < wanted.rank:
        after, climbed = climb(
            after, facts.actor, command.reason, facts.now, facts.policy, facts.staffing
        )
        entries += climbed
    if not entries and after.superior and after.due_at and after.due_at <= facts.now:
        return climb(after, CLOCK, None, facts.now, facts.policy, facts.staffing)
    return after, entries
