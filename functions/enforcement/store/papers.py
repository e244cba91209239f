"""Papers beside what they are about, `PAPER#{id}`; their files are documents, written when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.papers import IssuedPaper
from enforcement.store.table import EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class PaperRow(Row):
    """A paper: `CASE#{id}` / `PAPER#{id}`; its text never changes, what became of it is added."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    id = UnicodeAttribute()
    organ = UnicodeAttribute()
    form = UnicodeAttribute()
    template = UnicodeAttribute()
    title = UnicodeAttribute()
    number = UnicodeAttribute(null=True)
    number_of = NumberAttribute(null=True)
    number_year = NumberAttribute(null=True)
    values = JSONAttribute()
    digest = UnicodeAttribute()
    issued_at = UnicodeAttribute()
    issued_by = UnicodeAttribute()
    issued_by_name = UnicodeAttribute()
    corrects = UnicodeAttribute(null=True)
    corrected_by = UnicodeAttribute(null=True)
    voided_at = UnicodeAttribute(null=True)
    void_reason = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, subject: str, paper_id: str) -> Key:
        """Return where a paper is.

        Parameters
        ----------
        subject
            The partition of the thing: `CASE#{id}`, `INSPECTION#{id}`.
        """
        return Key(cls, subject, f"PAPER#{paper_id}")


_CODEC = Codec(IssuedPaper, kept_as={"subject": "pk"}, but=("values",))
_PAPERS = Range("sk", "begins_with", ("PAPER#",))


def save(work: UnitOfWork, paper: IssuedPaper) -> PaperRow:
    """Keep a paper."""
    key = PaperRow.key(paper.subject, paper.id)
    row = PaperRow(key.pk, key.sk, values=dict(paper.values), change_id=work.change_id)
    _CODEC.put(row, paper)
    work.save(row)
    return row


def find(work: UnitOfWork, subject: str, paper_id: str) -> IssuedPaper | None:
    """Return a paper as it will be."""
    row: PaperRow | None = work.find(PaperRow.key(subject, paper_id))
    return from_row(row) if row else None


def load(subject: str, paper_id: str) -> IssuedPaper | None:
    """Return a paper as it is now, where nothing is decided."""
    row: Any = read([PaperRow.key(subject, paper_id)], consistent=True)[0]
    return from_row(row) if row else None


def of_subject(subject: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the papers of a thing, oldest first."""
    page = list_page(PaperRow, ("pk", subject), within=_PAPERS, limit=limit, cursor=cursor)
    return page._replace(rows=[from_row(row) for row in page.rows])


def all_of(subject: str) -> Sequence[IssuedPaper]:
    """Return every paper of a thing, oldest first; a case's are bounded."""
    return [from_row(row) for row in every_row(PaperRow, ("pk", subject), within=_PAPERS)]


def from_row(row: PaperRow) -> IssuedPaper:
    """Return the paper a row keeps."""
    return _CODEC.take(row, values=row.values)
