"""Where files lie and work is queued: the media bucket and its queue.

`incoming/` holds what clients sent, `clean/` what the checker wrote anew. Signing an address for an upload is all the API may do with
`incoming/`; the bucket's policy lets nobody but the checker read there.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any, NamedTuple

from incidents.media.rules.limits import limits
from incidents.media.rules.media import Media
from incidents.media.rules.refusals import Refusal, Refused
from kernel import aws
from kernel.problems import TryAgain

INCOMING = "incoming/"
_GONE = {"404", "NoSuchKey", "NotFound"}


class Upload(NamedTuple):
    """Where a client sends a file, with which headers, and until when."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


class Download(NamedTuple):
    """Where a client gets a file, and until when."""

    url: str
    expires_at: datetime


def upload_for(media: Media, at: datetime) -> Upload:
    """Return where a file goes; the signature covers its type and its length, to the byte."""
    expires_at = min(at + limits().upload_link, media.upload_until)
    url: str = aws.client("s3").generate_presigned_url(
        "put_object",
        Params={
            "Bucket": _bucket(),
            "Key": incoming_key(media),
            "ContentLength": media.size,
            "ContentType": media.content_type,
        },
        ExpiresIn=max(1, int((expires_at - at).total_seconds())),
    )
    headers = {"Content-Length": str(media.size), "Content-Type": media.content_type}
    return Upload(url, headers, expires_at)


def download_for(media: Media, at: datetime) -> Download:
    """Return where the checked file can be read for a short while."""
    within = limits().read_link
    name = clean_key(media).rpartition("/")[2]
    url: str = aws.client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": _bucket(),
            "Key": clean_key(media),
            "ResponseContentType": media.content_type,
            "ResponseContentDisposition": f'inline; filename="{name}"',
            "ResponseCacheControl": "private, no-store",
        },
        ExpiresIn=int(within.total_seconds()),
    )
    return Download(url, at + within)


def incoming_key(media: Media) -> str:
    """Return where a client's file is put."""
    return f"{INCOMING}{media.incident_id}/{media.id}"


def clean_key(media: Media) -> str:
    """Return where the checked file is."""
    extension = limits().types[media.content_type].extension
    return f"clean/{media.incident_id}/{media.id}.{extension}"


def fetch_incoming(media: Media) -> bytes | None:
    """Return what a client uploaded; None when nothing is there.

    Raises
    ------
    Refused
        It does not have the size that was announced; it is not even read then.
    """
    try:
        answer = aws.client("s3").get_object(Bucket=_bucket(), Key=incoming_key(media))
        if int(answer["ContentLength"]) != media.size:
            raise Refused(Refusal.WRONG_SIZE)
        content: bytes = answer["Body"].read()
    except aws.FAULTS as fault:
        if aws.error_code(fault) in _GONE:
            return None
        raise TryAgain from fault
    return content


def keep_clean(media: Media, content: bytes) -> None:
    """Put the checked file where it can be read."""
    _do("put_object", Key=clean_key(media), Body=content, ContentType=media.content_type)


def drop_incoming(media: Media) -> None:
    """Remove what the client uploaded; removing nothing is fine."""
    _do("delete_object", Key=incoming_key(media))


def drop_clean(media: Media) -> None:
    """Remove the checked file; removing nothing is fine."""
    _do("delete_object", Key=clean_key(media))


def enqueue(incident_id: str, media_id: str) -> None:
    """Ask the checker to look for an upload."""
    try:
        aws.client("sqs").send_message(
            QueueUrl=os.environ["MEDIA_QUEUE_URL"],
            MessageBody=json.dumps({"incident_id": incident_id, "media_id": media_id}),
        )
    except aws.FAULTS as fault:
        raise TryAgain from fault


def _do(operation: str, **request: Any) -> None:
    try:
        getattr(aws.client("s3"), operation)(Bucket=_bucket(), **request)
    except aws.FAULTS as fault:
        raise TryAgain from fault


def _bucket() -> str:
    return os.environ["MEDIA_BUCKET"]
