"""See a courtyard, those of a place, what is posted in a village, and what a plate says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kernel import clock
from kernel.directory import unit_name
from kernel.in_force import InForce
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.texts import Text
from registry import find_homes, heads_of
from services.environment.rules.courtyard_states import STAFF_OF_PLACE, YardStatus
from services.environment.rules.courtyards import Courtyard, Who, actions_of, may_read, standing_of
from services.environment.rules.criteria import Criteria
from services.environment.service.seeing import who_asks
from services.environment.store.rows import CRITERIA
from services.environment.store.things import PLATES, YARDS


@record
class YardSeen:
    """A courtyard as somebody sees it.

    Attributes
    ----------
    whole
        Whether scores, household and objections are shown: to its household and who serves there.
    assesses
        Whether the words of objections are shown: to who serves there, not to the household they are about.
    """

    yard: Courtyard
    actions: tuple[str, ...]
    whole: bool
    assesses: bool
    head_name: str | None = None

    @property
    def version(self) -> int:
        """The courtyard's."""
        return self.yard.version


class PlateSeen(NamedTuple):
    """What a plate says: a village, stars, since when and until when; no household, no person."""

    village: Text | None
    stars: int
    yard: Courtyard


def see(yard: Courtyard, who: Who, names: Mapping[str, str] | None = None) -> YardSeen:
    """Return a courtyard as somebody sees it."""
    own = who.household == yard.household
    return YardSeen(
        yard,
        tuple(map(str, actions_of(yard, who, clock.now()))),
        may_read(yard, who),
        may_read(yard, who) and not own,
        (names or {}).get(yard.household) if yard.named else None,
    )


def prove(asking: Scope, yard: Courtyard, who: Who) -> Courtyard:
    """Return a courtyard whose village the caller has to do with; others are not told of it."""
    posted = yard.status is YardStatus.POSTED
    asking.allow(may_read(yard, who) or (posted and bool(standing_of(yard, who))))
    return yard


def see_courtyard(asking: Scope, yard_id: str) -> YardSeen:
    """Return a courtyard to its household, to who serves there, and, while it is posted, to the village."""
    who = who_asks(asking)
    return see(prove(asking, YARDS.get(yard_id), who), who)


def list_courtyards(
    asking: Scope, unit: str, status: YardStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the courtyards of a status in a unit, for who serves there."""
    asking.within(unit, STAFF_OF_PLACE)
    who = who_asks(asking)
    within = Range("place", "begins_with", (unit[:12],))

    def fits(one: Courtyard) -> bool:
        return may_read(one, who) and one.unit.startswith(unit)

    found = YARDS.in_list(
        f"YARDS#{status}", limit, cursor, within=within,
        fits=fits,
    )  # fmt: skip
    return found._replace(rows=[see(one, who) for one in found.rows])


def list_posted(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is posted in a village, for who lives or works there; a household is named by its head's separate consent alone."""
    who = who_asks(asking)
    near = who.home_village == village or any(
        village.startswith(one.unit) or one.unit.startswith(village) for one in who.caller.posts
    )
    asking.allow(near)
    within = Range("place", "begins_with", (village,))
    found = YARDS.in_list(f"YARDS#{YardStatus.POSTED}", limit, cursor, within=within)
    names = _names_of([one for one in found.rows if one.named])
    return found._replace(rows=[see(one, who, names) for one in found.rows])


def _names_of(named: Sequence[Courtyard]) -> dict[str, str]:
    """Return the names of those households whose head is still the one who consented."""
    homes = find_homes({one.household for one in named})
    heads = heads_of(homes)
    consenting = {one.household for one in named if one.named_by == heads.get(one.household)}
    return {
        home: one.head_name for home, one in homes.items() if one.head_name and home in consenting
    }


def see_own(asking: Scope) -> YardSeen:
    """Return the courtyard of the caller's household.

    Raises
    ------
    NotFound
        It has none.
    """
    from services.environment.store.things import HOMES

    who = who_asks(asking)
    home = HOMES.load(who.household) if who.household else None
    if home is None or not home.courtyard:
        raise NotFound(Text("本户没有申报庭院。", "Your household has no courtyard."))
    return see(prove(asking, YARDS.get(home.courtyard), who), who)


def see_plate(token: str) -> PlateSeen:
    """Return what a plate says to everybody, while its stars hold.

    Raises
    ------
    NotFound
        There is no such plate, or it was taken off: that somebody lost stars is told to nobody.
    """
    plate = PLATES.load(token)
    yard = YARDS.load(plate.courtyard) if plate else None
    if yard is None or yard.plate != token or not yard.holds:
        raise NotFound(
            Text("没有此标牌，或已失效。", "There is no such plate, or it holds no more.")
        )
    return PlateSeen(unit_name(yard.village), yard.stars, yard)


def list_steps(asking: Scope, yard_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a courtyard's history, for its household and who serves there."""
    asking.allow(may_read(YARDS.get(yard_id), who_asks(asking)))
    return YARDS.steps_of(yard_id, limit, cursor)


def criteria_of(yard: Courtyard) -> InForce[Criteria]:
    """Return the criteria a courtyard is rated by.

    Raises
    ------
    LookupError
        Their version is not there.
    """
    kept = CRITERIA.version(yard.criteria)
    if kept is None:
        raise LookupError(f"there is no version {yard.criteria} of the criteria")
    return kept


def plate_of(asking: Scope, yard_id: str) -> str:
    """Return the token of a courtyard's plate, for who serves there.

    Raises
    ------
    NotFound
        It has none.
    """
    yard = YARDS.get(yard_id)
    asking.allow(may_read(yard, who_asks(asking)))
    if yard.plate is None:
        raise NotFound(Text("该庭院没有标牌。", "It has no plate."))
    return yard.plate
