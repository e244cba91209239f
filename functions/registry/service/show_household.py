"""Show a household: one's own, or one in the area one serves."""

from __future__ import annotations

from kernel.directory import PersonRow
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.dynamo import read
from registry.model.answers import HouseholdPage
from registry.rules.reach import HOUSEHOLD_READERS
from registry.service.asked import Shown
from registry.service.views import household_summary, household_view
from registry.store.lists import households_in, residents_of
from registry.store.rows import HouseholdRow


def show_household(scope: Scope, household_id: str) -> Shown:
    """Return a household with its residents.

    Raises
    ------
    NotFound
        There is none, or none the caller may know of.
    """
    row: HouseholdRow | None = read([HouseholdRow.key(household_id)], consistent=True)[0]
    if row is None:
        raise NotFound
    me: PersonRow = scope.recall([PersonRow.key(scope.person.person_id)])[0]
    own = me.household == household_id
    scope.allow(own or scope.person.post_over(row.unit, HOUSEHOLD_READERS) is not None)
    return Shown(household_view(row, residents_of(household_id)), int(row.version))


def list_households(unit: str, limit: int, cursor: str | None) -> HouseholdPage:
    """Return a page of the households of a village or grid."""
    page = households_in(unit, limit, cursor)
    return HouseholdPage(
        items=[household_summary(row) for row in page.rows], next_cursor=page.next_cursor
    )
