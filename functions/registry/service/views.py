"""How rows are shown: what a view does not name does not go out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kernel import clock
from kernel.access import ROLE_NAMES, Post
from kernel.directory import PersonRow, UnitRow
from kernel.units import Level
from registry.model.answers import (
    GridFeature,
    GridProperties,
    HouseholdSummary,
    HouseholdView,
    MyPostView,
    PersonView,
    PostView,
    ReadView,
    ResidentView,
    StaffView,
    UnitSummary,
    UnitView,
    WorkerView,
)
from registry.rules.identity import masked_phone
from registry.rules.relations import relation_of
from registry.store.rows import HouseholdRow, ReadRow, ResidentRow, whole


def post_view(holder: str, post: Post) -> PostView:
    """Return a post as everybody sees it."""
    name = ROLE_NAMES[post.role]
    return PostView(
        post_id="~".join((holder, str(post.role), post.unit, post.valid_from.isoformat())),
        role=post.role,
        role_name=name.zh,
        role_name_en=name.en,
        unit=post.unit,
        valid_from=post.valid_from.isoformat(),
        valid_to=post.valid_to.isoformat() if post.valid_to else None,
    )


def my_post_view(holder: str, post: Post, unit: UnitRow | None) -> MyPostView:
    """Return a post as its holder sees it."""
    return MyPostView(
        **post_view(holder, post),
        unit_name=unit.name if unit else None,
        unit_name_en=unit.name_en if unit else None,
    )


def staff_view(person: PersonRow, post: Post) -> StaffView:
    """Return a post with its holder."""
    return StaffView(
        **post_view(person.person_id, post), person_id=person.person_id, person_name=person.name
    )


def person_view(row: PersonRow, *, unmasked: bool = False) -> PersonView:
    """Return a person; the phone is masked unless asked for by somebody who may."""
    return PersonView(
        person_id=row.person_id,
        name=row.name,
        phone=row.phone if unmasked else masked_phone(row.phone),
        household=row.household,
        posts=[post_view(row.person_id, post) for post in row.every_post()],
        version=int(row.version),
    )


def read_view(row: ReadRow) -> ReadView:
    """Return one reading of unmasked data."""
    return ReadView(
        at=clock.local_iso(clock.from_iso(row.at)),
        reader=row.reader,
        reader_role=row.reader_role,
        reader_unit=row.reader_unit,
        reason=row.reason,
    )


def grid_feature(row: UnitRow) -> GridFeature:
    """Return a grid that has a boundary as a map has it."""
    return GridFeature(
        type="Feature",
        id=row.code,
        geometry=json.loads(str(row.boundary)),
        properties=GridProperties(
            code=row.code, parent=row.parent, name=row.name, name_en=row.name_en
        ),
    )


def unit_summary(row: UnitRow) -> UnitSummary:
    """Return a unit as in a list."""
    return UnitSummary(
        code=row.code,
        level=Level(row.level),
        parent=row.parent,
        name=row.name,
        name_en=row.name_en,
        placeholder=bool(row.placeholder),
        contact_phone=row.contact_phone,
        closed_from=row.closed_from,
        merged_into=row.merged_into,
    )


def unit_view(row: UnitRow, workers: Iterable[PersonRow]) -> UnitView:
    """Return a unit; of a grid with its workers, whose names and phones are public."""
    return UnitView(
        **unit_summary(row),
        boundary=json.loads(row.boundary) if row.boundary else None,
        grid_workers=[WorkerView(name=person.name, phone=person.phone) for person in workers],
        version=int(row.version),
    )


def household_summary(row: HouseholdRow) -> HouseholdSummary:
    """Return a household as in a list."""
    return HouseholdSummary(
        household_id=row.household_id,
        unit=row.unit,
        head_name=row.head_name,
        door_plate=row.door_plate,
        address=row.address,
    )


def household_view(row: HouseholdRow, residents: Sequence[ResidentRow]) -> HouseholdView:
    """Return a household with its residents."""
    return HouseholdView(
        **household_summary(row),
        residents=[resident_view(resident) for resident in residents],
        version=int(row.version),
    )


def resident_view(row: ResidentRow) -> ResidentView:
    """Return a resident; of the identity number its masked tail."""
    return ResidentView(
        resident_id=row.resident_id,
        household_id=row.household_id,
        person_id=row.person_id,
        name=row.name,
        relation=relation_of(row.relation),
        birth_year=whole(row.birth_year),
        birth_month=whole(row.birth_month),
        birth_day=whole(row.birth_day),
        id_tail=row.id_tail,
        version=int(row.version),
    )
