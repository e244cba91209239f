"""The rows of exports, in the incidents' table."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY
from incidents.exports.rules.exports import Download, Export
from incidents.store.base import IncidentsMeta
from kernel.storage.codec import Codec
from kernel.storage.rows import Key, Row


class ExportRow(Row):
    """An export: `EXPORTS#{county}` / `{id}`; never deleted, as its file is. Attributes are those of `rules.exports.Export`."""

    class Meta(IncidentsMeta):
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

    class Meta(IncidentsMeta):
        """The incidents' table."""

    at = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = UnicodeAttribute()
    post_unit = UnicodeAttribute()


_CODEC = Codec(Export, kept_as={"id": "export_id"})
_DOWNLOADS = Codec(Download, kept_as={"unit": "post_unit"})


def to_row(export: Export) -> ExportRow:
    """Return the row of an export."""
    key = ExportRow.key(export.id)
    row = ExportRow(key.pk, key.sk)
    _CODEC.put(row, export)
    return row


def from_row(row: ExportRow) -> Export:
    """Return the export a row keeps."""
    return _CODEC.take(row)


def download_in(row: DownloadRow) -> Download:
    """Return what a row says of who was given a file."""
    return _DOWNLOADS.take(row)
