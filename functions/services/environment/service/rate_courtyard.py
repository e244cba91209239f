"""Begin with a household's rating of its own yard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel import clock
from kernel.actors import Actor
from kernel.problems import Conflict, NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor
from registry import find_homes
from services.environment.rules import courtyard_moves
from services.environment.rules.courtyard_moves import Facts
from services.environment.rules.courtyard_states import GRID_STAFF
from services.environment.rules.courtyards import Courtyard
from services.environment.service.keep_courtyard import keep
from services.environment.service.see_courtyards import YardSeen, see
from services.environment.service.seeing import who_asks
from services.environment.store.rows import CRITERIA, Home
from services.environment.store.things import HOMES

if TYPE_CHECKING:
    from services.environment.model.courtyard_requests import RateCourtyard


class HasACourtyard(Conflict):
    """A household has one courtyard; `courtyard` says which."""

    slug = "has-a-courtyard"
    said = Text("该户已有庭院。", "The household has a courtyard.")


def rate_courtyard(work: UnitOfWork, asking: Scope, said: RateCourtyard) -> YardSeen:
    """Keep the rating of a household by itself, or by its grid's staff at its wish.

    Raises
    ------
    NotFound
        There is no such household that the caller may know of.
    HasACourtyard
        It has one: that is rated anew.
    """
    who, now = who_asks(asking), clock.now()
    home = find_homes([said.household]).get(said.household)
    village = ancestor(home.unit, Level.VILLAGE) if home else None
    if home is None or village is None:
        raise NotFound(Text("没有此户。", "There is no such household."))
    own = who.household == said.household
    post = None if own else who.caller.post_over(home.unit, GRID_STAFF)
    asking.allow(own or post is not None)
    kept = HOMES.find(work, said.household)
    if kept and kept.courtyard:
        raise HasACourtyard(courtyard=kept.courtyard)
    criteria = CRITERIA.current()
    yard = Courtyard(
        id=work.change_id,
        village=village,
        unit=home.unit,
        household=said.household,
        criteria=criteria.version,
        rated_at=now,
        lat=said.position.lat if said.position else None,
        lon=said.position.lon if said.position else None,
        version=0,
    )
    facts = Facts(who, criteria.value, criteria.version, now, work.change_id)
    change = courtyard_moves.rate(yard, said.scores, facts, indoors=said.indoors)
    HOMES.save(work, Home(said.household, yard.id, (kept.version if kept else 0) + 1))
    return see(keep(work, change, Actor.of(who.caller, post), now), who)
