"""Report what was found on a round."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from incidents.patrols.model import ReportFinding
from incidents.patrols.rules.rounds import PatrolId, found, place_of_finding
from incidents.patrols.service.see_round import require_own
from incidents.patrols.store import rounds
from incidents.rules import moves
from incidents.rules.incident import Change
from incidents.rules.states import Action, Status
from incidents.rules.steps import Command, Facts
from incidents.service.report_incident import Received, report_incident, reported_before
from incidents.service.see_incident import IncidentSeen
from kernel import clock
from kernel.access import Caller
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def report_finding(
    work: UnitOfWork, asking: Scope, patrol_id: str, body: ReportFinding
) -> IncidentSeen:
    """Open an incident as a finding of the caller's own round; what was settled on the spot waits for the grid chief at once."""
    round_ = require_own(rounds.find(work, PatrolId.parse(patrol_id)), asking.person)
    asking.allow(proven=True)
    command = body.as_command()
    before = reported_before(work, asking, command)
    if before:
        return before
    if command.unit is None and command.point is None:
        command = command._replace(unit=place_of_finding(round_))
    further = partial(_settled, asking.person, body.done) if body.handled else None
    seen = report_incident(work, asking, command, further=further)
    now = clock.now()
    after = found(round_, now)
    handled = seen.incident.status is Status.RESOLVED
    rounds.add_finding(work, after, seen.incident.id, now, handled=handled)
    return seen


def _settled(caller: Caller, done: str | None, received: Received) -> Change:
    """Let what was settled on the spot wait for the grid chief: reported and resolved by the same person.

    Where the category asks for a photo of it, it is a report with what was done on record, and the photo is owed.
    """
    change = received.change
    if received.policy.category(change.incident.category).after_photo:
        opened, *others = change.entries
        noted = replace(opened, details={**opened.details, "done": done, "photo_owed": True})
        return change._replace(entries=(noted, *others))
    resolved = moves.move(
        change.incident,
        Command(Action.RESOLVE, done=done),
        Facts(caller, change.incident.created_at, received.policy, received.staffing),
    )
    return resolved._replace(entries=(*change.entries, *resolved.entries))
