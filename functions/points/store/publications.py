"""Lists made public; their lines are kept as they were published."""

from __future__ import annotations

import json

from kernel import clock
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, list_page
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.publication import Publication
from points.store.claim_rows import PublicationRow
from points.store.documents import as_json


def add(work: UnitOfWork, publication: Publication) -> None:
    """Keep a list that is made public."""
    work.add(
        PublicationRow(
            f"PUBLIC#{publication.village}",
            publication.id,
            id=publication.id,
            village=publication.village,
            published_at=clock.iso(publication.published_at),
            published_by=publication.published_by,
            objections_until=clock.iso(publication.objections_until),
            public_until=clock.iso(publication.public_until),
            document=as_json(publication.lines),
        )
    )


def find_publication(village: str, publication: str) -> Publication | None:
    """Return a public list."""
    row: PublicationRow | None = read([PublicationRow.key(village, publication)])[0]
    return _from_row(row) if row else None


def list_publications(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's public lists, newest first."""
    page = list_page(
        PublicationRow, ("pk", f"PUBLIC#{village}"), limit=limit, cursor=cursor, newest_first=True
    )
    return page._replace(rows=[_from_row(row) for row in page.rows])


def _from_row(row: PublicationRow) -> Publication:
    return Publication(
        row.id,
        row.village,
        clock.from_iso(row.published_at),
        row.published_by,
        clock.from_iso(row.objections_until),
        clock.from_iso(row.public_until),
        json.loads(row.document),
    )
