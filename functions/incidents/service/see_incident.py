"""How an incident stands before somebody: what of it is theirs to see, and to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.rules import seeing, standing
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Action
from incidents.store import incidents
from incidents.store.policies import policy_of
from kernel import clock
from kernel.access import Caller
from kernel.asking import Asking
from kernel.problems import NotFound
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
    caller: Caller, incident: Incident, policy: Policy | None = None, *, joined: bool = False
) -> IncidentSeen:
    """Return an incident as the caller sees it.

    Parameters
    ----------
    policy
        The policy it was reported under, where it is at hand.
    joined
        Whether the caller is one of its further reporters.
    """
    return IncidentSeen(
        incident,
        policy or policy_of(incident),
        standing.actions_of(incident, caller, joined=joined),
        seeing.sees_names(incident, caller),
        incident.is_of(caller.person_id),
        clock.now(),
    )


def read_incident(asking: Asking, incident_id: str) -> IncidentSeen:
    """Read an incident.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    incident, joined = readable(asking, incident_id)
    return see(asking.person, incident, joined=joined)


def readable(asking: Asking, incident_id: str) -> tuple[Incident, bool]:
    """Return an incident the caller may see, and whether the caller is one of its further reporters.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    found = incidents.load_with_reporter(incident_id, asking.person.person_id)
    return require_readable(asking, *found)


def require_readable(
    asking: Asking, incident: Incident | None, joined: bool
) -> tuple[Incident, bool]:
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
