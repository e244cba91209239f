"""Report what was found on a round."""

from __future__ import annotations

from incidents.patrols.model import ReportFinding
from incidents.patrols.rules.rounds import PatrolId, found, place_of_finding
from incidents.patrols.service.see_round import require_own
from incidents.patrols.store import rounds
from incidents.rules import lifecycle
from incidents.rules.incident import Change
from incidents.rules.states import Action
from incidents.rules.steps import Command, Facts
from incidents.service.report_incident import Also, Circumstances, receive
from incidents.store.changes import Outcome
from kernel.access import Caller
from kernel.http import Request
from kernel.storage.rows import ConditionFailed
from kernel.storage.unit_of_work import SomebodyWasFaster

_ATTEMPTS = 3


def report_finding(request: Request, patrol_id: str, body: ReportFinding) -> Outcome:
    """Open an incident as a finding of the caller's own round; what was settled on the spot waits for the grid chief at once."""
    number, caller = PatrolId.parse(patrol_id), request.person
    said = body

    def also(change: Change, at: Circumstances) -> Also:
        kept = require_own(rounds.load(number), caller)
        after = found(kept, at.now)
        writes = [
            rounds.counted(kept, after),
            rounds.finding(kept, change.incident.id, at.now, handled=body.handled),
        ]
        return Also(_settled(caller, change, body.done, at) if body.handled else change, writes)

    own = require_own(rounds.load(number), caller)
    request.allow(proven=True)
    if body.unit is None and body.location is None:
        said = body.model_copy(update={"unit": place_of_finding(own)})
    for _ in range(_ATTEMPTS):
        try:
            return receive(request, said, also=also)
        except ConditionFailed:
            # Another finding, or the end of the round, came in between.
            continue
    raise SomebodyWasFaster


def _settled(caller: Caller, change: Change, done: str | None, at: Circumstances) -> Change:
    """Let what was settled on the spot wait for the grid chief: reported and resolved by the same person."""
    resolved = lifecycle.move(
        change.incident,
        Command(Action.RESOLVE, done=done),
        Facts(caller, at.now, at.policy, at.staffing),
    )
    return resolved._replace(entries=(*change.entries, *resolved.entries))
