"""Exports and the record of who was given their files."""

from __future__ import annotations

from datetime import datetime

from escalation.store.rows import COUNTY
from incidents.exports.rules.exports import Export
from incidents.exports.store.rows import DownloadRow, ExportRow, download_in, from_row, to_row
from kernel import clock
from kernel.access import Caller, Post
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import UnitOfWork, write_unless_moved


def find(work: UnitOfWork, export_id: str) -> Export | None:
    """Return an export as it is now."""
    row: ExportRow | None = work.find(ExportRow.key(export_id))
    return from_row(row) if row else None


def load(export_id: str) -> Export | None:
    """Return an export as it is now, where nothing is decided."""
    row = read([ExportRow.key(export_id)], consistent=True)[0]
    return from_row(row) if row else None


def add(work: UnitOfWork, export: Export) -> None:
    """Keep a new export."""
    work.add(to_row(export))


def save(work: UnitOfWork, export: Export) -> None:
    """Keep an export one version on."""
    work.save(to_row(export))


def claim(before: Export, after: Export) -> bool:
    """Keep what a worker has done; False when another one was faster."""
    return write_unless_moved([Write(to_row(after), ExportRow.version == before.version)])


def exports_page(limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's exports, newest first."""
    page = list_page(
        ExportRow, ("pk", f"EXPORTS#{COUNTY}"), limit=limit, cursor=cursor, newest_first=True
    )
    return page._replace(rows=[from_row(row) for row in page.rows])


def note_download(work: UnitOfWork, export: Export, by: Caller, post: Post, at: datetime) -> None:
    """Put on record that somebody is given the address of a file."""
    work.add(
        DownloadRow(
            f"EXPORT#{export.id}",
            f"DOWNLOAD#{work.change_id}",
            at=clock.iso(at),
            person_id=by.person_id,
            role=str(post.role),
            post_unit=post.unit,
        )
    )


def downloads_page(export_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the record of an export's downloads, oldest first."""
    page = list_page(
        DownloadRow,
        ("pk", f"EXPORT#{export_id}"),
        within=Range("sk", "begins_with", ("DOWNLOAD#",)),
        limit=limit,
        cursor=cursor,
    )
    return page._replace(rows=[download_in(row) for row in page.rows])
