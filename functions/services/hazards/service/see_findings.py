"""See a finding, those of a unit, those that concern an owner."""

from __future__ import annotations

import escalation
from kernel.access import PLACE_STAFF, Caller
from kernel.directory import household_of
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_moves import actions_of
from services.hazards.rules.finding_standing import is_kept_from, standing_of
from services.hazards.rules.finding_states import Standing
from services.hazards.rules.places import is_owner
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import findings as kept


def see_finding(finding_id: str, caller: Caller) -> HazardSeen[Finding]:
    """Return a finding to whom it concerns, with how far what is owed for it has climbed.

    Raises
    ------
    NotFound
        There is none, or it does not concern the caller.
    """
    finding = kept.FINDINGS.get(finding_id)
    home = household_of(caller.person_id)
    if not standing_of(finding, caller, home):
        raise NotFound
    owed = finding.owed
    climb = escalation.climbs([owed.id]).get(owed.id) if owed else None
    own = is_owner(finding.owner, caller, home)
    return HazardSeen(finding, actions_of(finding, caller, home), own, climb)


def list_findings(
    unit: str, standing: Standing, caller: Caller, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the findings of a unit, grid by grid."""
    return seen_by(kept.of_unit(unit, standing, limit, cursor), caller)


def list_own_findings(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the findings at what the caller owns."""
    return seen_by(kept.of_owner(caller.person_id, limit, cursor), caller)


def list_finding_steps(finding_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a finding's history, oldest first."""
    return kept.FINDINGS.steps_of(finding_id, limit, cursor)


def tells_names(finding: Finding, caller: Caller) -> bool:
    """Tell whether somebody sees who took each step; whoever owns the place sees roles alone, as who reports is protected (安全生产法 Arts. 74-76)."""
    own = is_owner(finding.owner, caller, household_of(caller.person_id))
    return not own and caller.post_over(finding.grid, PLACE_STAFF) is not None


def seen_by(found: Listed, caller: Caller) -> Listed:
    """Return a page of findings as somebody sees them."""
    home = household_of(caller.person_id)
    rows = [
        HazardSeen(one, actions_of(one, caller, home), is_owner(one.owner, caller, home))
        for one in found.rows
        if not is_kept_from(one, caller, home)
    ]
    return found._replace(rows=rows)
