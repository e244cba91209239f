"""Where an export is put together, fetched and queued: the bucket and the queue."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import quote

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from incidents.exports.rules.exports import Export
from kernel import ids
from kernel.problems import TryAgain

KEPT = timedelta(days=7)
"""How long the bucket keeps a file (its lifecycle rule says the same)."""

_FETCH_WITHIN = timedelta(minutes=10)
# The store takes parts of at least 5 MiB, the last excepted.
_PART_BYTES = 8 * 1024 * 1024
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Address(NamedTuple):
    """Where a file is fetched, and until when."""

    url: str
    expires_at: datetime


def file_key(export: Export) -> str:
    """Return where the finished file of an export is."""
    return f"files/{export.id}.{export.format}"


def put_part(export: Export, lines: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """Set aside lines that were read; return the name under which the export's row must name them.

    The name is new each time: of two workers on one message only the lines the row names count.
    """
    name = ids.new_id(at)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    _tried(
        lambda: _s3().put_object(Bucket=_bucket(), Key=_part_key(export, name), Body=text.encode())
    )
    return name


def parts_of(export: Export) -> Iterator[dict[str, Any]]:
    """Give the lines of all parts in order, one part in memory at a time."""
    for name in export.parts:
        key = _part_key(export, name)
        content: bytes = _tried(
            lambda key=key: _s3().get_object(Bucket=_bucket(), Key=key)["Body"].read()
        )
        for line in content.splitlines():
            yield json.loads(line)


class Upload:
    """A file on its way into the bucket, part by part; nothing of it is there before all of it is."""

    def __init__(self, export: Export) -> None:
        self.size = 0
        self._where: dict[str, str] = {"Bucket": _bucket(), "Key": file_key(export)}
        self._buffer = bytearray()
        self._parts: list[dict[str, Any]] = []
        begun = _tried(
            lambda: _s3().create_multipart_upload(**self._where, ContentType=_TYPES[export.format])
        )
        self._where["UploadId"] = begun["UploadId"]

    def write(self, piece: bytes) -> None:
        """Send a piece on, once enough has come together."""
        self._buffer += piece
        self.size += len(piece)
        while len(self._buffer) >= _PART_BYTES:
            self._send(_PART_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            # What cannot be called off the bucket's lifecycle rule clears away.
            with suppress(BotoCoreError, ClientError):
                _s3().abort_multipart_upload(**self._where)
            return
        self._send(len(self._buffer))
        _tried(
            lambda: _s3().complete_multipart_upload(
                **self._where, MultipartUpload={"Parts": self._parts}
            )
        )

    def _send(self, size: int) -> None:
        number, body = len(self._parts) + 1, bytes(self._buffer[:size])
        del self._buffer[:size]
        told = _tried(lambda: _s3().upload_part(**self._where, PartNumber=number, Body=body))
        self._parts.append({"PartNumber": number, "ETag": told["ETag"]})


def address_of(export: Export, at: datetime) -> Address:
    """Return where the finished file is fetched for the next minutes, under a name that says what it is."""
    plain = f"ledger-{export.unit}-{export.first}-{export.last}.{export.format}"
    named = quote(f"事件台账_{export.unit}_{export.first}_{export.last}.{export.format}")
    url: str = _s3().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": _bucket(),
            "Key": file_key(export),
            "ResponseContentDisposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}",
        },
        ExpiresIn=int(_FETCH_WITHIN.total_seconds()),
    )
    return Address(url, at + _FETCH_WITHIN)


def enqueue(export_id: str) -> None:
    """Ask the worker to carry an export on from where it stands."""
    _tried(
        lambda: _sqs().send_message(
            QueueUrl=os.environ["EXPORT_QUEUE_URL"],
            MessageBody=json.dumps({"export_id": export_id}),
        )
    )


def _part_key(export: Export, name: str) -> str:
    return f"work/{export.id}/{name}"


def _tried(call: Any) -> Any:
    try:
        return call()
    except (BotoCoreError, ClientError) as fault:
        raise TryAgain from fault


def _bucket() -> str:
    return os.environ["EXPORTS_BUCKET"]


@cache
def _s3() -> Any:
    # Only this style names the region's own endpoint in a presigned address.
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
