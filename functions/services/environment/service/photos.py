"""Photos of a courtyard: who may add them and see them. Where they are kept, composition says."""

from __future__ import annotations

from kernel.record import record
from kernel.scope import Scope
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from services.environment.rules.courtyard_states import LIVE, STAFF_OF_PLACE
from services.environment.rules.courtyards import Who, may_read
from services.environment.service.seeing import household_of
from services.environment.store.things import YARDS
from services.store.table import ThingRow


@record
class PhotoStanding:
    """How somebody who may see a courtyard stands to its photos.

    Attributes
    ----------
    role
        By which role the caller acts; None: as its household.
    is_open
        Whether it is rated, or has stars.
    """

    town: str
    role: str | None
    is_open: bool


def standing_of(work: UnitOfWork, yard_id: str, scope: Scope) -> PhotoStanding:
    """Return how the caller stands to the photos of a courtyard, which stays as it is until what follows is written.

    Raises
    ------
    NotFound
        There is none, or it is none of the caller's.
    """
    yard = YARDS.require(work, yard_id)
    who = Who(scope.person, household_of(scope))
    scope.allow(may_read(yard, who))
    work.write(Check(YARDS.key(yard.id), ThingRow.version == yard.version))
    own = who.household == yard.household
    post = None if own else scope.person.post_over(yard.unit, STAFF_OF_PLACE)
    town = ancestor(yard.village, Level.TOWN)
    assert town is not None, "a village lies in a town"
    return PhotoStanding(town, str(post.role) if post else None, yard.status in LIVE)
