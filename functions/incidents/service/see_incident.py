"""How an incident stands before somebody: what of it is theirs to see, and to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.rules import seeing
from incidents.rules.incident import Follows, Incident
from incidents.rules.open_actions import open_actions
from incidents.rules.policy import Policy
from incidents.rules.states import Action, Status
from incidents.store import incidents
from incidents.store.base import HistoryRow
from incidents.store.policies import policy_of
from kernel import clock
from kernel.access import Caller
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.texts import Text


class IncidentSeen(NamedTuple):
    """An incident before somebody.

    Attributes
    ----------
    policy
        The policy it was reported under.
    actions
        What the caller may do to it now.
    for_staff
        Whether the caller works for the place: who had it how long, and what departments were given, is theirs to see.
    for_reporter
        Whether the caller reported it, or had it reported: whoever joined it later is not told who did.
    now
        When it was looked at.
    """

    incident: Incident
    policy: Policy
    actions: Sequence[Action]
    for_staff: bool
    for_reporter: bool
    now: datetime

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.incident.version


def see(
    caller: Caller,
    incident: Incident,
    policy: Policy | None = None,
    *,
    joined: Follows = Follows.NO,
    rated: bool = False,
) -> IncidentSeen:
    """Return an incident as the caller sees it.

    Parameters
    ----------
    policy
        The policy it was reported under, where it is at hand.
    joined
        Whether the caller is one of its further reporters, and by what.
    rated
        Whether the caller has rated its present result.
    """
    policy, now = policy or policy_of(incident), clock.now()
    return IncidentSeen(
        incident,
        policy,
        open_actions(incident, caller, policy, now, joined=joined, rated=rated),
        seeing.sees_names(incident, caller),
        incident.is_of(caller.person_id),
        now,
    )


def read_incident(asking: Scope, incident_id: str) -> IncidentSeen:
    """Read an incident.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    caller = asking.person
    incident, joined = readable(asking, incident_id)
    if incident.status is Status.MERGED and incident.merged_into:
        seen = see(caller, incident, joined=joined)
        return seen._replace(actions=[*seen.actions, *_of_the_lead(caller, incident.merged_into)])
    return see(caller, incident, joined=joined, rated=_has_rated(caller, incident, joined=joined))


class StepsSeen(NamedTuple):
    """A page of an incident's history before somebody; `names`: whether the names of staff are theirs to see."""

    rows: Sequence[HistoryRow]
    next_cursor: str | None
    names: bool


def read_steps(asking: Scope, incident_id: str, limit: int, cursor: str | None) -> StepsSeen:
    """Read one page of what happened to an incident, oldest first.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    incident, _ = readable(asking, incident_id)
    found = incidents.list_steps(incident_id, limit, cursor)
    names = seeing.sees_names(incident, asking.person)
    return StepsSeen(found.rows, found.next_cursor, names)


def _of_the_lead(caller: Caller, lead_id: str) -> list[Action]:
    """Return what the reporter of a merged incident may do to what it follows: rate its result."""
    lead, joined = incidents.load_with_reporter(lead_id, caller.person_id)
    if lead is None:
        return []
    seen = see(caller, lead, joined=joined, rated=_has_rated(caller, lead, joined=joined))
    return [action for action in seen.actions if action is Action.RATE]


def _has_rated(caller: Caller, incident: Incident, *, joined: Follows) -> bool:
    """Look whether the caller has rated the present result; nobody else's word is looked for, nor that on what is not closed."""
    rates = bool(joined) or incident.is_of(caller.person_id)
    return (
        rates
        and incident.status is Status.CONFIRMED
        and incidents.has_rated(incident, caller.person_id)
    )


def readable(asking: Scope, incident_id: str) -> tuple[Incident, Follows]:
    """Return an incident the caller may see, and whether the caller is one of its further reporters.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    found = incidents.load_with_reporter(incident_id, asking.person.person_id)
    return require_readable(asking, *found)


def require_readable(
    asking: Scope, incident: Incident | None, joined: Follows
) -> tuple[Incident, Follows]:
    """Prove that the caller may see an incident, if it is there at all.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    # Who may not see it learns nothing, not even that it is there.
    if incident is None or not seeing.may_read(incident, asking.person, joined=joined):
        raise no_such_incident()
    asking.allow(proven=True)
    return incident, joined


def no_such_incident() -> NotFound:
    """Return the refusal that does not tell whether there is one."""
    return NotFound(Text("没有找到该事件。", "There is no such incident."))
