"""Reading an incident, for every `Api` that serves a part of it: who may, and as what it is answered."""

from __future__ import annotations

from typing import Any

from incidents.model.answers import incident_view
from incidents.rules import standing
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.store import incidents
from kernel import clock
from kernel.http import Request
from kernel.problems import NotFound
from kernel.texts import Text


def readable(request: Request, incident_id: str) -> tuple[Incident, bool]:
    """Return an incident the caller may see, and whether the caller is one of its further reporters.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    incident, joined = incidents.load_with_reporter(incident_id, request.person.person_id)
    # Who may not see it learns nothing, not even that it is there.
    if incident is None or not standing.may_read(incident, request.person, joined=joined):
        raise no_such_incident()
    request.allow(proven=True)
    return incident, joined


def no_such_incident() -> NotFound:
    """Return the refusal that does not tell whether there is one."""
    return NotFound(Text("没有找到该事件。", "There is no such incident."))


def view_of(
    request: Request, incident: Incident, policy: Policy, *, joined: bool = False
) -> dict[str, Any]:
    """Return an incident as the caller of `request` is answered it.

    Parameters
    ----------
    joined
        Whether the caller is one of its further reporters.
    """
    return incident_view(
        incident,
        language=request.language,
        now=clock.now(),
        policy=policy,
        actions=standing.actions_of(incident, request.person, joined=joined),
        for_staff=standing.sees_names(incident, request.person),
        for_reporter=incident.is_of(request.person.person_id),
    )
