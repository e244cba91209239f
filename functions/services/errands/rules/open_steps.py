"""What is open to whom with an errand: what the table lets, but for what the errand as it stands would refuse by its own name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kernel.access import Caller
from kernel.working_time import remaining
from services.errands.rules import authority
from services.errands.rules.errand import Errand, Power
from services.errands.rules.errand_states import ERRANDS, ErrandAction
from services.errands.rules.standing import standing_of
from services.errands.rules.terms import amount

NEEDS_POWER: Mapping[ErrandAction, Power] = {
    ErrandAction.SUBMIT: Power.SUBMIT,
    ErrandAction.SUPPLY: Power.CORRECT,
    ErrandAction.TAKE_ORIGINAL: Power.HOLD,
    ErrandAction.DELIVER: Power.COLLECT,
}
# What brings originals home, or ends things, is open to the last.
GOES_ROUND = frozenset(
    {ErrandAction.WITHDRAW_OFFER, ErrandAction.SUBSTITUTE, ErrandAction.STOP_CLOCK}
)


def actions_of(errand: Errand, caller: Caller, now: datetime) -> list[ErrandAction]:
    """Return what somebody may do with an errand now."""
    parts = standing_of(errand, caller)
    shut = shut_of(errand) | _refused(errand, now) | _not_at_hand(errand, caller.person_id)
    return ERRANDS.open_to(errand.status, lambda holder: holder in parts, shut)


def shut_of(errand: Errand) -> frozenset[ErrandAction]:
    """Return what the status would allow and the errand does not: there is nothing to do it to."""
    shut: set[ErrandAction] = set()
    if not errand.out:
        shut |= {ErrandAction.HAND_OVER, ErrandAction.FETCH}
    if not any(one.offered for one in errand.out):
        shut |= {ErrandAction.RECEIVE, ErrandAction.WITHDRAW_OFFER}
    if not errand.substitute:
        shut.add(ErrandAction.CONSENT)
    if not errand.scans:
        shut.add(ErrandAction.DELETE_SCANS)
    if not (errand.rated and errand.rated.contact_by) or errand.rated.contacted_at:
        shut.add(ErrandAction.CONTACT)
    return frozenset(shut)


def is_full(errand: Errand) -> bool:
    """Tell whether so much was done with an errand that nothing goes round any more."""
    return errand.version >= amount("steps_of_an_errand")


def left_of_limit(errand: Errand, now: datetime) -> float:
    """Return how many seconds of its limit are left."""
    return remaining(now, errand.due_at or now, "working_days")


def longest_stop(errand: Errand, now: datetime) -> datetime:
    """Return until when its clock may be stopped at most: so many days in all."""
    days = timedelta(days=amount("longest_stop_days"))
    return now + days - timedelta(seconds=errand.stopped_seconds)


def _refused(errand: Errand, now: datetime) -> set[ErrandAction]:
    """Return what the errand refuses as it stands, whoever asks and whatever is said."""
    refused = {one for one, power in NEEDS_POWER.items() if not authority.covers(errand, power)}
    if is_full(errand):
        refused |= GOES_ROUND
    if left_of_limit(errand, now) <= 0 or longest_stop(errand, now) <= now:
        refused.add(ErrandAction.STOP_CLOCK)
    if not errand.missing:
        refused.add(ErrandAction.SUPPLY)
    if errand.rated:
        refused.add(ErrandAction.RATE)
    if errand.out:
        refused.add(ErrandAction.ARCHIVE)
    if len(errand.originals) >= amount("originals_of_an_errand"):
        refused.add(ErrandAction.TAKE_ORIGINAL)
    if len(errand.scans) >= amount("scans_of_an_errand"):
        refused.add(ErrandAction.ADD_SCAN)
    return refused


def _not_at_hand(errand: Errand, person: str) -> set[ErrandAction]:
    """Return what somebody cannot do because no original is where it would have to be."""
    mine = [one for one in errand.out if one.holder.person == person]
    found: set[ErrandAction] = set()
    if all(one.offered for one in mine):
        found.add(ErrandAction.HAND_OVER)
    if not any(one.offered for one in mine):
        found.add(ErrandAction.WITHDRAW_OFFER)
    if len(mine) == len(errand.out):
        found.add(ErrandAction.FETCH)
    return found
