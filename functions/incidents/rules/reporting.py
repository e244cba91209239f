"""How an incident comes to be: what a reporter says, and at which tier it starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from escalation.rules.climbing import Timer
from escalation.rules.clocked import Addressee, Severity, Staffing
from escalation.rules.steps import entry
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Event, Source
from incidents.rules.steps import changed, taken_up, unit_at, with_own_time
from kernel.actors import Actor
from kernel.units import Tier, tier_of

PERSON_ID = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}"
"""What the id of a person looks like."""


class Report(NamedTuple):
    """What a reporter says."""

    category: str
    severity: Severity
    source: Source
    description: str
    unit: str | None = None
    point: Point | None = None
    on_behalf_of: str | None = None
    client_ref: str | None = None
    done_at: datetime | None = None


class Point(NamedTuple):
    """A point as it was measured, in degrees, and the reference system it was measured in."""

    lat: float
    lon: float
    crs: str


class Arrival(NamedTuple):
    """The facts a report is received by.

    Attributes
    ----------
    incident_id, case_code
        What it is called from now on.
    unit, location
        Where it is about: the unit, and the point in CGCS2000 if one was given.
    actor
        Who reports, by which post.
    """

    incident_id: str
    case_code: str
    unit: str
    location: Mapping[str, Any] | None
    actor: Actor
    now: datetime
    policy: Policy
    staffing: Staffing


def report(command: Report, facts: Arrival) -> Change:
    """Open an incident at the tier that is responsible first.

    Urgent goes to the town and the village at once (DOMAIN 2.5): the town is responsible (or a higher tier, where the category starts
    there), every tier below is told in the same moment. A
    tier where nobody holds the post is passed over on the spot, with the reason on record.

    Raises
    ------
    UnknownCategory
        The policy has no such category.
    """
    now, place = facts.now, facts.unit
    wanted = facts.policy.start_tier(command.category, command.severity)
    # Below the place there is nobody: what is known only to be somewhere in a town starts at the town.
    lowest = tier_of(place)
    tier = max(wanted, lowest, key=lambda one: one.rank)
    incident = Incident(
        id=facts.incident_id,
        case_code=facts.case_code,
        unit=place,
        category=command.category,
        severity=command.severity,
        source=command.source,
        description=command.description,
        reporter=facts.actor.person_id,
        on_behalf_of=command.on_behalf_of,
        client_ref=command.client_ref,
        location=facts.location,
        policy_version=facts.policy.version,
        created_at=now,
        updated_at=now,
        tier=tier,
        responsible_unit=unit_at(place, tier),
    )
    first = lowest if command.severity is Severity.URGENT else tier
    addressees = tuple(
        Addressee(one, unit_at(place, one)) for one in Tier if first.rank <= one.rank <= tier.rank
    )
    opened = entry(
        Event.REPORTED, incident, incident, now, facts.actor, addressees=addressees, first=True
    )
    started, passed = taken_up(incident, now, facts.policy, facts.staffing)
    opening = changed(None, started, (opened, *passed), now, Timer.ANEW)
    return with_own_time(opening, command.done_at, now)
