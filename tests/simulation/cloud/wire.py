"""The wire in memory: what the product's own clients post is answered here, and goes wrong here by chance.

DynamoDB, Step Functions and SQS are spoken to through `kernel.wire`, whose transport is replaced: signatures apart, a request and its
answer are the text that would travel. S3, SNS, KMS and Secrets Manager are asked through botocore's clients, whose place `Others` takes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import botocore.session
from botocore.exceptions import ClientError

from kernel import aws, wire
from kernel.storage import dynamo
from kernel.transport import Answer
from tests.simulation.cloud.store import Refused

Serve = Callable[[str, Mapping[str, Any]], Any]
_TARGET = "X-Amz-Target"


class Wires:
    """Who answers the services that speak JSON, by the name they are signed for."""

    def __init__(self, serve: Mapping[str, Serve]) -> None:
        self._serve = serve

    def transport_to(
        self, url: str, _patience: Any
    ) -> Callable[[Mapping[str, str], bytes], Answer]:
        """Return what stands in for the connections to an endpoint."""
        service = url.split("://")[1].split(".", maxsplit=1)[0]
        serve = self._serve[service]

        def send(headers: Mapping[str, str], body: bytes) -> Answer:
            operation = headers[_TARGET].rpartition(".")[2]
            try:
                told = serve(operation, json.loads(body))
            except Refused as refused:
                return Answer(400, {}, json.dumps(refused.said).encode())
            return Answer(200, {}, json.dumps(told, separators=(",", ":")).encode())

        return send


def _bare_headers(self: wire.Wire, operation: str, body: bytes) -> dict[str, str]:
    """Say what is asked for and leave out the signature, which nobody checks here."""
    return {_TARGET: f"{self._service.target}.{operation}"}


class Others:
    """S3, SNS, KMS and Secrets Manager as far as the product uses them."""

    def __init__(self, told: Callable[[str, Mapping[str, Any]], None]) -> None:
        self.files: dict[tuple[str, str], bytes] = {}
        self.told = told

    # SNS

    def publish(self, **said: Any) -> Any:
        """Take a notice for a topic."""
        self.told(said["TopicArn"], said)
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        return {"MessageId": digest[:32]}

    # KMS and Secrets Manager

    def encrypt(self, *, Plaintext: bytes, **_: Any) -> Any:  # noqa: N803
        """Wrap a text."""
        return {"CiphertextBlob": base64.b64encode(Plaintext)}

    def decrypt(self, *, CiphertextBlob: bytes, **_: Any) -> Any:  # noqa: N803
        """Unwrap a text."""
        return {"Plaintext": base64.b64decode(CiphertextBlob)}

    def get_secret_value(self, **_: Any) -> Any:
        """Return the key of the hashes."""
        return {"SecretString": "a key of the simulation"}

    # S3

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> Any:  # noqa: N803
        """Keep a file."""
        self.files[Bucket, Key] = bytes(Body)
        return {"ETag": f'"{hashlib.md5(Body, usedforsecurity=False).hexdigest()}"'}

    def get_object(self, *, Bucket: str, Key: str, **_: Any) -> Any:  # noqa: N803
        """Return a file."""
        kept = self._kept(Bucket, Key, "GetObject")
        return {"Body": io.BytesIO(kept), "ContentLength": len(kept)}

    def head_object(self, *, Bucket: str, Key: str, **_: Any) -> Any:  # noqa: N803
        """Tell about a file."""
        return {"ContentLength": len(self._kept(Bucket, Key, "HeadObject"))}

    def delete_object(self, *, Bucket: str, Key: str, **_: Any) -> Any:  # noqa: N803
        """Drop a file."""
        self.files.pop((Bucket, Key), None)
        return {}

    def _kept(self, bucket: str, key: str, operation: str) -> bytes:
        if (bucket, key) not in self.files:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": key}}, operation)
        return self.files[bucket, key]


class _Session:
    def __init__(self, others: Others) -> None:
        self._others = others

    def create_client(self, _service: str, **_: Any) -> Any:
        """Return a client of a service: there is one for all."""
        return self._others


@contextmanager
def spoken_here(wires: Wires, others: Others) -> Iterator[None]:
    """Let every client of the product speak to what is simulated."""
    clients: Any = (dynamo.client, aws.client)
    with ExitStack() as stack:
        for owner, name, instead in (
            (wire, "transport_to", wires.transport_to),
            (wire.Wire, "_headers", _bare_headers),
            (wire.Wire, "_told", lambda *_: None),
            (botocore.session, "get_session", lambda: _Session(others)),
        ):
            stack.enter_context(patch.object(owner, name, instead))
        for remembered in clients:
            remembered.cache_clear()
        try:
            yield
        finally:
            for remembered in clients:
                remembered.cache_clear()
