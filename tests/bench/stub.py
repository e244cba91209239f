"""DynamoDB at the HTTP layer: every client in the process gets its answers from here, at the price of a dictionary look-up.

Everything above the socket runs as in the cloud: signing, building the request, reading the roots, parsing the answer. Only what goes
to the network is caught, for the functions and for their counterparts alike.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Mapping
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

ID_MARK = "RQ0000000000000000000000000000000000000000000000000"


_LISTS = (b'"by_county"', b'"by_town"', b'"by_village"', b'"by_queue"', b'"by_reporter"')
_NOTHING_FOUND = b'{"Items":[],"Count":0,"ScannedCount":0}'
_TAKEN = {"StartExecution", "StopExecution", "SendMessage", "ChangeMessageVisibility"}


class Storage:
    """A store with fixed contents; it counts what it is asked and keeps the last request of each kind.

    Parameters
    ----------
    items
        DynamoDB items by partition and sort key.
    page
        The answer to every Query of a list of incidents; the others hold nothing.
    """

    def __init__(self, items: Mapping[tuple[str, str], Any], page: list[dict[str, Any]]) -> None:
        self.items = items
        self.page = _encoded({"Items": page, "Count": len(page), "ScannedCount": len(page)})
        self.asked: Counter[str] = Counter()
        self.last: dict[str, Any] = {}

    def answer(self, operation: str, body: bytes) -> bytes:
        """Return the body of the answer to a request."""
        self.asked[operation] += 1
        self.last[operation] = body
        if operation == "Query":
            return (
                self.page
                if b"IncidentsTable" in body and any(map(body.__contains__, _LISTS))
                else _NOTHING_FOUND
            )
        if operation == "TransactWriteItems":
            return b"{}"
        if operation in _TAKEN:
            return b"{}"
        if operation == "UpdateItem":
            return b'{"Attributes":{"looked":{"N":"1"}}}'
        said = json.loads(body)
        if operation == "BatchGetItem":
            found = {
                table: [self.items[_key(k)] for k in wanted["Keys"] if _key(k) in self.items]
                for table, wanted in said["RequestItems"].items()
            }
            return _encoded({"Responses": found, "UnprocessedKeys": {}})
        raise NotImplementedError(operation)

    def answer_in_xml(self) -> bytes:
        """Return the body of the answer to a request of the older protocol, as SNS speaks it."""
        self.asked["Publish"] += 1
        return b"<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>"


def install(storage: Storage, *, ours: bool = True) -> None:
    """Put `storage` in the place of the network, for the clients of this process, whoever's they are.

    What a first connection needs is done all the same: a context for TLS with the roots it is to trust.
    """
    if ours:
        from kernel import transport

        _instead_of_ours(storage, transport)
    if "botocore.httpsession" in sys.modules:
        _instead_of_botocores(storage, sys.modules["botocore.httpsession"])
    else:
        # Not loaded by us, as that is part of what is measured.
        sys.meta_path.insert(0, _Waiting(storage))


def _instead_of_ours(storage: Storage, transport: Any) -> None:
    def send(_: Any, headers: Any, body: bytes) -> Any:
        transport.roots()
        operation = headers["X-Amz-Target"].rpartition(".")[2]
        answered = storage.answer(operation, body)
        told = {"content-length": str(len(answered)), "x-amzn-requestid": ID_MARK}
        return transport.Answer(200, told, answered)

    transport.Connections.send = send


def _instead_of_botocores(storage: Storage, httpsession: Any) -> None:
    from botocore.awsrequest import AWSResponse
    from urllib3.util.ssl_ import create_urllib3_context

    connected: set[int] = set()

    def send(session: Any, request: Any) -> Any:
        if id(session) not in connected:
            connected.add(id(session))
            connection = session._manager.connection_from_url(request.url)
            session._setup_ssl_cert(connection, request.url, session._verify)
            create_urllib3_context().load_verify_locations(connection.ca_certs)
        target = request.headers.get("X-Amz-Target", "")
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        body = request.body.encode() if isinstance(request.body, str) else request.body
        answered = storage.answer(operation, body) if operation else storage.answer_in_xml()
        headers: Any = {
            "content-type": "application/x-amz-json-1.0" if operation else "text/xml",
            "content-length": str(len(answered)),
            "x-amzn-requestid": ID_MARK,
        }
        response: Any = AWSResponse(request.url, 200, headers, None)
        response._content = answered
        return response

    httpsession.URLLib3Session.send = send


class _Waiting(MetaPathFinder):
    """Puts the storage in botocore's place once that is loaded."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        """Find botocore's transport, once."""
        if fullname != "botocore.httpsession":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        assert spec is not None
        loader: Any = spec.loader
        load = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            _instead_of_botocores(self._storage, module)

        loader.exec_module = exec_module
        return spec


def _key(key: dict[str, dict[str, str]]) -> tuple[str, str]:
    return key["pk"]["S"], key["sk"]["S"]


def _encoded(answer: Any) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()
