"""Convert an incident into something else, and take it back when that has ended; `workspace` does the other end in the same transaction."""

from __future__ import annotations

from incidents.rules import converting
from incidents.rules.incident import Change, Incident
from incidents.rules.solution import Solution
from incidents.rules.states import Action
from incidents.rules.steps import Command, Facts
from incidents.service.keep_change import keep_change
from incidents.service.metrics import record_metrics
from incidents.service.see_incident import require_readable
from incidents.store import incidents
from incidents.store.changes import every_entry
from incidents.store.policies import policy_of
from incidents.store.staffing import staffing_around
from kernel import clock
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def convert_incident(
    work: UnitOfWork, asking: Scope, incident_id: str, into: str, reason: str, expected: Versions
) -> Incident:
    """Stop an incident's clock, as it is handled as something else from now on; return it as it was.

    Parameters
    ----------
    into
        `kind:id` of what it becomes.
    """
    incident = find_incident(work, asking, incident_id)
    refuse_stale(expected, incident.version)
    command = Command(Action.CONVERT, reason=reason)
    _keep(work, converting.convert(incident, into, command, _facts(asking, incident)))
    return incident


def take_back_incident(
    work: UnitOfWork, asking: Scope, incident_id: str, solution: Solution | None, reason: str | None
) -> Incident:
    """Go on with an incident, as what it became has ended; return it as it is from now on."""
    incident = find_incident(work, asking, incident_id)
    command = Command(Action.TAKE_BACK, reason=reason)
    change = converting.take_back(incident, solution, command, _facts(asking, incident))
    _keep(work, change)
    return change.incident


def find_incident(work: UnitOfWork, asking: Scope, incident_id: str) -> Incident:
    """Return an incident the caller may read, to be decided on.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    found, joined = incidents.find_with_reporter(work, incident_id, asking.person.person_id)
    incident, _ = require_readable(asking, found, joined)
    return incident


def _facts(asking: Scope, incident: Incident) -> Facts:
    caller = asking.person
    post = converting.post_to_convert(incident, caller)
    return Facts(
        caller,
        clock.now(),
        policy_of(incident),
        staffing_around(incident),
        actor=Actor.of(caller, post),
    )


def _keep(work: UnitOfWork, change: Change) -> None:
    kept = keep_change(work, change)
    work.afterwards(lambda: record_metrics(every_entry(kept)))
