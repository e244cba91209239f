"""What is kept of an import: its state, the errors of its dry runs, and one entry per chunk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage.rows import Key, Write
from kernel.storage.unit_of_work import carry_out
from registry.imports.rules.faults import MOST_ERRORS, LineFault
from registry.imports.rules.states import Action, Status, move
from registry.store.lists import Listed, page_of
from registry.store.rows import RegistryRow

_KEEP_ERRORS = timedelta(days=30)
_ERRORS_PER_WRITE = 100


class ImportRow(RegistryRow):
    """An import: `IMPORT#{id}` / `IMPORT`."""

    import_id = UnicodeAttribute()
    county = UnicodeAttribute()
    kind = UnicodeAttribute()
    format = UnicodeAttribute()
    file_name = UnicodeAttribute()
    size = NumberAttribute()
    status = UnicodeAttribute()
    etag = UnicodeAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    attempt = NumberAttribute(default=0)
    rows_total = NumberAttribute(null=True)
    rows_done = NumberAttribute(default=0)
    created = NumberAttribute(default=0)
    changed = NumberAttribute(default=0)
    unchanged = NumberAttribute(default=0)
    error_count = NumberAttribute(default=0)
    created_at = UnicodeAttribute()
    created_by = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute()
    actor_unit = UnicodeAttribute()
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, import_id: str) -> Key:
        """Return where the import of this id is."""
        return Key(cls, f"IMPORT#{import_id}", "IMPORT")

    @property
    def file_key(self) -> str:
        """Where the file is in the bucket."""
        return f"imports/{self.import_id}.{self.format}"

    def after(self, action: Action, at: datetime, **more: Any) -> ImportRow:
        """Return the row after a move.

        Raises
        ------
        IllegalMove
            The state does not allow it.
        """
        status = move(Status(self.status), action)
        return self.with_(at, status=str(status), **more)

    def with_(self, at: datetime, **more: Any) -> ImportRow:
        """Return the row with other values, one version on."""
        values: dict[str, Any] = {**self.attribute_values, **more, "updated_at": clock.iso(at)}
        values["version"] = int(self.version) + 1
        given: Any = {name: value for name, value in values.items() if value is not None}
        return ImportRow(**given)


class LineErrorRow(RegistryRow):
    """An error of a dry run: `IMPORT#{id}` / `ERROR#{attempt}#{number}`; gone after a month."""

    row = NumberAttribute()
    column = UnicodeAttribute()
    message = UnicodeAttribute()
    message_en = UnicodeAttribute()
    expires_at = NumberAttribute()


class ChunkRow(RegistryRow):
    """The history of what an import changed: `IMPORT#{id}` / `CHUNK#{first line}`; ids only."""

    at = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute()
    actor_unit = UnicodeAttribute()
    changed = JSONAttribute()


def keep_errors(row: ImportRow, faults: Sequence[LineFault], at: datetime) -> None:
    """Write the first errors of a dry run; written twice, they are the same."""
    rows = [
        LineErrorRow(
            f"IMPORT#{row.import_id}",
            f"{_errors_of(row)}{number:06d}",
            row=fault.row,
            column=fault.column,
            message=fault.text.zh,
            message_en=fault.text.en,
            expires_at=int((at + _KEEP_ERRORS).timestamp()),
        )
        for number, fault in enumerate(faults[:MOST_ERRORS])
    ]
    for first in range(0, len(rows), _ERRORS_PER_WRITE):
        some = [Write(error) for error in rows[first : first + _ERRORS_PER_WRITE]]
        carry_out(lambda work, some=some: work.write(*some))


def errors_of(row: ImportRow, limit: int, cursor: str | None) -> Listed:
    """Return a page of the errors of the last run, in the order of the file."""
    return page_of(LineErrorRow, f"IMPORT#{row.import_id}", _errors_of(row), limit, cursor)


def chunk_row(row: ImportRow, changed: Sequence[Key], at: datetime) -> ChunkRow:
    """Return the history entry of a chunk that begins after the lines done so far."""
    return ChunkRow(
        f"IMPORT#{row.import_id}",
        f"CHUNK#{int(row.attempt):04d}#{int(row.rows_done):06d}",
        at=clock.iso(at),
        actor=row.actor,
        actor_role=row.actor_role,
        actor_unit=row.actor_unit,
        changed=list(dict.fromkeys(key.pk for key in changed)),
    )


def _errors_of(row: ImportRow) -> str:
    return f"ERROR#{int(row.attempt):04d}#"
