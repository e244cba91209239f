"""Supervision papers as they are kept: each whole, listed by its town and status, found by its case."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.rules.supervision import SupervisionPaper, SupervisionStatus
from enforcement.store.table import BY_LIST, BY_SUBJECT, EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.rows import Key, Row, SparseDocumentAttribute
from kernel.storage.unit_of_work import UnitOfWork


class SupervisionRow(Row):
    """A supervision paper: `SUPERVISION#{id}` / `SUPERVISION`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    list = UnicodeAttribute()
    place = UnicodeAttribute()
    subject = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, paper_id: str) -> Key:
        """Return where a paper is."""
        return Key(cls, supervision_key(paper_id), "SUPERVISION")


_CODEC = Codec(SupervisionPaper)


def supervision_key(paper_id: str) -> str:
    """Return the partition of a supervision paper and its record."""
    return f"SUPERVISION#{paper_id}"


def find(work: UnitOfWork, paper_id: str) -> SupervisionPaper | None:
    """Return a paper as it is now."""
    row: SupervisionRow | None = work.find(SupervisionRow.key(paper_id))
    return _paper_in(row) if row else None


def load(paper_id: str) -> SupervisionPaper | None:
    """Return a paper as it is now, where nothing is decided."""
    row = read([SupervisionRow.key(paper_id)], consistent=True)[0]
    return _paper_in(row) if row else None


def save(work: UnitOfWork, paper: SupervisionPaper) -> None:
    """Keep a paper."""
    key = SupervisionRow.key(paper.id)
    work.save(
        SupervisionRow(
            key.pk,
            key.sk,
            document=_CODEC.document(paper),
            version=work.version(key) + 1,
            change_id=work.change_id,
            list=_list_of(paper.town, paper.status),
            place=paper.id,
            subject=f"SUPERVISION_OF#{paper.case}" if paper.case else None,
        )
    )


def of_town(town: str, status: SupervisionStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's papers of a status, oldest first."""
    partition = ("list", _list_of(town, status))
    return indexed_page(
        SupervisionRow,
        partition,
        _paper_in,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: one.status is status,
    )


def of_case(case: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the papers about a case."""
    partition = ("subject", f"SUPERVISION_OF#{case}")
    return indexed_page(
        SupervisionRow, partition, _paper_in, index=BY_SUBJECT, limit=limit, cursor=cursor
    )


def _list_of(town: str, status: SupervisionStatus) -> str:
    return f"SUPERVISIONS#{town}#{status}"


def _paper_in(row: SupervisionRow) -> SupervisionPaper:
    return _CODEC.thing(row.document)
