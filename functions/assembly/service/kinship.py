"""Who is near to whom, as the keeper of a composition states it and as the registry knows."""

from __future__ import annotations

from collections.abc import Sequence

from assembly.rules.bodies import BodyKind, BodyMember
from assembly.rules.matters import Kin
from assembly.service.asked import today
from assembly.service.seats import members_of
from assembly.store.work import Work
from kernel.directory import PersonRow
from kernel.storage.dynamo import read
from registry import find_homes

_A_READ = 50
_IN_OFFICE = (BodyKind.VILLAGE_COMMITTEE, BodyKind.PARTY_BRANCH, BodyKind.SUPERVISION_COMMITTEE)


def kin_in_office(
    work: Work, village: str, household: str | None, stated: Sequence[str]
) -> tuple[Kin, ...]:
    """Return who of those in office in a village is near to a household: as it is stated, and as the registry knows."""
    found = tuple(Kin(each, "statement") for each in stated)
    if household is None:
        return found
    seated = [each for kind in _IN_OFFICE for each in members_of(work, village, kind, today())]
    near = {household}.union(*near_to(frozenset({household})).values())
    known = [person for person, homes in homes_of(seated).items() if homes & near]
    return (*found, *(Kin(one, "registry") for one in known if one not in stated))


def homes_of(members: Sequence[BodyMember]) -> dict[str, frozenset[str]]:
    """Return the households of members, as the keeper states them and as the registry knows them."""
    people = list(dict.fromkeys(member.member_id for member in members))
    registered: dict[str, str | None] = {}
    for part in _parts(people):
        rows: list[PersonRow | None] = read([PersonRow.key(person) for person in part])
        registered |= {row.person_id: row.household for row in rows if row}
    homes = {person: {registered.get(person)} for person in people}
    for member in members:
        homes[member.member_id].add(member.household)
    return {
        person: frozenset(home for home in known if home is not None)
        for person, known in homes.items()
    }


def near_to(households: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return the households near to each of `households`."""
    return {
        home.household_id: home.relatives
        for part in _parts(sorted(households))
        for home in find_homes(part).values()
    }


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    """Return names in parts that one read takes, with two rows to each."""
    return [names[start : start + _A_READ] for start in range(0, len(names), _A_READ)]
