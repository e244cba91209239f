"""What a line of each kind of file is, and the change it stands for.

A line is checked by the model of the request that would do the same, and goes through the same
change: a file can do nothing that a request could not, but take over posts that began before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from kernel import clock
from kernel.access import ROLE_NAMES
from kernel.field_errors import field_error
from kernel.fields import Model
from kernel.problems import FieldError, Problem
from kernel.record import record
from kernel.storage.rows import Key
from registry.imports.rules.cells import Column
from registry.imports.rules.faults import LineFault
from registry.imports.rules.parse import Line
from registry.imports.store.rows import ImportRow
from registry.rules import identity
from registry.rules.relations import SecondHead
from registry.store.register import Effect, Register


@record
class Circumstances:
    """What a line is judged by besides the rows: the county, the day, and who imports."""

    county: str
    today: date
    by: str = ""


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
        Bound on the rows one line writes, given the register.
    chunk_writes
        Rows one chunk may write, so that its transaction fits DynamoDB's limits.
    """

    model: type[Model]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    reads: Callable[[Any, Circumstances], list[Key]]
    apply: Callable[[Register, Any, Circumstances], Effect]
    most_writes: Callable[[Register, Any], int]
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
    lines: Lines, register: Register, row: int, read: Any, circumstances: Circumstances
) -> tuple[Effect | None, list[LineFault]]:
    """Apply a line to a register; what refuses it is returned with its row and column."""
    try:
        return lines.apply(register, read, circumstances), []
    except Problem as problem:
        errors: Sequence[FieldError] = problem.more.get("errors") or [
            FieldError(_COLUMN_OF.get(problem.slug, ""), problem.detail)
        ]
        return None, [_line_fault(row, error) for error in errors]


_NEVER_EMPTIED = {"placeholder", "resident_id_number", "level", "parent"}
_COLUMN_OF = {
    "post-clash": "valid_from",
    "last-administrator": "valid_to",
    "own-ties": "",
    "too-many-posts": "person_id",
    "too-many-staff": "unit",
    identity.IdNumberTaken.slug: "resident_id_number",
    SecondHead.slug: "relation",
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


def circumstances_of(row: ImportRow) -> Circumstances:
    """Return what the lines of an import are judged by."""
    return Circumstances(county=row.county, today=clock.today(), by=row.actor)
