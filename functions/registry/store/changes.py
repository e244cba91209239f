"""The changes of the registry, each on a draft: a unit, a person, a post, a household, a resident.

Every change says what it came to and is harmless when repeated, so that a request and a line of an
import file go the same way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kernel.access import Post, Role
from kernel.directory import PersonRow, UnitRow
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import Level, level_of, parent_of
from registry.rules import boundaries, identity, posts
from registry.store.draft import Draft, Outcome
from registry.store.rows import (
    HouseholdRow,
    IdNumberRow,
    RelativesRow,
    ResidentRow,
    TileRow,
)

MOST_STAFF = 2000
"""A unit's row must stay far below the 400 KB a row may have."""
MOST_GRIDS_IN_A_TILE = 150
MOST_TILE_BYTES = 90_000


class TooManyStaff(Conflict):
    """The unit's row is full."""

    slug = "too-many-staff"
    said = Text(
        f"每个单位最多 {MOST_STAFF} 个岗位人员。", f"A unit has at most {MOST_STAFF} posts."
    )


def save_unit(draft: Draft, code: str, given: Mapping[str, Any]) -> Outcome:
    """Create or change a unit; a boundary is written to its tiles too.

    Raises
    ------
    InvalidFields
        The parent is unknown, something other than a grid is given a boundary, or the boundary
        cannot be one.
    """
    level, parent = level_of(code), parent_of(code)
    if parent and draft.find(UnitRow.key(parent)) is None:
        raise _unknown("code", Text(f"上级单位 {parent} 未登记。", f"Unit {parent} is unknown."))
    if given.get("boundary") and level is not Level.GRID:
        raise InvalidFields.one("boundary", Text("只有网格有边界。", "Only grids have a boundary."))
    if given.get("boundary"):
        given = {**given, "boundary": boundaries.checked_boundary(given["boundary"])}
    key = UnitRow.key(code)
    before: UnitRow | None = draft.find(key)
    if "boundary" in given:
        _redraw(draft, code, before.boundary if before else None, given["boundary"])
    first = {"code": code, "level": str(level), "parent": parent, "placeholder": False}
    return draft.alter(key, given, first)


def _redraw(draft: Draft, code: str, before: str | None, after: str | None) -> None:
    if before == after:
        return
    now_on = boundaries.tiles_of(after)
    tiles = boundaries.tiles_of(before) | now_on
    draft.load(TileRow.key(tile) for tile in tiles)
    for tile in sorted(tiles):
        row: TileRow | None = draft.find(TileRow.key(tile))
        drawn: dict[str, str] = dict(row.boundaries) if row else {}
        drawn.pop(code, None)
        if tile in now_on and after:
            drawn[code] = after
        if len(drawn) > MOST_GRIDS_IN_A_TILE or len(json.dumps(drawn)) > MOST_TILE_BYTES:
            raise InvalidFields.one(
                "boundary",
                Text(
                    "此处网格过密或边界过细，请先抽稀边界。",
                    "Too many or too detailed boundaries here: simplify them first.",
                ),
            )
        first = {"parent": TileRow.ALL, "code": f"{tile.north}#{tile.east}"}
        draft.alter(TileRow.key(tile), {"boundaries": drawn}, first)


def save_person(draft: Draft, person_id: str, given: Mapping[str, Any]) -> Outcome:
    """Create or change a person; posts and household are not touched."""
    return draft.alter(PersonRow.key(person_id), given, {"person_id": person_id, "posts": []})


def appoint(draft: Draft, person_id: str, post: Post, today: date) -> Outcome:
    """Give a person a post, or move the last day of one already held.

    The person's posts and the unit's staff are changed on the same draft: neither is ever written
    without the other.

    Raises
    ------
    InvalidFields
        Person or unit are unknown, or the post does not fit the unit.
    PostClash
        The person holds this role here at that time.
    """
    person: PersonRow | None = draft.find(PersonRow.key(person_id))
    if person is None:
        raise _unknown("person_id", Text("人员未登记。", "This person is unknown."))
    if draft.find(UnitRow.key(post.unit)) is None:
        raise _unknown("unit", Text(f"单位 {post.unit} 未登记。", f"Unit {post.unit} is unknown."))
    before = person.every_post()
    outcome = _keep_posts(draft, person_id, post, posts.place(before, post, today))
    known = {posts.identity_of(held) for held in before}
    if outcome is Outcome.CHANGED and posts.identity_of(post) not in known:
        return Outcome.CREATED
    return outcome


def end_post(draft: Draft, person_id: str, post: Post, last_day: date) -> Outcome:
    """End one of a person's posts on `last_day`.

    Raises
    ------
    NotFound
        The person, who must be on the draft, has no such post.
    """
    person: PersonRow = draft.find(PersonRow.key(person_id))
    return _keep_posts(draft, person_id, post, posts.end(person.every_post(), post, last_day))


def _keep_posts(draft: Draft, person_id: str, moved: Post, held: Sequence[Post]) -> Outcome:
    outcome = draft.alter(PersonRow.key(person_id), {"posts": [as_entry(post) for post in held]})
    if moved.role is Role.RESIDENT:
        return outcome
    unit: UnitRow = draft.find(UnitRow.key(moved.unit))
    before: Mapping[str, Mapping[str, Any]] = unit.staff or {}
    staff = {role: dict(holders) for role, holders in before.items()}
    holders = staff.setdefault(str(moved.role), {})
    term = posts.latest_term(held, moved.role, moved.unit)
    if term is None:
        holders.pop(person_id, None)
    else:
        entry = as_entry(term)
        holders[person_id] = [entry["valid_from"], entry["valid_to"]]
    if sum(map(len, staff.values())) > MOST_STAFF:
        raise TooManyStaff
    draft.alter(UnitRow.key(moved.unit), {"staff": staff})
    return outcome


def as_entry(post: Post) -> dict[str, Any]:
    """Return a post as it stands in a person's row."""
    return {
        "role": str(post.role),
        "unit": post.unit,
        "valid_from": post.valid_from.isoformat(),
        "valid_to": post.valid_to.isoformat() if post.valid_to else None,
    }


def save_household(draft: Draft, household_id: str, given: Mapping[str, Any]) -> Outcome:
    """Create or change a household.

    Raises
    ------
    InvalidFields
        Its unit is unknown, or neither a grid nor a village.
    """
    unit: str = given["unit"]
    if level_of(unit) not in (Level.GRID, Level.VILLAGE):
        raise InvalidFields.one(
            "unit", Text("户须归入网格或村。", "A household lies in a grid or a village.")
        )
    if draft.find(UnitRow.key(unit)) is None:
        raise _unknown("unit", Text(f"单位 {unit} 未登记。", f"Unit {unit} is unknown."))
    placed = {
        **given,
        "household_id": household_id,
        "parent": HouseholdRow.listing(unit),
        "code": f"{unit}#{household_id}",
    }
    return draft.alter(HouseholdRow.key(household_id), placed)


def relate(draft: Draft, household_id: str, other: str, relation: str | None) -> Outcome:
    """Note that two households are near relatives, on both sides; None ends it.

    Raises
    ------
    InvalidFields
        One of them is unknown, or they are the same.
    """
    for place in (household_id, other):
        if draft.find(HouseholdRow.key(place)) is None:
            raise _unknown(
                "relative_household_id",
                Text(f"户 {place} 未登记。", f"Household {place} is unknown."),
            )
    if household_id == other:
        raise InvalidFields.one(
            "relative_household_id", Text("不能是本户。", "A household is no relative of its own.")
        )
    outcome = Outcome.UNCHANGED
    for place, near in ((household_id, other), (other, household_id)):
        row: RelativesRow | None = draft.find(RelativesRow.key(place))
        relatives = dict(row.relatives) if row else {}
        relatives.pop(near, None)
        if relation:
            relatives[near] = relation
        if row or relation:
            outcome = draft.alter(RelativesRow.key(place), {"relatives": relatives})
    return outcome


def _untie(draft: Draft, before: ResidentRow | None, given: Mapping[str, Any]) -> None:
    """Let a person who is no longer this resident leave the household, so that it is not theirs to read any more."""
    if before is None or not before.person_id:
        return
    if given.get("person_id", before.person_id) == before.person_id:
        return
    key = PersonRow.key(before.person_id)
    person: PersonRow | None = draft.find(key)
    if person and person.household == before.household_id:
        draft.alter(key, {"household": None})


def save_resident(
    draft: Draft, resident_id: str, given: Mapping[str, Any], today: date, secret: bytes
) -> Outcome:
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
    """
    household: str = given["household_id"]
    if draft.find(HouseholdRow.key(household)) is None:
        raise _unknown("household_id", Text("户未登记。", "This household is unknown."))
    if person_id := given.get("person_id"):
        if draft.find(PersonRow.key(person_id)) is None:
            raise _unknown("person_id", Text("人员未登记。", "This person is unknown."))
        draft.alter(PersonRow.key(person_id), {"household": household})
    _untie(draft, draft.find(ResidentRow.key(resident_id)), given)
    placed = {
        **{name: value for name, value in given.items() if name != "resident_id_number"},
        "resident_id": resident_id,
        "parent": ResidentRow.listing(household),
        "code": resident_id,
    }
    if "resident_id_number" in given:
        number = given["resident_id_number"]
        placed |= _take_number(draft, resident_id, number, today, secret)
    return draft.alter(ResidentRow.key(resident_id), placed)


def _take_number(
    draft: Draft, resident_id: str, text: str | None, today: date, secret: bytes
) -> dict[str, str | None]:
    number = identity.checked_id_number(text, today) if text else None
    id_hash = identity.hash_of(number, secret) if number else None
    row: ResidentRow | None = draft.find(ResidentRow.key(resident_id))
    before = row.id_hash if row else None
    if id_hash:
        taken: IdNumberRow | None = draft.find(IdNumberRow.key(id_hash))
        if taken and taken.resident not in (None, resident_id):
            raise identity.IdNumberTaken
        draft.alter(IdNumberRow.key(id_hash), {"resident": resident_id})
    if before and before != id_hash:
        draft.alter(IdNumberRow.key(before), {"resident": None})
    return {
        "id_hash": id_hash,
        "id_tail": identity.masked_id_number(number) if number else None,
    }


def _unknown(field: str, text: Text) -> InvalidFields:
    return InvalidFields.one(field, text)
