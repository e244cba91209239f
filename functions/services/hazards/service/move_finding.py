"""Take a step with a finding."""

from __future__ import annotations

from kernel import clock
from kernel.access import PLACE_STAFF
from kernel.actors import Actor
from kernel.directory import household_of
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_moves import FindingCommand, actions_of, asks_for_photo, move
from services.hazards.rules.finding_standing import standing_of
from services.hazards.rules.places import is_owner
from services.hazards.service.keep_finding import keep_finding
from services.hazards.service.photos import has_photo
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import findings as kept


def move_finding(
    work: UnitOfWork, finding_id: str, command: FindingCommand, scope: Scope, expected: Versions
) -> HazardSeen[Finding]:
    """Take a step with a finding that concerns the caller.

    Raises
    ------
    NotFound, StaleVersion
        There is no such finding, it does not concern the caller, or another version of it is there.
    """
    finding, caller = kept.FINDINGS.require(work, finding_id), scope.person
    home = household_of(caller.person_id)
    scope.allow(bool(standing_of(finding, caller, home)), NotFound)
    refuse_stale(expected, finding.version)
    passes = command.passed or command.agreed
    photo = bool(passes) and asks_for_photo(finding) and has_photo(finding.id)
    change = move(finding, command, caller, clock.now(), has_photo=photo, home=home)
    actor = Actor.of(caller, caller.post_over(finding.grid, PLACE_STAFF))
    after = keep_finding(work, change, actor)
    return HazardSeen(after, actions_of(after, caller, home), is_owner(after.owner, caller, home))
