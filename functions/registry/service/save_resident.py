"""Register a resident of a household, or move or change one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.ages import Born
from kernel.directory import PersonRow
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text
from registry.model.requests import ResidentBody
from registry.rules import identity
from registry.rules.reach import HOUSEHOLD_KEEPERS, is_neighbour
from registry.rules.relations import Relation, SecondHead
from registry.service.asked import Asked, Saved, refuse_own
from registry.service.views import resident_view
from registry.store.register import Effect, Register
from registry.store.rows import NO_HOUSEHOLD, HeadRow, HouseholdRow, IdNumberRow, ResidentRow, whole
from registry.store.secret import id_hash_key

_BIRTH = ("birth_year", "birth_month", "birth_day")


def put_resident(
    asked: Asked, household_id: str, resident_id: str, body: ResidentBody
) -> Outcome[Saved]:
    """Register a resident of a household, or move or change one.

    Raises
    ------
    NotFound
        There is no such household.
    OwnTies
        It is the caller's own membership of a household.
    SecondHead
        The household has another head.
    OutsideYourArea
        The household, the one moved from, or the person tied to the resident is another village's.
    """
    home, key = HouseholdRow.key(household_id), ResidentRow.key(resident_id)
    given = {**body.model_dump(), "household_id": household_id}
    if body.resident_id_number is None:
        del given["resident_id_number"]

    def decide(register: Register) -> Saved:
        register.load([home, key, HeadRow.key(household_id)])
        house: HouseholdRow | None = register.find(home)
        if house is None:
            raise NotFound
        post = asked.scope.within(house.unit, HOUSEHOLD_KEEPERS)
        before: ResidentRow | None = register.find(key)
        refuse_own(asked, body.person_id)
        refuse_own(asked, before.person_id if before else None)
        if before and before.household_id not in (household_id, NO_HOUSEHOLD):
            left: HouseholdRow = register.find(HouseholdRow.key(before.household_id))
            asked.scope.within(left.unit, HOUSEHOLD_KEEPERS)
        asked.seen.refuse_unseen(int(before.version) if before else None)
        if body.person_id and (before is None or before.person_id != body.person_id):
            _refuse_strangers(asked, register, body.person_id, house.unit)
        secret = id_hash_key() if "resident_id_number" in given else b""
        effect = save_resident(register, resident_id, given, clock.today(), secret)
        register.note(key, f"resident {effect}", Actor.of(asked.scope.person, post))
        row: ResidentRow = register.find(key)
        return Saved(resident_view(row), int(row.version), is_new=before is None)

    return asked.change(decide)


def _refuse_strangers(asked: Asked, register: Register, person_id: str, unit: str) -> None:
    """Refuse to tie a person of another village to a household: it would open his data here."""
    if asked.scope.person.holds({Role.COUNTY_ADMIN}):
        return
    person: PersonRow | None = register.find(PersonRow.key(person_id))
    if person and not is_neighbour(person.every_post(), unit, clock.today()):
        raise OutsideYourArea


def _tie(register: Register, person_id: str, resident_id: str, household: str) -> None:
    """Make somebody who signs in the resident; nobody is two residents.

    Raises
    ------
    InvalidFields
        The person is unknown, or another resident.
    """
    person: PersonRow | None = register.find(PersonRow.key(person_id))
    if person is None:
        raise InvalidFields.one("person_id", Text("人员未登记。", "This person is unknown."))
    if person.resident not in (None, resident_id):
        raise InvalidFields.one(
            "person_id",
            Text(
                f"此人员已登记为居民 {person.resident}，一人只能对应一位居民。",
                f"This person is the resident {person.resident} already; nobody is two.",
            ),
        )
    tied = {"household": household, "resident": resident_id}
    register.alter(PersonRow.key(person_id), tied)


def _untie(register: Register, before: ResidentRow | None, given: Mapping[str, Any]) -> None:
    """Let a person who is no longer this resident leave the household, so that it is not theirs to read any more."""
    if before is None or not before.person_id:
        return
    if given.get("person_id", before.person_id) == before.person_id:
        return
    key = PersonRow.key(before.person_id)
    person: PersonRow | None = register.find(key)
    if person and person.household == before.household_id:
        register.alter(key, {"household": None, "resident": None})


def leave(register: Register, before: ResidentRow) -> None:
    """Let a resident live nowhere: not tied to who signs in, no head, and not counted any more."""
    gone = {"household_id": NO_HOUSEHOLD, "person_id": None, "relation": None}
    _untie(register, before, gone)
    _seat(register, before.resident_id, gone)
    _count(register, before.resident_id, gone)


def _seat(register: Register, resident_id: str, given: Mapping[str, Any]) -> None:
    """Note of which household the resident is the head from now on, and of which no longer.

    Raises
    ------
    SecondHead
        The household has another head.
    """
    before: ResidentRow | None = register.find(ResidentRow.key(resident_id))
    relation = given.get("relation", before.relation if before else None)
    leads = given["household_id"] if relation == Relation.HEAD else None
    led = before.household_id if before and before.relation == Relation.HEAD.value else None
    if leads is not None:
        head: HeadRow | None = register.find(HeadRow.key(leads))
        if head and head.resident not in (None, resident_id):
            raise SecondHead
        register.alter(HeadRow.key(leads), {"resident": resident_id})
    if led is not None and led != leads:
        register.alter(HeadRow.key(led), {"resident": None})


def _count(register: Register, resident_id: str, given: Mapping[str, Any]) -> None:
    """Count the resident where he lives from now on, with his birthday, and no longer where he lived."""
    before: ResidentRow | None = register.find(ResidentRow.key(resident_id))
    household: str = given["household_id"]
    left = before.household_id if before else None
    born = [given.get(name, whole(getattr(before, name, None))) for name in _BIRTH]
    _recount(register, household, int(left != household), {resident_id: born})
    if left is not None and left != household:
        _recount(register, left, -1, {resident_id: None})


def _recount(
    register: Register, household: str, more: int, born: Mapping[str, list[Any] | None]
) -> None:
    head: HeadRow | None = register.find(HeadRow.key(household))
    counted = whole(head.residents) if head else None
    if head is None or counted is None:
        return
    kept = None
    if head.born is not None:
        said = {**dict[str, Any](head.born), **born}
        kept = {resident: day for resident, day in said.items() if day is not None}
    few = kept is not None and len(kept) <= HeadRow.MOST_BORN
    register.alter(
        HeadRow.key(household),
        {"residents": counted + more, "born": kept if few else None},
    )


def save_resident(
    register: Register, resident_id: str, given: Mapping[str, Any], today: date, secret: bytes
) -> Effect:
    """Create or change a resident; the identity number is kept as keyed hash and masked tail.

    Parameters
    ----------
    given
        `household_id` and `name`; `person_id` ties the resident to the person who signs in, who
        then belongs to the household; `resident_id_number` is left as it is when not given.
    secret
        The key of the hash.

    Raises
    ------
    InvalidFields
        Household or person are unknown, or the number is none.
    IdNumberTaken
        The number is another resident's.
    SecondHead
        The household has another head.
    """
    household: str = given["household_id"]
    if register.find(HouseholdRow.key(household)) is None:
        raise InvalidFields.one("household_id", Text("户未登记。", "This household is unknown."))
    _untie(register, register.find(ResidentRow.key(resident_id)), given)
    if person_id := given.get("person_id"):
        _tie(register, person_id, resident_id, household)
    _seat(register, resident_id, given)
    given = _with_birthday(register.find(ResidentRow.key(resident_id)), given, today)
    _count(register, resident_id, given)
    placed = {
        **{name: value for name, value in given.items() if name != "resident_id_number"},
        "resident_id": resident_id,
        "parent": ResidentRow.listing(household),
        "code": resident_id,
    }
    if "resident_id_number" in given:
        number = given["resident_id_number"]
        placed |= _take_number(register, resident_id, number, today, secret)
    return register.alter(ResidentRow.key(resident_id), placed)


def _with_birthday(
    before: ResidentRow | None, given: Mapping[str, Any], today: date
) -> Mapping[str, Any]:
    """Return what is given with the birthday its identity number tells; one that stays keeps telling it.

    Raises
    ------
    InvalidFields
        The birthday is another than the number's.
    """
    if "resident_id_number" in given:
        text = given["resident_id_number"]
        born = identity.born_of(identity.checked_id_number(text, today)) if text else None
    else:
        kept = before is not None and bool(before.id_hash)
        born = _born(before) if before and kept else None
    if born is None:
        return given
    known = {name: part for name, part in zip(_BIRTH, born, strict=True) if part is not None}
    for name, part in known.items():
        if given.get(name) not in (None, part):
            raise InvalidFields.one(
                name,
                Text("与身份证号中的出生日期不符。", "Is not what the identity number says."),
            )
    return {**given, **known}


def _born(row: ResidentRow) -> Born | None:
    year = whole(row.birth_year)
    return Born(year, whole(row.birth_month), whole(row.birth_day)) if year else None


def _take_number(
    register: Register, resident_id: str, text: str | None, today: date, secret: bytes
) -> dict[str, str | None]:
    number = identity.checked_id_number(text, today) if text else None
    id_hash = identity.hash_of(number, secret) if number else None
    row: ResidentRow | None = register.find(ResidentRow.key(resident_id))
    before = row.id_hash if row else None
    if id_hash:
        taken: IdNumberRow | None = register.find(IdNumberRow.key(id_hash))
        if taken and taken.resident not in (None, resident_id):
            raise identity.IdNumberTaken
        register.alter(IdNumberRow.key(id_hash), {"resident": resident_id})
    if before and before != id_hash:
        register.alter(IdNumberRow.key(before), {"resident": None})
    return {
        "id_hash": id_hash,
        "id_tail": identity.masked_id_number(number) if number else None,
    }
