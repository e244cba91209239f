"""What a line of each kind of file is, and the change it stands for.

A line is checked by the model of the request that would do the same, and goes through the same
change: a file can do nothing that a request could not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError

from kernel.access import ROLE_NAMES
from kernel.directory import PersonRow, UnitRow
from kernel.fields import Model, UnitCode
from kernel.http import field_error
from kernel.problems import FieldError, InvalidFields, Problem
from kernel.record import record
from kernel.storage.rows import Key
from kernel.texts import Text
from kernel.units import Level, is_within, level_of, parent_of
from registry.imports.parse import Column, Line
from registry.imports.rules import LineFault
from registry.model.requests import (
    HouseholdBody,
    ImportKind,
    NewUnitCode,
    PersonBody,
    PersonId,
    PostBody,
    ResidentBody,
    RowId,
    UnitBody,
)
from registry.rules import boundaries, identity
from registry.store.changes import (
    appoint,
    relate,
    save_household,
    save_person,
    save_resident,
    save_unit,
)
from registry.store.draft import Draft, Outcome
from registry.store.rows import (
    HouseholdRow,
    IdNumberRow,
    RelativesRow,
    ResidentRow,
    TileRow,
)
from registry.store.secret import id_hash_key


class _UnitLine(UnitBody):
    code: NewUnitCode
    level: Level | None = None
    parent: UnitCode | None = None
    boundary: Annotated[str | None, Field(max_length=100_000)] = None  # type: ignore[assignment]


class _PersonLine(PersonBody):
    person_id: PersonId


class _HouseholdLine(HouseholdBody):
    household_id: RowId


class _RelativeLine(Model):
    household_id: RowId
    relative_household_id: RowId
    relation: Annotated[str, Field(min_length=1, max_length=40)]


class _ResidentLine(ResidentBody):
    resident_id: RowId
    household_id: RowId


@record
class Circumstances:
    """What a line is judged by besides the rows: the county, and the day."""

    county: str
    today: date


@record
class Lines:
    """A kind of file.

    Attributes
    ----------
    identity
        The fields that name what a line is about: no two lines of a file have the same.
    reads
        The rows a line needs, so that many lines are read at once.
    apply
        The change a line stands for.
    most_writes
        Bound on the rows one line writes, given the draft.
    chunk_writes
        Rows one chunk may write, so that its transaction fits DynamoDB's limits.
    """

    model: type[Model]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    reads: Callable[[Any, Circumstances], list[Key]]
    apply: Callable[[Draft, Any, Circumstances], Outcome]
    most_writes: Callable[[Draft, Any], int]
    chunk_writes: int = 96

    def read(self, line: Line) -> tuple[Any | None, list[LineFault]]:
        """Return the line as its model, or what is wrong with it; values are never repeated."""
        if line.faults:
            return None, list(line.faults)
        values = {name: _value(name, cell) for name, cell in line.cells.items()}
        optional = {
            name for name, field in self.model.model_fields.items() if not field.is_required()
        }
        given = {
            name: value
            for name, value in values.items()
            # An empty cell that must hold something is told as missing.
            if value is not None or (name in optional and name not in _NEVER_EMPTIED)
        }
        try:
            return self.model.model_validate(given), []
        except ValidationError as fault:
            errors = fault.errors(include_url=False, include_input=False)
            return None, [_line_fault(line.row, field_error(error)) for error in errors]

    def identity_of(self, read: Any) -> tuple[Any, ...]:
        """Return what names the thing a line is about."""
        return tuple(getattr(read, field) for field in self.identity)


def change(
    lines: Lines, draft: Draft, row: int, read: Any, circumstances: Circumstances
) -> tuple[Outcome | None, list[LineFault]]:
    """Apply a line to a draft; what refuses it is returned with its row and column."""
    try:
        return lines.apply(draft, read, circumstances), []
    except Problem as problem:
        errors: Sequence[FieldError] = problem.more.get("errors") or [
            FieldError(_COLUMN_OF.get(problem.slug, ""), problem.detail)
        ]
        return None, [_line_fault(row, error) for error in errors]


_NEVER_EMPTIED = {"placeholder", "resident_id_number", "level", "parent"}
_COLUMN_OF = {
    "post-clash": "valid_from",
    "too-many-posts": "person_id",
    "too-many-staff": "unit",
    identity.IdNumberTaken.slug: "resident_id_number",
}
_ROLES = {text.zh: str(role) for role, text in ROLE_NAMES.items()}
_LEVELS = {
    "县": "county",
    "乡镇": "town",
    "镇": "town",
    "乡": "town",
    "村": "village",
    "网格": "grid",
}
_WORDS = {"是": "true", "否": "false"}
_DAYS = {"valid_from", "valid_to"}
_LOOSE_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _value(column: str, cell: str) -> str | None:
    """Return a cell as the model wants it; spreadsheets write days and roles in their own way."""
    if not cell:
        return None
    if column in _DAYS and (loose := _LOOSE_DAY.fullmatch(cell)):
        return f"{loose[1]}-{int(loose[2]):02d}-{int(loose[3]):02d}"
    by_column: Mapping[str, Mapping[str, str]] = {
        "role": _ROLES,
        "level": _LEVELS,
        "placeholder": _WORDS,
    }
    return by_column.get(column, {}).get(cell, cell)


def _line_fault(row: int, error: FieldError) -> LineFault:
    return LineFault(row, error.field, error.message)


def _unit_fields(read: _UnitLine) -> dict[str, Any]:
    return read.model_dump(exclude_unset=True, exclude={"code", "level", "parent"})


def _apply_unit(draft: Draft, read: _UnitLine, circumstances: Circumstances) -> Outcome:
    code = read.code
    if not is_within(code, circumstances.county):
        raise InvalidFields.one("code", Text("不属于本县。", "Not in this county."))
    if read.level and read.level is not level_of(code):
        raise InvalidFields.one("level", Text("与单位代码不符。", "Does not fit the code."))
    if read.parent and read.parent != parent_of(code):
        raise InvalidFields.one("parent", Text("与单位代码不符。", "Does not fit the code."))
    return save_unit(draft, code, _unit_fields(read))


def _unit_reads(read: _UnitLine, _: Circumstances) -> list[Key]:
    parent = parent_of(read.code)
    keys = [UnitRow.key(code) for code in (read.code, parent) if code]
    return keys + [TileRow.key(tile) for tile in _tiles(read.boundary)]


def _unit_writes(draft: Draft, read: _UnitLine) -> int:
    before: UnitRow | None = draft.find(UnitRow.key(read.code))
    return 1 + len(_tiles(read.boundary) | _tiles(before.boundary if before else None))


def _tiles(boundary: str | None) -> frozenset[boundaries.Tile]:
    try:
        return (
            boundaries.tiles_of(boundaries.checked_boundary(boundary)) if boundary else frozenset()
        )
    except InvalidFields:
        return frozenset()


def _apply_person(draft: Draft, read: _PersonLine, _: Circumstances) -> Outcome:
    given = read.model_dump(exclude_unset=True, exclude={"person_id"})
    return save_person(draft, read.person_id, given)


def _apply_post(draft: Draft, read: PostBody, circumstances: Circumstances) -> Outcome:
    return appoint(draft, read.person_id, read.post, circumstances.today)


def _apply_household(draft: Draft, read: _HouseholdLine, _: Circumstances) -> Outcome:
    given = read.model_dump(exclude_unset=True, exclude={"household_id"})
    return save_household(draft, read.household_id, given)


def _apply_resident(draft: Draft, read: _ResidentLine, circumstances: Circumstances) -> Outcome:
    given = read.model_dump(exclude_unset=True, exclude={"resident_id"})
    secret = id_hash_key() if read.resident_id_number else b""
    return save_resident(draft, read.resident_id, given, circumstances.today, secret)


def _resident_reads(read: _ResidentLine, circumstances: Circumstances) -> list[Key]:
    keys = [ResidentRow.key(read.resident_id), HouseholdRow.key(read.household_id)]
    if read.person_id:
        keys.append(PersonRow.key(read.person_id))
    if read.resident_id_number:
        try:
            number = identity.checked_id_number(read.resident_id_number, circumstances.today)
        except InvalidFields:
            return keys
        keys.append(IdNumberRow.key(identity.hash_of(number, id_hash_key())))
    return keys


def _apply_relative(draft: Draft, read: _RelativeLine, _: Circumstances) -> Outcome:
    return relate(draft, read.household_id, read.relative_household_id, read.relation)


def _relative_reads(read: _RelativeLine, _: Circumstances) -> list[Key]:
    both = (read.household_id, read.relative_household_id)
    return [model.key(place) for place in both for model in (HouseholdRow, RelativesRow)]


KINDS: dict[ImportKind, Lines] = {
    ImportKind.UNITS: Lines(
        _UnitLine,
        (
            Column("code", "单位代码", required=True),
            Column("level", "级别"),
            Column("name", "名称", required=True),
            Column("name_en", "英文名称"),
            Column("parent", "上级代码"),
            Column("placeholder", "占位代码"),
            Column("contact_phone", "联系电话"),
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
        _PersonLine,
        (
            Column("person_id", "人员标识", required=True),
            Column("name", "姓名", required=True),
            Column("phone", "电话"),
        ),
        ("person_id",),
        lambda read, _: [PersonRow.key(read.person_id)],
        _apply_person,
        lambda _draft, _read: 1,
    ),
    ImportKind.POSTS: Lines(
        PostBody,
        (
            Column("person_id", "人员标识", required=True),
            Column("role", "岗位", required=True),
            Column("unit", "单位代码", required=True),
            Column("valid_from", "任职日期", required=True),
            Column("valid_to", "离任日期"),
        ),
        ("person_id", "role", "unit", "valid_from"),
        lambda read, _: [PersonRow.key(read.person_id), UnitRow.key(read.unit)],
        _apply_post,
        lambda _draft, _read: 2,
    ),
    ImportKind.HOUSEHOLDS: Lines(
        _HouseholdLine,
        (
            Column("household_id", "户编号", required=True),
            Column("unit", "单位代码", required=True),
            Column("head_name", "户主姓名"),
            Column("door_plate", "门牌"),
            Column("address", "地址"),
        ),
        ("household_id",),
        lambda read, _: [HouseholdRow.key(read.household_id), UnitRow.key(read.unit)],
        _apply_household,
        lambda _draft, _read: 1,
    ),
    ImportKind.RESIDENTS: Lines(
        _ResidentLine,
        (
            Column("resident_id", "居民编号", required=True),
            Column("household_id", "户编号", required=True),
            Column("person_id", "人员标识"),
            Column("name", "姓名", required=True),
            Column("relation", "与户主关系"),
            Column("birth_year", "出生年份"),
            Column("resident_id_number", "身份证号"),
        ),
        ("resident_id",),
        _resident_reads,
        _apply_resident,
        lambda _draft, _read: 5,
    ),
    ImportKind.RELATIVES: Lines(
        _RelativeLine,
        (
            Column("household_id", "户编号", required=True),
            Column("relative_household_id", "亲属户编号", required=True),
            Column("relation", "亲属关系", required=True),
        ),
        ("household_id", "relative_household_id"),
        _relative_reads,
        _apply_relative,
        lambda _draft, _read: 2,
    ),
}
"""Every kind of file the registry takes."""
