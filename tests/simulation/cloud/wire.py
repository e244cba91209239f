"""The wire in memory: what the product's own clients post is answered here, and goes wrong here by chance.

DynamoDB, Step Functions and SQS are spoken to through `kernel.wire`, whose calls are answered here: a request is what its text would be
read as, an answer shares nothing with what is kept. S3, SNS, KMS and Secrets Manager are asked through botocore's clients, whose place `Others` takes.
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
from tests.simulation.cloud.store import Refused, copied

Serve = Callable[[str, Mapping[str, Any]], Any]


class Wires:
    """Who answers the services that speak JSON, by the name they are signed for."""

    def __init__(self, serve: Mapping[str, Serve]) -> None:
        self._serve = serve

    def serve(self, service: str, operation: str, said: Mapping[str, Any]) -> Any:
        """Answer a request to a service."""
        return self._serve[service](operation, said)


def _spoken(wires: Wires) -> Callable[[wire.Wire, str, Mapping[str, Any]], Any]:
    """Return what asks a service without the texts in between that nobody reads: a request as its text would be read, an answer as a copy."""

    def ask(self: wire.Wire, operation: str, request: Mapping[str, Any]) -> Any:
        said = json.loads(json.dumps(request))
        try:
            return copied(wires.serve(self._service.name, operation, said))
        except Refused as refused:
            answer = Answer(400, {}, json.dumps(refused.said).encode())
            raise wire._refusal(answer, operation) from None

    return ask


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
            (wire, "transport_to", lambda *_: None),
            (wire.Wire, "_make_api_call", _spoken(wires)),
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
