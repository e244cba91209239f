"""Where files are staged and work is queued: the bucket and the queue."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel import aws
from kernel.problems import TryAgain
from registry.imports.rules.faults import FileChanged
from registry.imports.store.rows import ImportRow

_UPLOAD_WITHIN = timedelta(minutes=30)
_GONE = {"404", "NoSuchKey", "NotFound"}
_OTHER = {"412", "PreconditionFailed"}


class Upload(NamedTuple):
    """Where a client sends the file, and until when."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


class Staged(NamedTuple):
    """A file in the bucket."""

    etag: str
    size: int


def upload_for(row: ImportRow, at: datetime) -> Upload:
    """Return where the import's file goes; the signature covers its length, to the byte."""
    size = int(row.size)
    url: str = aws.client("s3").generate_presigned_url(
        "put_object",
        Params={"Bucket": _bucket(), "Key": row.file_key, "ContentLength": size},
        ExpiresIn=int(_UPLOAD_WITHIN.total_seconds()),
    )
    return Upload(url, {"Content-Length": str(size)}, at + _UPLOAD_WITHIN)


def staged(row: ImportRow) -> Staged | None:
    """Return what is staged for an import; None when nothing was uploaded yet."""
    try:
        answer = aws.client("s3").head_object(Bucket=_bucket(), Key=row.file_key)
    except aws.FAULTS as fault:
        if aws.error_code(fault) in _GONE:
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
        answer = aws.client("s3").get_object(Bucket=_bucket(), Key=row.file_key, IfMatch=etag)
        content: bytes = answer["Body"].read()
    except aws.FAULTS as fault:
        if aws.error_code(fault) in _GONE | _OTHER:
            raise FileChanged from fault
        raise TryAgain from fault
    return content


def enqueue(import_id: str) -> None:
    """Ask the worker to carry an import on from where it stands."""
    try:
        aws.client("sqs").send_message(
            QueueUrl=os.environ["IMPORT_QUEUE_URL"],
            MessageBody=json.dumps({"import_id": import_id}),
        )
    except aws.FAULTS as fault:
        raise TryAgain from fault


def _bucket() -> str:
    return os.environ["IMPORTS_BUCKET"]
