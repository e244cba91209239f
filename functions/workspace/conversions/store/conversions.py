"""Conversions, and to which matters each belongs."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import list_page
from kernel.storage.rows import Key, Row, SparseDocumentAttribute
from kernel.storage.unit_of_work import UnitOfWork
from workspace.conversions.rules.conversions import Conversion, Matter
from workspace.data_requests.store.rows import WorkspaceMeta

_CODEC = Codec(Conversion)
_MOST = 20
"""More than a matter has: it takes each form once."""


class ConversionRow(Row):
    """A conversion: `CONVERSION#{id}` / `CONVERSION`."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, conversion_id: str) -> Key:
        """Return where the conversion of this id is."""
        return Key(cls, f"CONVERSION#{conversion_id}", "CONVERSION")


class MatterRow(Row):
    """That a conversion is of a matter, at either end: `MATTER#{kind}:{id}` / `CONVERSION#{id}`."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    id = UnicodeAttribute()


def find(work: UnitOfWork, conversion_id: str) -> Conversion | None:
    """Return a conversion as it is now, to be decided on."""
    row = work.find(ConversionRow.key(conversion_id))
    return _CODEC.thing(row.document) if row is not None else None


def load(conversion_id: str) -> Conversion | None:
    """Return a conversion as it is now."""
    return _those([conversion_id])[0] if conversion_id else None


def of_matter(matter: Matter) -> list[Conversion]:
    """Return the conversions a matter is at either end of, oldest first: one Query, and one read."""
    within = Range("sk", "begins_with", ("CONVERSION#",))
    page = list_page(MatterRow, ("pk", f"MATTER#{matter}"), within=within, limit=_MOST)
    return [one for one in _those([row.id for row in page.rows]) if one is not None]


def save(work: UnitOfWork, conversion: Conversion) -> None:
    """Keep a conversion; a new one with its place at both ends."""
    key = ConversionRow.key(conversion.id)
    is_new = work.find(key) is None
    work.save(
        ConversionRow(
            key.pk,
            key.sk,
            document=_CODEC.document(conversion),
            version=conversion.version,
            change_id=work.change_id,
        )
    )
    if is_new:
        for matter in (conversion.source, conversion.target):
            work.add(MatterRow(f"MATTER#{matter}", key.pk, id=conversion.id))


def _those(conversion_ids: list[str]) -> list[Conversion | None]:
    rows = read([ConversionRow.key(one) for one in conversion_ids], consistent=True)
    return [_CODEC.thing(row.document) if row is not None else None for row in rows]
