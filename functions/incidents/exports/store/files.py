"""Where an export is put together, fetched and queued: the bucket and the queue."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from incidents.exports.rules.exports import Export
from kernel import files, ids
from kernel.aws import FAULTS, client, tried
from kernel.files import Address, bucket

# The store takes parts of at least 5 MiB, the last excepted.
_PART_BYTES = 8 * 1024 * 1024
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_key(export: Export) -> str:
    """Return where the finished file of an export is."""
    return f"files/{export.id}.{export.format}"


def put_part(export: Export, lines: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """Set aside lines that were read; return the name under which the export's row must name them.

    The name is new each time: of two workers on one message only the lines the row names count.
    """
    name = ids.new_id(at)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    tried(
        lambda: client("s3").put_object(
            Bucket=bucket(), Key=_part_key(export, name), Body=text.encode()
        )
    )
    return name


def parts_of(export: Export) -> Iterator[dict[str, Any]]:
    """Give the lines of all parts in order, one part in memory at a time."""
    for name in export.parts:
        key = _part_key(export, name)
        content: bytes = tried(
            lambda key=key: client("s3").get_object(Bucket=bucket(), Key=key)["Body"].read()
        )
        for line in content.splitlines():
            yield json.loads(line)


class Upload:
    """A file on its way into the bucket, part by part; nothing of it is there before all of it is."""

    def __init__(self, export: Export) -> None:
        self.size = 0
        self._where: dict[str, str] = {"Bucket": bucket(), "Key": file_key(export)}
        self._buffer = bytearray()
        self._parts: list[dict[str, Any]] = []
        begun = tried(
            lambda: client("s3").create_multipart_upload(
                **self._where, ContentType=_TYPES[export.format]
            )
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
            with suppress(*FAULTS):
                client("s3").abort_multipart_upload(**self._where)
            return
        self._send(len(self._buffer))
        tried(
            lambda: client("s3").complete_multipart_upload(
                **self._where, MultipartUpload={"Parts": self._parts}
            )
        )

    def _send(self, size: int) -> None:
        number, body = len(self._parts) + 1, bytes(self._buffer[:size])
        del self._buffer[:size]
        told = tried(lambda: client("s3").upload_part(**self._where, PartNumber=number, Body=body))
        self._parts.append({"PartNumber": number, "ETag": told["ETag"]})


def address_of(export: Export, at: datetime) -> Address:
    """Return where the finished file of an export is fetched for the next minutes."""
    plain = f"ledger-{export.unit}-{export.first}-{export.last}.{export.format}"
    named = f"事件台账_{export.unit}_{export.first}_{export.last}.{export.format}"
    return files.address_of(file_key(export), plain, named, at)


def enqueue(export_id: str) -> None:
    """Ask the worker to carry an export on from where it stands."""
    files.ask_for({"export_id": export_id})


def _part_key(export: Export, name: str) -> str:
    return f"work/{export.id}/{name}"
