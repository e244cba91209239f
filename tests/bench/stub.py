"""DynamoDB at the HTTP layer: every client in the process gets its answers from here, at the price of a dictionary look-up.

Everything above the socket runs as in the cloud: signing, building the request, parsing the answer. Only what botocore hands to
urllib3 is caught, for the functions and for the hand-written counterpart alike.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

ID_MARK = "RQ0000000000000000000000000000000000000000000000000"


class Storage:
    """A store with fixed contents; it counts what it is asked and keeps the last request of each kind.

    Parameters
    ----------
    items
        DynamoDB items by partition and sort key.
    page
        The answer to every Query of the incidents' table; the others hold nothing.
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
                if b"IncidentsTable" in body
                else b'{"Items":[],"Count":0,"ScannedCount":0}'
            )
        if operation == "TransactWriteItems":
            return b"{}"
        said = json.loads(body)
        if operation == "BatchGetItem":
            found = {
                table: [self.items[_key(k)] for k in wanted["Keys"] if _key(k) in self.items]
                for table, wanted in said["RequestItems"].items()
            }
            return _encoded({"Responses": found, "UnprocessedKeys": {}})
        raise NotImplementedError(operation)


def install(storage: Storage) -> None:
    """Put `storage` in the place of the network, for all botocore clients of this process."""
    from botocore.awsrequest import AWSResponse
    from botocore.httpsession import URLLib3Session

    def send(_session: Any, request: Any) -> Any:
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        body = request.body.encode() if isinstance(request.body, str) else request.body
        answered = storage.answer(operation, body)
        headers: Any = {
            "content-type": "application/x-amz-json-1.0",
            "content-length": str(len(answered)),
            "x-amzn-requestid": ID_MARK,
        }
        response: Any = AWSResponse(request.url, 200, headers, None)
        response._content = answered
        return response

    anything: Any = URLLib3Session
    anything.send = send


def _key(key: dict[str, dict[str, str]]) -> tuple[str, str]:
    return key["pk"]["S"], key["sk"]["S"]


def _encoded(answer: Any) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()
