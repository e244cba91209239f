"""The rows of exports, in the incidents' table."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY, ClocksMeta
from incidents.exports.rules.export_states import Status
from incidents.exports.rules.exports import Export, Failure, Format
from kernel import clock
from kernel.storage.rows import Key, Row


class ExportRow(Row):
    """An export: `EXPORTS#{county}` / `{id}`; never deleted, as its file is. Attributes are those of `rules.exports.Export`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    export_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    first = UnicodeAttribute()
    last = UnicodeAttribute()
    format = UnicodeAttribute()
    descriptions = BooleanAttribute(default=False)
    language = UnicodeAttribute()
    status = UnicodeAttribute()
    rows_done = NumberAttribute(default=0)
    resume = UnicodeAttribute(null=True)
    all_read = BooleanAttribute(default=False)
    parts = JSONAttribute(default=list)
    size = NumberAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute()
    requested_role = UnicodeAttribute()
    requested_unit = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    finished_at = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, export_id: str) -> Key:
        """Return where the export of this id is."""
        return Key(cls, f"EXPORTS#{COUNTY}", export_id)


class DownloadRow(Row):
    """One address of a file that was given out: `EXPORT#{id}` / `DOWNLOAD#{ulid}`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    at = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = UnicodeAttribute()
    post_unit = UnicodeAttribute()


_KINDS: dict[str, Any] = {
    "format": Format,
    "status": Status,
    "failure": Failure,
    "parts": tuple,
    **dict.fromkeys(("first", "last"), date.fromisoformat),
    **dict.fromkeys(("rows_done", "size", "version"), int),
    **dict.fromkeys(("requested_at", "updated_at", "finished_at"), clock.from_iso),
}
_FIELDS = tuple(field.name for field in fields(Export) if field.name != "id")


def to_row(export: Export) -> ExportRow:
    """Return the row of an export."""
    key = ExportRow.key(export.id)
    row = ExportRow(key.pk, key.sk, export_id=export.id)
    for name in _FIELDS:
        value = getattr(export, name)
        match value:
            case datetime():
                value = clock.iso(value)
            case date():
                value = value.isoformat()
            case StrEnum():
                value = str(value)
            case _:
                pass
        setattr(row, name, value)
    return row


def from_row(row: ExportRow) -> Export:
    """Return the export a row keeps."""
    values: dict[str, Any] = {"id": row.export_id}
    for name in _FIELDS:
        value = getattr(row, name)
        if value is not None:
            kind = _KINDS.get(name)
            values[name] = kind(value) if kind else value
    return Export(**values)
