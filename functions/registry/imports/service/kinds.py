"""The kinds of file the registry takes: their columns, what a line reads, the change it stands for."""

from __future__ import annotations

from typing import Any

from kernel.directory import PersonRow, UnitRow
from kernel.problems import FieldError, InvalidFields
from kernel.storage.rows import Key
from kernel.texts import Text
from kernel.units import is_within, level_of, parent_of
from registry.imports.model import (
    HouseholdLine,
    PersonLine,
    RelativeLine,
    ResidentLine,
    UnitLine,
)
from registry.imports.rules.cells import Column, Holds
from registry.imports.rules.parse import Line, parse
from registry.imports.service.lines import Circumstances, Lines
from registry.imports.store.rows import ImportRow
from registry.model.requests import ImportFormat, ImportKind, PostBody
from registry.rules import boundaries, identity
from registry.rules.reach import OwnTies
from registry.service.appoint import appoint
from registry.service.relate_households import relate
from registry.service.save_household import save_household
from registry.service.save_person import save_person
from registry.service.save_resident import save_resident
from registry.service.save_unit import save_unit
from registry.store.register import Effect, Register
from registry.store.rows import (
    HeadRow,
    HouseholdRow,
    IdNumberRow,
    RelativesRow,
    ResidentRow,
    TileRow,
)
from registry.store.secret import id_hash_key


def _unit_fields(read: UnitLine) -> dict[str, Any]:
    return read.model_dump(exclude_unset=True, exclude={"code", "level", "parent"})


def _apply_unit(register: Register, read: UnitLine, circumstances: Circumstances) -> Effect:
    code = read.code
    if not is_within(code, circumstances.county):
        raise InvalidFields.one("code", Text("不属于本县。", "Not in this county."))
    if read.level and read.level is not level_of(code):
        raise InvalidFields.one("level", Text("与单位代码不符。", "Does not fit the code."))
    if read.parent and read.parent != parent_of(code):
        raise InvalidFields.one("parent", Text("与单位代码不符。", "Does not fit the code."))
    return save_unit(register, code, _unit_fields(read))


def _unit_reads(read: UnitLine, _: Circumstances) -> list[Key]:
    parent = parent_of(read.code)
    keys = [UnitRow.key(code) for code in (read.code, parent) if code]
    return keys + [TileRow.key(tile) for tile in _tiles(read.boundary)]


def _unit_writes(register: Register, read: UnitLine) -> int:
    before: UnitRow | None = register.find(UnitRow.key(read.code))
    return 1 + len(_tiles(read.boundary) | _tiles(before.boundary if before else None))


def _tiles(boundary: str | None) -> frozenset[boundaries.Tile]:
    try:
        return (
            boundaries.tiles_of(boundaries.checked_boundary(boundary)) if boundary else frozenset()
        )
    except InvalidFields:
        return frozenset()


def _apply_person(register: Register, read: PersonLine, _: Circumstances) -> Effect:
    given = read.model_dump(exclude_unset=True, exclude={"person_id"})
    return save_person(register, read.person_id, given)


def _apply_post(register: Register, read: PostBody, circumstances: Circumstances) -> Effect:
    effect = appoint(register, read.person_id, read.post, circumstances.today)
    return _not_own(effect, read.person_id == circumstances.by, "person_id")


def _not_own(effect: Effect, is_own: bool, field: str) -> Effect:
    """Let a line pass that changes nothing of who imports: posts, household and relatives of one's own are for somebody else."""
    if is_own and effect is not Effect.UNCHANGED:
        raise OwnTies(errors=[FieldError(field, OwnTies.said)])
    return effect


def _own_household(register: Register, circumstances: Circumstances) -> str | None:
    person: PersonRow | None = register.find(PersonRow.key(circumstances.by))
    return person.household if person else None


def _apply_household(
    register: Register, read: HouseholdLine, circumstances: Circumstances
) -> Effect:
    given = read.model_dump(exclude_unset=True, exclude={"household_id"})
    before: HouseholdRow | None = register.find(HouseholdRow.key(read.household_id))
    moves = before is not None and before.unit != read.unit
    is_own = moves and _own_household(register, circumstances) == read.household_id
    return _not_own(save_household(register, read.household_id, given), is_own, "unit")


def _apply_resident(register: Register, read: ResidentLine, circumstances: Circumstances) -> Effect:
    given = read.model_dump(exclude_unset=True, exclude={"resident_id"})
    secret = id_hash_key() if read.resident_id_number else b""
    before: ResidentRow | None = register.find(ResidentRow.key(read.resident_id))
    is_own = circumstances.by in (read.person_id, before.person_id if before else None)
    effect = save_resident(register, read.resident_id, given, circumstances.today, secret)
    return _not_own(effect, is_own, "person_id")


def _resident_reads(read: ResidentLine, circumstances: Circumstances) -> list[Key]:
    household = read.household_id
    keys = [ResidentRow.key(read.resident_id), HouseholdRow.key(household), HeadRow.key(household)]
    if read.person_id:
        keys.append(PersonRow.key(read.person_id))
    if read.resident_id_number:
        try:
            number = identity.checked_id_number(read.resident_id_number, circumstances.today)
        except InvalidFields:
            return keys
        keys.append(IdNumberRow.key(identity.hash_of(number, id_hash_key())))
    return keys


def _apply_relative(register: Register, read: RelativeLine, circumstances: Circumstances) -> Effect:
    both = (read.household_id, read.relative_household_id)
    is_own = _own_household(register, circumstances) in both
    return _not_own(relate(register, *both, read.relation), is_own, "household_id")


def _relative_reads(read: RelativeLine, circumstances: Circumstances) -> list[Key]:
    both = (read.household_id, read.relative_household_id)
    keys = [model.key(place) for place in both for model in (HouseholdRow, RelativesRow)]
    return [*keys, PersonRow.key(circumstances.by)]


KINDS: dict[ImportKind, Lines] = {
    ImportKind.UNITS: Lines(
        UnitLine,
        (
            Column("code", "单位代码", required=True, holds=Holds.NUMBER),
            Column("level", "级别"),
            Column("name", "名称", required=True),
            Column("name_en", "英文名称"),
            Column("parent", "上级代码", holds=Holds.NUMBER),
            Column("placeholder", "占位代码"),
            Column("contact_phone", "联系电话", holds=Holds.CODE),
            Column("boundary", "边界"),
        ),
        ("code",),
        _unit_reads,
        _apply_unit,
        _unit_writes,
        # Tiles carry boundaries: fewer rows, so that the transaction stays below 4 MB.
        chunk_writes=45,
    ),
    ImportKind.PERSONS: Lines(
        PersonLine,
        (
            Column("person_id", "人员标识", required=True, holds=Holds.CODE),
            Column("name", "姓名", required=True),
            Column("phone", "电话", holds=Holds.CODE),
        ),
        ("person_id",),
        lambda read, _: [PersonRow.key(read.person_id)],
        _apply_person,
        lambda _register, _read: 1,
    ),
    ImportKind.POSTS: Lines(
        PostBody,
        (
            Column("person_id", "人员标识", required=True, holds=Holds.CODE),
            Column("role", "岗位", required=True),
            Column("unit", "单位代码", required=True, holds=Holds.NUMBER),
            Column("valid_from", "任职日期", required=True, holds=Holds.DAY),
            Column("valid_to", "离任日期", holds=Holds.DAY),
        ),
        ("person_id", "role", "unit", "valid_from"),
        lambda read, _: [PersonRow.key(read.person_id), UnitRow.key(read.unit)],
        _apply_post,
        lambda _register, _read: 2,
    ),
    ImportKind.HOUSEHOLDS: Lines(
        HouseholdLine,
        (
            Column("household_id", "户编号", required=True, holds=Holds.CODE),
            Column("unit", "单位代码", required=True, holds=Holds.NUMBER),
            Column("head_name", "户主姓名"),
            Column("door_plate", "门牌", holds=Holds.CODE),
            Column("address", "地址"),
        ),
        ("household_id",),
        lambda read, about: [
            HouseholdRow.key(read.household_id),
            HeadRow.key(read.household_id),
            UnitRow.key(read.unit),
            PersonRow.key(about.by),
        ],
        _apply_household,
        # A new one's residents are counted beside; one that leaves its village is noted beside.
        lambda _register, _read: 2,
    ),
    ImportKind.RESIDENTS: Lines(
        ResidentLine,
        (
            Column("resident_id", "居民编号", required=True, holds=Holds.CODE),
            Column("household_id", "户编号", required=True, holds=Holds.CODE),
            Column("person_id", "人员标识", holds=Holds.CODE),
            Column("name", "姓名", required=True),
            Column("relation", "与户主关系"),
            Column("birth_year", "出生年份", holds=Holds.NUMBER),
            Column("birth_month", "出生月份", holds=Holds.NUMBER),
            Column("birth_day", "出生日", holds=Holds.NUMBER),
            Column("resident_id_number", "身份证号", holds=Holds.CODE),
        ),
        ("resident_id",),
        _resident_reads,
        _apply_resident,
        # Besides the resident: who signs in as it and who no longer does, its number and the last, the head of its household and the last.
        lambda _register, _read: 7,
    ),
    ImportKind.RELATIVES: Lines(
        RelativeLine,
        (
            Column("household_id", "户编号", required=True, holds=Holds.CODE),
            Column("relative_household_id", "亲属户编号", required=True, holds=Holds.CODE),
            Column("relation", "亲属关系", required=True),
        ),
        ("household_id", "relative_household_id"),
        _relative_reads,
        _apply_relative,
        lambda _register, _read: 2,
    ),
}
"""Every kind of file the registry takes; contexts above add theirs (`register`)."""


def register(kind: ImportKind, lines: Lines) -> None:
    """Let the worker take files of a kind that is another context's."""
    KINDS[kind] = lines


def parsed(row: ImportRow, content: bytes) -> list[Line]:
    """Return the lines of an import's file.

    Raises
    ------
    FileFault
        It cannot be read.
    """
    return parse(content, ImportFormat(row.format), KINDS[ImportKind(row.kind)].columns)
