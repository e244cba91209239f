"""Lists made public; their lines are kept as they were published."""

from __future__ import annotations

from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.publication import Publication
from points.store.claim_rows import PublicationRow
from points.store.documents import Kept, to_document

_KEPT = Kept(Publication, PublicationRow)
read_publication = _KEPT.read


def add(work: UnitOfWork, publication: Publication) -> None:
    """Keep a list that is made public."""
    key = PublicationRow.key(publication.village, publication.id)
    work.add(PublicationRow(key.pk, key.sk, document=to_document(publication)))


def list_publications(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's public lists, newest first."""
    return _KEPT.page(("pk", f"PUBLIC#{village}"), limit, cursor)
