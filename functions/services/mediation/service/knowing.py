"""Who somebody is to a case: the committee, who is a party or near to one, and what may be seen."""

from __future__ import annotations

from collections.abc import Iterable

import registry
from kernel import clock
from kernel.access import Caller, Role
from kernel.directory import PersonRow, Remembered, unit_names
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.mediation.rules.case import Case
from services.mediation.rules.case_states import CaseHolder, MediationAction
from services.mediation.rules.commands import CaseFacts
from services.mediation.rules.committees import Committee
from services.mediation.rules.moving import actions_of, standing_of
from services.mediation.store.cases import COMMITTEES

MEDIATORS = frozenset({Role.MEDIATOR})


@record
class CaseSeen:
    """A case as somebody sees it.

    Attributes
    ----------
    is_inside
        Whether the names in it are shown: to the parties, and to the mediators of the case; before it is taken up, to the committee.
    sees_risk
        Whether its level of risk is shown: to the committee.
    names
        What units and persons in it are called.
    """

    case: Case
    actions: tuple[MediationAction, ...]
    is_inside: bool
    sees_risk: bool
    names: dict[str, Text]

    @property
    def version(self) -> int:
        """The case's."""
        return self.case.version


def facts_of(
    case: Case, committee: Committee | None, caller: Caller, others: Iterable[str] = ()
) -> CaseFacts:
    """Return what a step of a case is decided on; `others` are mediators it names."""
    is_mediator = caller.post_at(case.unit, MEDIATORS) is not None
    asked = [*([caller.person_id] if is_mediator else []), *others]
    near = near_to_parties(case, asked)
    return CaseFacts(caller.person_id, is_mediator, committee, near, clock.now())


def near_to_parties(case: Case, persons: Iterable[str]) -> frozenset[str]:
    """Return who of some persons is a party, lives with one, or is of a household near to one by blood or marriage."""
    wanted = list(dict.fromkeys(persons))
    if not wanted:
        return frozenset()
    homes_of = households_of(wanted)
    involved = {one.household for one in case.parties if one.household}
    homes = registry.find_homes(involved) if involved else {}
    near = involved.union(*(home.relatives for home in homes.values()))
    return frozenset(
        person for person in wanted if person in case.persons or homes_of.get(person) in near
    )


def households_of(persons: Iterable[str]) -> dict[str, str]:
    """Return in which household persons live, as far as the registry knows."""
    rows = _rows(persons)
    return {person: row.household for person, row in rows.items() if row.household}


def _rows(persons: Iterable[str]) -> dict[str, PersonRow]:
    keys = {person: PersonRow.key(person) for person in persons}
    found = Remembered.recall(keys.values())
    return {person: found[key] for person, key in keys.items() if found[key] is not None}


def known_persons(persons: Iterable[str]) -> set[str]:
    """Return which of some persons the registry knows."""
    return set(_rows(persons))


def person_names(persons: Iterable[str]) -> dict[str, Text]:
    """Return what persons are called, as far as the registry knows them."""
    return {person: Text(row.name, row.name) for person, row in _rows(persons).items()}


def find_committee(work: UnitOfWork, unit: str) -> Committee | None:
    """Return the committee of a unit as it is now."""
    return COMMITTEES.find(work, unit)


def see(case: Case, caller: Caller, committee: Committee | None = None) -> CaseSeen:
    """Return a case as somebody sees it who has a part in it.

    Raises
    ------
    NotFound
        The caller has none: neither a mediator of the committee, nor a party, nor who registered it. A mediator who is recused has none.
    """
    committee = committee or COMMITTEES.load(case.unit)
    facts = facts_of(case, committee, caller)
    standing = standing_of(case, facts)
    if not standing and caller.person_id != case.opened_by:
        raise NotFound(Text("没有找到该纠纷。", "There is no such dispute."))
    of_committee = CaseHolder.COMMITTEE in standing
    is_inside = bool(standing & {CaseHolder.PARTY, CaseHolder.ON_CASE})
    is_inside = is_inside or (of_committee and not case.mediators)
    return CaseSeen(
        case,
        tuple(actions_of(case, facts)),
        is_inside,
        of_committee,
        names_in(case),
    )


def names_in(case: Case) -> dict[str, Text]:
    """Return what the units and mediators of a case are called."""
    return unit_names({case.unit, case.place}) | person_names(case.mediators)
