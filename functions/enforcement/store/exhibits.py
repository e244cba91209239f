"""Evidence beside its case: `CASE#{id}` / `EVIDENCE#{place}`."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.exhibits import Exhibit
from enforcement.store.table import EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class ExhibitRow(Row):
    """A piece of evidence."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    id = UnicodeAttribute()
    # `place` by itself is a text in the indexes of the table.
    place = NumberAttribute(attr_name="nth")
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    source = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = UnicodeAttribute()
    proves = UnicodeAttribute()
    added_by = UnicodeAttribute()
    added_at = UnicodeAttribute()
    holders = ListAttribute[str]()
    held_since = ListAttribute[str]()
    held_where = ListAttribute[str]()
    file = UnicodeAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    fixed_camera = BooleanAttribute()
    camera_place_public = BooleanAttribute()
    camera_reviewed_by = UnicodeAttribute(null=True)
    verified_by = UnicodeAttribute(null=True)
    excluded_for = UnicodeAttribute(null=True)
    excluded_by = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, case: str, exhibit_id: str) -> Key:
        """Return where a piece of evidence is.

        Parameters
        ----------
        case
            The partition of the case: `CASE#{id}`.
        """
        return Key(cls, case, f"EVIDENCE#{exhibit_id}")


_CODEC = Codec(Exhibit, kept_as={"case": "pk"})
_EXHIBITS = Range("sk", "begins_with", ("EVIDENCE#",))


def save(work: UnitOfWork, exhibit: Exhibit) -> None:
    """Keep a piece of evidence."""
    key = ExhibitRow.key(exhibit.case, exhibit.id)
    row = ExhibitRow(key.pk, key.sk, change_id=work.change_id)
    _CODEC.put(row, exhibit)
    work.save(row)


def find(work: UnitOfWork, case: str, exhibit_id: str) -> Exhibit | None:
    """Return a piece of evidence as it will be."""
    row: ExhibitRow | None = work.find(ExhibitRow.key(case, exhibit_id))
    return _CODEC.take(row) if row else None


def of_case(case: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the evidence of a case, oldest first."""
    page = list_page(ExhibitRow, ("pk", case), within=_EXHIBITS, limit=limit, cursor=cursor)
    return page._replace(rows=[_CODEC.take(row) for row in page.rows])


def all_of(case: str) -> Sequence[Exhibit]:
    """Return all evidence of a case, oldest first; it is bounded."""
    return [_CODEC.take(row) for row in every_row(ExhibitRow, ("pk", case), within=_EXHIBITS)]
