"""Files in a bucket: signed addresses to send and fetch them, and the bucket and queue of those that are written in the background."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from kernel import queues
from kernel.aws import client
from kernel.presigned import presigned

KEPT = timedelta(days=7)
"""How long the bucket keeps a file that was written in the background (its lifecycle rule says the same)."""

GONE: Final = frozenset({"404", "NoSuchKey", "NotFound"})
"""What the store calls a file that is not there."""

_SENT: Final = {"ContentLength": "content-length", "ContentType": "content-type"}
_ANSWERED: Final = {
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentType": "response-content-type",
    "ResponseCacheControl": "response-cache-control",
}
"""What an address covers, by its names in S3: headers that are sent, and those that are answered."""
_FETCH_WITHIN = timedelta(minutes=10)


class Address(NamedTuple):
    """Where a file is fetched, and until when."""

    url: str
    expires_at: datetime


class Upload(NamedTuple):
    """Where a client sends a file, with which headers, and until when."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


def upload_to(
    where: Mapping[str, str],
    size: int,
    at: datetime,
    until: datetime,
    content_type: str | None = None,
) -> Upload:
    """Return where a client sends a file; the signature covers its length to the byte, and its type if one is named.

    Parameters
    ----------
    where
        `Bucket` and `Key`.
    """
    covered: dict[str, Any] = {"ContentLength": size}
    headers = {"Content-Length": str(size)}
    if content_type is not None:
        covered["ContentType"] = headers["Content-Type"] = content_type
    return Upload(_signed("put_object", {**where, **covered}, until - at), headers, until)


def fetch_from(
    where: Mapping[str, str], answered: Mapping[str, str], at: datetime, until: datetime
) -> Address:
    """Return where a file is fetched.

    Parameters
    ----------
    where
        `Bucket` and `Key`.
    answered
        Headers the store answers with, by their names in S3 (`ResponseContentDisposition`).
    """
    return Address(_signed("get_object", {**where, **answered}, until - at), until)


def address_of(key: str, plain: str, named: str, at: datetime) -> Address:
    """Return where a file that was written in the background is fetched for the next minutes.

    Parameters
    ----------
    plain, named
        What it is called where only ASCII will do, and what it is called.
    """
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(named)}"
    where = {"Bucket": bucket(), "Key": key}
    return fetch_from(where, {"ResponseContentDisposition": said}, at, at + _FETCH_WITHIN)


def ask_for(message: Mapping[str, Any]) -> None:
    """Ask the worker for the file that a message names."""
    queues.send(os.environ["EXPORT_QUEUE_URL"], message)


def bucket() -> str:
    """Return the bucket of files that are written in the background."""
    return os.environ["EXPORTS_BUCKET"]


def _signed(operation: str, request: Mapping[str, Any], within: timedelta) -> str:
    seconds = max(1, int(within.total_seconds()))
    method = "PUT" if operation == "put_object" else "GET"
    headers = {_SENT[name]: str(value) for name, value in request.items() if name in _SENT}
    query = {_ANSWERED[name]: value for name, value in request.items() if name in _ANSWERED}
    # What has no name here would be left out of the signature: botocore's then.
    known = request.keys() <= {"Bucket", "Key", *_SENT, *_ANSWERED}
    url = presigned(method, request, seconds, headers, query) if known else None
    if url is None:
        url = client("s3").generate_presigned_url(operation, Params=request, ExpiresIn=seconds)
    return str(url)
