"""Documents as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.documents.rows import DocumentRow, DocumentStatus
from kernel.files import address_of


class DocumentDownload(TypedDict):
    """Where a document's file is fetched, and until when."""

    url: str
    expires_at: str


class DocumentView(TypedDict):
    """A document, and how far its file is."""

    id: str
    title: str
    template: str
    number: str | None
    status: DocumentStatus
    size: int | None
    requested_by: str
    requested_at: str
    finished_at: str | None
    kept_until: str | None
    download: Annotated[
        DocumentDownload | None,
        Field(description="Good for ten minutes; null until the file is there / 十分钟内有效"),
    ]
    version: int


def document_view(row: DocumentRow, now: datetime, *, fetch: bool = False) -> DocumentView:
    """Return a document as it is answered.

    Parameters
    ----------
    fetch
        Whether the reader is given the address of the file.
    """
    status, until = row.status_at(now), row.kept_until
    there = until is not None and now < until
    download: DocumentDownload | None = None
    if fetch and there:
        named = row.title + (f"_{row.number}" if row.number else "")
        address = address_of(row.file_key, f"{row.id}.docx", f"{named}.docx", now)
        download = {"url": address.url, "expires_at": clock.local_iso(address.expires_at)}
    size: Any = row.size
    return {
        "id": row.id,
        "title": row.title,
        "template": row.template,
        "number": row.number,
        "status": status,
        "size": int(size) if size is not None else None,
        "requested_by": row.requested_by,
        "requested_at": clock.local_iso(clock.from_iso(row.requested_at)),
        "finished_at": clock.local_iso(clock.from_iso(row.finished_at))
        if row.finished_at
        else None,
        "kept_until": clock.local_iso(until) if until else None,
        "download": download,
        "version": int(row.version),
    }
