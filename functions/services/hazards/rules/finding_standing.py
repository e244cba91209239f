"""How somebody stands to a finding: who works for the place, who may check it, and who may not whatever the post."""

from __future__ import annotations

from kernel.access import Caller
from kernel.units import Tier, tier_of
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_states import (
    COUNTY_OFFICERS,
    FINDING_ROLES,
    ORGANS,
    FindingHolder,
)
from services.hazards.rules.places import OwnerKind, is_owner


def standing_of(
    finding: Finding, caller: Caller, home: str | None = None
) -> frozenset[FindingHolder]:
    """Return how somebody stands to a finding; nobody else learns of it.

    Parameters
    ----------
    home
        The household the caller lives in.
    """
    if is_kept_from(finding, caller, home):
        return frozenset()
    found: set[FindingHolder] = set()
    if is_owner(finding.owner, caller, home):
        found.add(FindingHolder.OWNER)
    for holder in (FindingHolder.STAFF, FindingHolder.ORGAN):
        if caller.post_over(finding.grid, FINDING_ROLES[holder]):
            found.add(holder)
    own = has_a_stake(finding, caller, home)
    if not own and stands_above(finding, caller):
        found.add(FindingHolder.ABOVE)
    # What came again is checked by whoever answers for it now, or above.
    checked = finding.grid if tier_of(finding.unit) is Tier.VILLAGE else finding.unit
    if not own and caller.post_over(checked, FINDING_ROLES[FindingHolder.CHECKER]):
        found.add(FindingHolder.CHECKER)
    if not own and caller.post_over(finding.county, FINDING_ROLES[FindingHolder.EXAMINER]):
        found.add(FindingHolder.EXAMINER)
    return frozenset(found)


def is_kept_from(finding: Finding, caller: Caller, home: str | None = None) -> bool:
    """Tell whether somebody learns nothing of a finding, whatever the post: it is of violence or danger in the own house."""
    return is_owner(finding.kept_from, caller, home)


def has_a_stake(finding: Finding, caller: Caller, home: str | None = None) -> bool:
    """Tell whether somebody has a stake in a hazard: such a person checks nothing.

    That is whoever rectified it, this time or before in vain, or owns it, alone, with a household or by serving at the unit that does.
    """
    owner = finding.owner
    serves = (
        owner is not None
        and owner.kind is OwnerKind.UNIT
        and caller.post_at(owner.id, caller.roles)
    )
    fixed = caller.person_id in (finding.fixed_by, *finding.fixers_before)
    return bool(serves) or is_owner(owner, caller, home) or fixed


def stands_above(finding: Finding, caller: Caller) -> bool:
    """Tell whether somebody answers for a tier above the one that owes a finding; above the county there is nobody."""
    roles = ORGANS if tier_of(finding.unit) is Tier.VILLAGE else COUNTY_OFFICERS
    return caller.post_over(finding.unit, roles) is not None
