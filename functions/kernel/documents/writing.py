"""What the worker does with a document: fill in its template, put the file where it is fetched, say that it is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kernel import clock
from kernel.aws import client, tried
from kernel.documents.rendering import render
from kernel.documents.rows import DocumentRow, DocumentStatus
from kernel.documents.templates import load
from kernel.files import bucket
from kernel.observability import log, note
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork, carry_out

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Shelf(NamedTuple):
    """Where a context keeps its documents, and where their templates are."""

    rows: type[DocumentRow]
    templates: Path


def write(shelf: Shelf, document_id: str) -> None:
    """Write the file of a document that waits for it; written twice, it says the same.

    Raises
    ------
    PlaceholdersDiffer, LookupError
        What it was to be filled in with does not fit its template, or there is no such template.
    TryAgain
        The store is busy.
    """
    row: DocumentRow | None = dynamo.read([shelf.rows.key(document_id)], consistent=True)[0]
    if row is None or row.status_at(clock.now()) is not DocumentStatus.QUEUED:
        log.info("document does not wait", document_id=document_id)
        return
    template = load(shelf.templates, row.template)
    content = render(template, row.values, clock.from_iso(row.requested_at))
    where = {"Bucket": bucket(), "Key": row.file_key}
    tried(lambda: client("s3").put_object(**where, Body=content, ContentType=CONTENT_TYPE))
    _end(
        shelf,
        document_id,
        clock.now(),
        version=int(row.version),
        status=str(DocumentStatus.DONE),
        size=len(content),
    )


def give_up(shelf: Shelf, document_id: str, why: Exception) -> None:
    """Say that a document came to nothing."""
    row: DocumentRow | None = dynamo.read([shelf.rows.key(document_id)], consistent=True)[0]
    if row is not None and row.status == DocumentStatus.QUEUED.value:
        _end(
            shelf,
            document_id,
            clock.now(),
            version=int(row.version),
            status=str(DocumentStatus.FAILED),
            failure=type(why).__name__,
        )


def _end(
    shelf: Shelf, document_id: str, now: datetime, *, version: int, status: str, **more: str | int
) -> None:
    """End the round that was begun at `version`; one that was asked for anew meanwhile has a message of its own."""

    def decide(work: UnitOfWork) -> None:
        row: DocumentRow = work.find(shelf.rows.key(document_id))
        if row.status == DocumentStatus.QUEUED.value and int(row.version) == version:
            ended = {"status": status, "finished_at": clock.iso(now), "failure": None, **more}
            work.save(row.with_(work.change_id, **ended))

    carry_out(decide)
    note("DocumentsEnded", status=status)
    log.info("document ended", document_id=document_id, status=status)
