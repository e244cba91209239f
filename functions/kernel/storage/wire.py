"""DynamoDB as it is spoken on the wire: one signed POST of JSON, one JSON answer.

botocore builds a client out of the service's description at every start and walks that description again for every answer, which is
two thirds of reading a list and a third of a cold start. Rows are DynamoDB JSON already, so none of it is needed here: botocore
finds the credentials and keeps the connections, the rest is these few lines (docs/decisions/0005-the-wire-to-dynamodb.md).
`tests/unit/test_wire.py` holds them against botocore's own signature, endpoints and errors.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.credentials import EnvProvider
from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
)
from botocore.handlers import BUILTIN_HANDLERS
from botocore.hooks import HierarchicalEmitter
from botocore.httpsession import URLLib3Session
from botocore.session import get_session
from botocore.utils import get_environ_proxies

_CONTENT_TYPE = "application/x-amz-json-1.0"
_TARGET = "DynamoDB_20120810."
_SIGNED = "content-type;host;x-amz-date;x-amz-target"
_SIGNED_IN_A_SESSION = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
_CONNECT_SECONDS, _READ_SECONDS = 2, 3
_CONNECTIONS = 10


def endpoint_of(region: str) -> str:
    """Return where DynamoDB is reached: the configured endpoint, else the region's own (aws and aws-cn)."""
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
        configured = os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get(
            "AWS_ENDPOINT_URL"
        )
        if configured:
            return configured.rstrip("/")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://dynamodb.{region}.{suffix}"


def _host_of(url: str) -> str:
    """Return the host as it will stand in the request: without the port that goes without saying."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.netloc if parts.port not in (None, usual) else parts.hostname or ""


class Wire:
    """A DynamoDB client whose requests and answers are DynamoDB JSON.

    Every operation is a method under the name botocore gives it (`batch_get_item`, `query`, …), with the same keyword arguments.
    Numbers stay text and binary values stay base64, as the protocol has them. It does not try again: `kernel.storage.dynamo` does.

    Attributes
    ----------
    meta
        `endpoint_url`, and `events`: `before-send.dynamodb.<Operation>` is told of each request and may answer it, as with a botocore
        client.

    Raises
    ------
    ClientError
        DynamoDB refused; the response carries what the service said, `CancellationReasons` included.
    BotoCoreError
        There was no answer.
    """

    def __init__(self) -> None:
        # A session registers a hundred and twenty handlers, none of which this client has a use for: one is made only where the
        # environment does not say everything, which it does in a function.
        region = os.environ.get("AWS_REGION") or get_session().get_config_variable("region")
        if not region:
            raise NoRegionError
        # The first of botocore's own chain; asking the whole chain would read configuration files that a function does not have.
        credentials = EnvProvider().load() or get_session().get_credentials()
        if credentials is None:
            raise NoCredentialsError
        self._credentials: Any = credentials
        self._region: str = region
        url = endpoint_of(region)
        self.meta = SimpleNamespace(endpoint_url=url, events=_events())
        self._url = url + "/"
        self._host = _host_of(url)
        self._key_of_the_day: tuple[str, str, bytes] = ("", "", b"")
        transport: dict[str, Any] = {
            "verify": os.environ.get("AWS_CA_BUNDLE")
            or os.environ.get("REQUESTS_CA_BUNDLE")
            or True,
            "proxies": get_environ_proxies(url),
            "timeout": (_CONNECT_SECONDS, _READ_SECONDS),
            "max_pool_connections": _CONNECTIONS,
        }
        self._http = URLLib3Session(**transport)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        operation = "".join(part.capitalize() for part in name.split("_"))

        def ask(**request: Any) -> Any:
            return self._make_api_call(operation, request)

        return ask

    def _make_api_call(self, operation: str, request: Mapping[str, Any]) -> Any:
        body = json.dumps(request).encode()
        headers: Any = HeadersDict(self._headers(operation, body))
        prepared = AWSPreparedRequest("POST", self._url, headers, body, False)
        answer = self.meta.events.emit_until_response(
            f"before-send.dynamodb.{operation}", request=prepared
        )[1]
        if answer is None:
            answer = self._http.send(prepared)
        if answer.status_code == 200:
            try:
                return json.loads(answer.content)
            except ValueError as fault:
                # Something between us and the store answered in its place.
                raise HTTPClientError(error=fault) from fault
        raise _refusal(answer, operation)

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request, signed (AWS Signature Version 4)."""
        credentials = self._credentials.get_frozen_credentials()
        # The machine's own time, whatever the kernel's clock is told: DynamoDB refuses signatures of another day.
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        day, target = at[:8], _TARGET + operation
        token = credentials.token
        signed = _SIGNED_IN_A_SESSION if token else _SIGNED
        token_line = f"x-amz-security-token:{token}\n" if token else ""
        canonical = (
            f"POST\n/\n\ncontent-type:{_CONTENT_TYPE}\nhost:{self._host}\nx-amz-date:{at}\n{token_line}x-amz-target:{target}\n\n"
            f"{signed}\n{hashlib.sha256(body).hexdigest()}"
        )
        scope = f"{day}/{self._region}/dynamodb/aws4_request"
        to_sign = (
            f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        )
        signature = _hmac(self._signing_key(credentials.secret_key, day), to_sign).hex()
        authorization = f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, SignedHeaders={signed}, Signature={signature}"
        return {
            "Content-Type": _CONTENT_TYPE,
            "X-Amz-Target": target,
            "X-Amz-Date": at,
            **({"X-Amz-Security-Token": token} if token else {}),
            "Authorization": authorization,
            "Content-Length": str(len(body)),
            "User-Agent": "sizhi",
        }

    def _signing_key(self, secret: str, day: str) -> bytes:
        if self._key_of_the_day[:2] != (secret, day):
            key = f"AWS4{secret}".encode()
            for part in (day, self._region, "dynamodb", "aws4_request"):
                key = _hmac(key, part)
            self._key_of_the_day = (secret, day, key)
        return self._key_of_the_day[2]


def _events() -> HierarchicalEmitter:
    """Return who is told of requests: those who want to be told of all that botocore sends, such as moto."""
    events = HierarchicalEmitter()
    for name, handler, *_ in BUILTIN_HANDLERS:
        if name.startswith("before-send"):
            events.register(name, handler)
    return events


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _refusal(answer: Any, operation: str) -> ClientError:
    try:
        said: Any = json.loads(answer.content)
    except ValueError:
        said = {}
    told: dict[str, Any] = dict(said) if isinstance(said, dict) else {}  # pyright: ignore[reportUnknownArgumentType]
    # "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"; a proxy in between says nothing of the kind.
    code = str(told.pop("__type", "")).rpartition("#")[2]
    if not code:
        code = "ServiceUnavailable" if answer.status_code >= 500 else str(answer.status_code)
    message = told.pop("message", None) or told.pop("Message", None) or ""
    about = {
        "HTTPStatusCode": answer.status_code,
        "RequestId": answer.headers.get("x-amzn-requestid", ""),
        "HTTPHeaders": dict(answer.headers),
    }
    response: Any = {**told, "Error": {"Code": code, "Message": message}, "ResponseMetadata": about}
    return ClientError(response, operation)
