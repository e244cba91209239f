"""Courtyards (美丽庭院): how one comes by its stars, keeps them and may lose them (DOMAIN 17; edge cases 18.3(10)).

No star is for life: it is looked at again every year, and lost only after notice, time to mend and a second look by somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel.access import Caller
from kernel.clock import day_of
from kernel.record import record
from services.environment.rules.courtyard_states import (
    GRID_STAFF,
    HOLDER_ROLES,
    LIVE,
    STAFF_OF_PLACE,
    YARDS,
    Rater,
    YardAction,
    YardEvent,
    YardHolder,
    YardStatus,
)
from services.environment.rules.days import day_begins
from services.environment.rules.terms import amount, terms


@record
class Round:
    """One rating: by its household, the village, the town or the county."""

    rater: Rater
    by: str
    at: datetime
    scores: Mapping[str, int]


@record
class Objection:
    """What somebody of the village says against a posting; who it was is told to nobody but its assessors' history.

    Attributes
    ----------
    due_at
        By when it is answered.
    upheld
        None: it is not answered yet.
    """

    id: str
    by: str
    said: str
    due_at: datetime
    upheld: bool | None = None


@record
class Courtyard:
    """A household's yard.

    Attributes
    ----------
    unit
        Its grid, or its village where that is not known.
    criteria
        The version of the criteria it is rated by.
    indoors
        Whether the household consented to its rooms being rated.
    named, named_by
        Whether its head consented, separately, to the name being shown in the posting; which resident that was.
    stars, proposed
        Those it has, and those that are posted.
    recheck_on
        From when it is to be looked at again.
    mend_until, warned_by
        After a re-check found it wanting: until when it may mend, and who said so.
    waits_for, owed
        What a unit has to do now, and the obligation by which it climbs.
    """

    id: str
    village: str
    unit: str
    household: str
    criteria: int
    rated_at: datetime
    indoors: bool = False
    named: bool = False
    named_by: str | None = None
    status: YardStatus = YardStatus.AT_VILLAGE
    rounds: tuple[Round, ...] = ()
    stars: int = 0
    proposed: int = 0
    posted_until: datetime | None = None
    objections: tuple[Objection, ...] = ()
    awarded_on: date | None = None
    recheck_on: date | None = None
    mend_until: datetime | None = None
    warned_by: str | None = None
    plate: str | None = None
    lat: float | None = None
    lon: float | None = None
    waits_for: str | None = None
    owed: str | None = None
    version: int = 1

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """Those that are not answered yet."""
        return tuple(one for one in self.objections if one.upheld is None)

    @property
    def holds(self) -> bool:
        """Whether its stars hold now: a plate is good for so long."""
        return self.stars > 0 and self.status in LIVE


class Who(NamedTuple):
    """Who asks: the caller, the own household, and the village it lies in."""

    caller: Caller
    household: str | None = None
    home_village: str | None = None


class YardChange(NamedTuple):
    """A courtyard as it is afterwards, what the history says of it, and how its stars changed."""

    before: Courtyard | None
    after: Courtyard
    event: YardEvent
    said: str | None = None

    @property
    def stars_before(self) -> int:
        """Those it had, as far as they count: a courtyard that left or lost them has none."""
        return self.before.stars if self.before and self.before.holds else 0

    @property
    def stars_after(self) -> int:
        """Those it has."""
        return self.after.stars if self.after.holds else 0


_ANSWERED_FOR = frozenset({YardStatus.POSTED, YardStatus.STARRED, YardStatus.WARNED})


def standing_of(yard: Courtyard, who: Who) -> frozenset[YardHolder]:
    """Return how somebody stands to a courtyard; to the own one nobody stands as staff."""
    if who.household == yard.household:
        return frozenset({YardHolder.HOUSEHOLD})
    found: set[YardHolder] = set()
    if who.caller.post_over(yard.unit, GRID_STAFF):
        found.add(YardHolder.GRID)
    for holder in (YardHolder.VILLAGE, YardHolder.TOWN, YardHolder.COUNTY):
        if who.caller.post_over(yard.village, HOLDER_ROLES[holder]):
            found.add(holder)
    posts = who.caller.posts
    if who.home_village == yard.village or any(one.unit.startswith(yard.village) for one in posts):
        found.add(YardHolder.NEIGHBOUR)
    return frozenset(found)


def may_read(yard: Courtyard, who: Who) -> bool:
    """Tell whether somebody reads all of a courtyard: its household, and who serves there."""
    return who.household == yard.household or bool(who.caller.post_over(yard.unit, STAFF_OF_PLACE))


def assessor_of(yard: Courtyard) -> YardHolder:
    """Return who answers for what is posted, and looks again: the county for five stars, the town for four (DOMAIN 17)."""
    stars = yard.proposed if yard.status is YardStatus.POSTED else yard.stars
    of_county = stars >= terms()["county_award"]["stars"]
    return YardHolder.COUNTY if of_county else YardHolder.TOWN


def shut(yard: Courtyard) -> frozenset[YardAction]:
    """Return what something else than the status rules out."""
    closed: set[YardAction] = set()
    if yard.status is YardStatus.STARRED and yard.stars != town_stars():
        closed.add(YardAction.PASS_ON)
    if not yard.open_objections:
        closed.add(YardAction.ANSWER)
    closed.add(YardAction.CONSENT if yard.named else YardAction.REVOKE)
    return frozenset(closed)


def town_stars() -> int:
    """Return how many stars a town awards."""
    return terms()["town_award"]["stars"]


def actions_of(yard: Courtyard, who: Who, now: datetime) -> list[YardAction]:
    """Return what somebody may do with a courtyard now."""
    standing = standing_of(yard, who)
    closed = shut(yard) | _refused(yard, who.caller.person_id, now)
    return YARDS.open_to(yard.status, lambda one: holds(yard, standing, one), closed)


def may_object(yard: Courtyard, person: str) -> bool:
    """Tell whether somebody has not objected to a posting yet, nor as many others as may."""
    full = len(yard.objections) >= amount("objections_of_a_posting")
    return not full and all(one.by != person for one in yard.objections)


def posting_is_over(yard: Courtyard, now: datetime) -> bool:
    """Tell whether the last day of a posting has ended."""
    return yard.posted_until is None or now >= yard.posted_until


def is_early(yard: Courtyard, now: datetime) -> bool:
    """Tell whether stars are not to be looked at again yet."""
    if yard.status is not YardStatus.STARRED:
        return False
    return yard.recheck_on is None or yard.recheck_on > day_of(now)


def has_warned(yard: Courtyard, person: str) -> bool:
    """Tell whether somebody told the household to mend, and so does not decide that it has not."""
    return yard.status is YardStatus.WARNED and yard.warned_by == person


def _refused(yard: Courtyard, person: str, now: datetime) -> set[YardAction]:
    """Return what a courtyard refuses by its own name, whatever somebody says."""
    refused: set[YardAction] = set()
    if posting_is_over(yard, now) or not may_object(yard, person):
        refused.add(YardAction.OBJECT)
    if is_early(yard, now) or has_warned(yard, person):
        refused.add(YardAction.RECHECK)
    return refused


def holds(yard: Courtyard, standing: frozenset[YardHolder], holder: YardHolder) -> bool:
    """Tell whether somebody stands so to a courtyard; of town and county, the one that answers for it once it was posted."""
    if yard.status in _ANSWERED_FOR and holder in (YardHolder.TOWN, YardHolder.COUNTY):
        return holder in standing and holder is assessor_of(yard)
    return holder in standing


def wakes_at(yard: Courtyard) -> datetime | None:
    """Return when the clock looks at a courtyard; None: somebody has to do something first."""
    if yard.status is YardStatus.POSTED and not yard.open_objections:
        return yard.posted_until
    if yard.status is YardStatus.STARRED and yard.waits_for is None and yard.recheck_on:
        return day_begins(yard.recheck_on)
    if yard.status is YardStatus.WARNED and yard.waits_for is None:
        return yard.mend_until
    return None


def moved(yard: Courtyard, **more: Any) -> Courtyard:
    """Return a courtyard one version on."""
    return replace(yard, version=yard.version + 1, **more)
