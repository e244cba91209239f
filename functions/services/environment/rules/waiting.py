"""What a unit has to do with a courtyard now, and by when: silence always has a next step (DESIGN 6)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from kernel.units import Level, ancestor
from kernel.working_time import add, end_of_days
from services.environment.rules.courtyard_states import YardHolder, YardStatus
from services.environment.rules.courtyards import Courtyard, assessor_of
from services.environment.rules.days import day_begins
from services.environment.rules.terms import amount, limit

_LEVELS = {
    YardHolder.VILLAGE: Level.VILLAGE,
    YardHolder.TOWN: Level.TOWN,
    YardHolder.COUNTY: Level.COUNTY,
}
_CHECKED_BY = {
    YardStatus.AT_VILLAGE: YardHolder.VILLAGE,
    YardStatus.AT_TOWN: YardHolder.TOWN,
    YardStatus.AT_COUNTY: YardHolder.COUNTY,
}


class Waiting(NamedTuple):
    """What is waited for, of whom, and by when."""

    what: str
    unit: str
    due_at: datetime


def waiting(yard: Courtyard, now: datetime) -> Waiting | None:
    """Return what a unit has to do; None: nobody has to do anything by hand."""
    if yard.status in _CHECKED_BY:
        holder = _CHECKED_BY[yard.status]
        return Waiting(str(yard.status), _unit(yard, holder), add(now, limit("check_within")).at)
    if yard.status is YardStatus.POSTED and yard.open_objections:
        due = min(one.due_at for one in yard.open_objections)
        return Waiting("objection", _unit(yard, assessor_of(yard)), due)
    if yard.status in (YardStatus.STARRED, YardStatus.WARNED) and is_due(yard, now):
        due = end_of_days(now, amount("recheck_days"))
        return Waiting(f"recheck.{yard.status}", _unit(yard, assessor_of(yard)), due)
    return None


def is_due(yard: Courtyard, now: datetime) -> bool:
    """Tell whether a courtyard that has stars is to be looked at again."""
    if yard.status is YardStatus.WARNED:
        return yard.mend_until is not None and yard.mend_until <= now
    return yard.recheck_on is not None and day_begins(yard.recheck_on) <= now


def _unit(yard: Courtyard, holder: YardHolder) -> str:
    unit = ancestor(yard.village, _LEVELS[holder])
    assert unit is not None, "a village lies in a town and a county"
    return unit
