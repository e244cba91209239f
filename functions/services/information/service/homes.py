"""A household and who lives in it, with what is held of each: what a visit, a page and a request start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import registry
from kernel.access import Role
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from services.information.rules.forms import InformationAbout
from services.information.rules.records import Record, blank, record_id
from services.information.store import kept


@record
class Household:
    """A household of the registry with the people who live in it, by their id."""

    home: registry.Home
    people: Mapping[str, registry.Person]

    @property
    def id(self) -> str:
        """The household's."""
        return self.home.household_id

    @property
    def record_ids(self) -> list[str]:
        """Under which ids something may be held: the household's own first."""
        people = [record_id(InformationAbout.PERSON, one) for one in self.people]
        return [record_id(InformationAbout.HOUSEHOLD, self.id), *people]

    def knows(self, resident: str | None) -> bool:
        """Whether somebody lives here; the household itself does."""
        return resident is None or resident in self.people

    def blank(self, resident: str | None) -> Record:
        """Return the record of somebody here of whom nothing is held."""
        if resident is None:
            return blank(InformationAbout.HOUSEHOLD, self.id, self.id, self.home.unit)
        return blank(InformationAbout.PERSON, resident, self.id, self.home.unit)


def find_household(household_id: str) -> Household:
    """Return a household as the registry has it.

    Raises
    ------
    NotFound
        There is none.
    """
    home = registry.find_homes([household_id]).get(household_id)
    if home is None:
        raise NotFound
    people = registry.people_of(household_id)
    return Household(home, {one.resident_id: one for one in people if one.resident_id})


def reached(scope: Scope, household_id: str, roles: frozenset[Role]) -> Household:
    """Return a household in the area of a post; whether others exist is not told.

    Raises
    ------
    NotFound
    """
    found = find_household(household_id)
    scope.allow(scope.person.post_over(found.home.unit, roles) is not None)
    return found


def loaded(household: Household) -> list[Record]:
    """Return what is held of a household and its people now, the household first; blank where nothing is."""
    records = kept.RECORDS.load_all(household.record_ids)
    residents: Sequence[str | None] = [None, *household.people]
    return [
        one or household.blank(resident) for one, resident in zip(records, residents, strict=True)
    ]


def found(work: UnitOfWork, household: Household, resident: str | None) -> Record:
    """Return what is held of somebody here, to be decided on."""
    record = household.blank(resident)
    return kept.RECORDS.find(work, record.id) or record
