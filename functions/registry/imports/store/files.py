"""Where files are staged and work is queued: the bucket and the queue."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel import aws, queues
from kernel.files import GONE, Upload, upload_to
from kernel.problems import TryAgain
from registry.imports.rules.faults import FileChanged
from registry.imports.store.rows import ImportRow

_UPLOAD_WITHIN = timedelta(minutes=30)
_OTHER = {"412", "PreconditionFailed"}


class Staged(NamedTuple):
    """A file in the bucket."""

    etag: str
    size: int


def upload_for(row: ImportRow, at: datetime) -> Upload:
    """Return where the import's file goes; the signature covers its length, to the byte."""
    return upload_to(_where(row), int(row.size), at, at + _UPLOAD_WITHIN)


def staged(row: ImportRow) -> Staged | None:
    """Return what is staged for an import; None when nothing was uploaded yet."""
    try:
        answer = aws.client("s3").head_object(**_where(row))
    except aws.FAULTS as fault:
        if aws.error_code(fault) in GONE:
            return None
        raise TryAgain from fault
    return Staged(answer["ETag"], int(answer["ContentLength"]))


def fetch(row: ImportRow, etag: str) -> bytes:
    """Return the bytes of exactly this version of the file.

    Raises
    ------
    FileChanged
        Another file is staged, or none any more.
    """
    try:
        answer = aws.client("s3").get_object(**_where(row), IfMatch=etag)
        content: bytes = answer["Body"].read()
    except aws.FAULTS as fault:
        if aws.error_code(fault) in GONE | _OTHER:
            raise FileChanged from fault
        raise TryAgain from fault
    return content


def enqueue(import_id: str) -> None:
    """Ask the worker to carry an import on from where it stands."""
    queues.send(os.environ["IMPORT_QUEUE_URL"], {"import_id": import_id})


def _where(row: ImportRow) -> dict[str, str]:
    return {"Bucket": os.environ["IMPORTS_BUCKET"], "Key": row.file_key}
