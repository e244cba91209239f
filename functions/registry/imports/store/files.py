"""Where files are staged and work is queued: the bucket and the queue."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

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
    url: str = _s3().generate_presigned_url(
        "put_object",
        Params={"Bucket": _bucket(), "Key": row.file_key, "ContentLength": size},
        ExpiresIn=int(_UPLOAD_WITHIN.total_seconds()),
    )
    return Upload(url, {"Content-Length": str(size)}, at + _UPLOAD_WITHIN)


def staged(row: ImportRow) -> Staged | None:
    """Return what is staged for an import; None when nothing was uploaded yet."""
    try:
        answer = _s3().head_object(Bucket=_bucket(), Key=row.file_key)
    except ClientError as fault:
        if _code(fault) in _GONE:
            return None
        raise TryAgain from fault
    except BotoCoreError as fault:
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
        answer = _s3().get_object(Bucket=_bucket(), Key=row.file_key, IfMatch=etag)
        content: bytes = answer["Body"].read()
    except ClientError as fault:
        if _code(fault) in _GONE | _OTHER:
            raise FileChanged from fault
        raise TryAgain from fault
    except BotoCoreError as fault:
        raise TryAgain from fault
    return content


def enqueue(import_id: str) -> None:
    """Ask the worker to carry an import on from where it stands."""
    try:
        _sqs().send_message(
            QueueUrl=os.environ["IMPORT_QUEUE_URL"],
            MessageBody=json.dumps({"import_id": import_id}),
        )
    except (BotoCoreError, ClientError) as fault:
        raise TryAgain from fault


def _code(fault: ClientError) -> str:
    return str(fault.response.get("Error", {}).get("Code"))


def _bucket() -> str:
    return os.environ["IMPORTS_BUCKET"]


@cache
def _s3() -> Any:
    # Only this signature covers the length of the upload, and only this style names the region's
    # own endpoint in a presigned address.
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=2,
        read_timeout=20,
    )
    return botocore.session.get_session().create_client("s3", config=config)


@cache
def _sqs() -> Any:
    config = Config(connect_timeout=2, read_timeout=5)
    return botocore.session.get_session().create_client("sqs", config=config)
