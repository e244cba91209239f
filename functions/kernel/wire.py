"""AWS services that speak JSON, as it is spoken on the wire: one signed POST, one answer.

botocore builds a client out of the service's description at every start and walks that description again for every answer, which is
two thirds of reading a list and a third of a cold start. Rows are DynamoDB JSON already, and what Step Functions and SQS are told is no
more than a few names, so none of it is needed here (docs/decisions/0005-the-wire-to-dynamodb.md). `tests/unit/test_wire.py` holds these
lines against botocore's own signature, endpoints and errors.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
)

from kernel.transport import Answer, Patience, transport_to

_CONTENT_TYPE = "application/x-amz-json-1.0"
_SIGNED = "content-type;host;x-amz-date;x-amz-target"
_SIGNED_IN_A_SESSION = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"


class Service(NamedTuple):
    """A service that speaks this protocol.

    Attributes
    ----------
    name
        As it is signed for and as its host is called.
    target
        What its operations are called after on the wire.
    setting
        What follows `AWS_ENDPOINT_URL_` in the setting of an endpoint of its own.
    """

    name: str
    target: str
    setting: str
    patience: Patience


DYNAMODB = Service("dynamodb", "DynamoDB_20120810", "DYNAMODB", Patience(2, 3))
STEP_FUNCTIONS = Service("states", "AWSStepFunctions", "SFN", Patience(2, 10))
SQS = Service("sqs", "AmazonSQS", "SQS", Patience(2, 5))


def endpoint_of(region: str, service: Service = DYNAMODB) -> str:
    """Return where a service is reached: the configured endpoint, else the region's own (aws and aws-cn)."""
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
        configured = os.environ.get(f"AWS_ENDPOINT_URL_{service.setting}") or os.environ.get(
            "AWS_ENDPOINT_URL"
        )
        if configured:
            return configured.rstrip("/")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://{service.name}.{region}.{suffix}"


def _host_of(url: str) -> str:
    """Return the host as it will stand in the request: without the port that goes without saying."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.netloc if parts.port not in (None, usual) else parts.hostname or ""


class _Meta:
    """What may be asked of a client: where it goes, and who is told of its requests."""

    def __init__(self, endpoint_url: str) -> None:
        self.endpoint_url = endpoint_url

    @cached_property
    def events(self) -> Any:
        """Those who want to be told of all that botocore sends, such as moto, and whoever registers."""
        from botocore.handlers import BUILTIN_HANDLERS
        from botocore.hooks import HierarchicalEmitter

        events = HierarchicalEmitter()
        for name, handler, *_ in BUILTIN_HANDLERS:
            if name.startswith("before-send"):
                events.register(name, handler)
        return events


class Keys(NamedTuple):
    """Credentials that stay what they are for as long as a function lives."""

    access_key: str
    secret_key: str
    token: str | None

    def get_frozen_credentials(self) -> Keys:
        """Return themselves."""
        return self


class Wire:
    """A client whose requests and answers are JSON as the service has them.

    Every operation is a method under the name botocore gives it (`batch_get_item`, `query`, …), with the same keyword arguments.
    Numbers stay text and binary values stay base64, as the protocol has them. It does not try again: `kernel.storage.dynamo` and
    `kernel.aws` do.

    Attributes
    ----------
    meta
        `endpoint_url`, and `events`: `before-send.dynamodb.<Operation>` is told of each request and may answer it, as with a botocore
        client.

    Raises
    ------
    ClientError
        The service refused; the response carries what it said, `CancellationReasons` included.
    BotoCoreError
        There was no answer.
    """

    def __init__(self, service: Service = DYNAMODB) -> None:
        # A session registers a hundred and twenty handlers, none of which this client has a use for: one is made only where the
        # environment does not say everything, which it does in a function.
        region = os.environ.get("AWS_REGION") or _session().get_config_variable("region")
        if not region:
            raise NoRegionError
        credentials = keys_of_the_environment() or _session().get_credentials()
        if credentials is None:
            raise NoCredentialsError
        self._service = service
        self._credentials: Any = credentials
        self._region: str = region
        url = endpoint_of(region, service)
        self.meta = _Meta(url)
        self._url = url + "/"
        self._host = _host_of(url)
        self._key_of_the_day: tuple[str, str, bytes] = ("", "", b"")
        self._send = transport_to(self._url, service.patience)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        operation = "".join(part.capitalize() for part in name.split("_"))

        def ask(**request: Any) -> Any:
            return self._make_api_call(operation, request)

        return ask

    def _make_api_call(self, operation: str, request: Mapping[str, Any]) -> Any:
        body = json.dumps(request).encode()
        headers = self._headers(operation, body)
        answer = self._told(operation, headers, body)
        if answer is None:
            answer = self._send(headers, body)
        if answer.status_code == 200:
            try:
                return json.loads(answer.content)
            except ValueError as fault:
                # Something between us and the service answered in its place.
                raise HTTPClientError(error=fault) from fault
        raise _refusal(answer, operation)

    def _told(self, operation: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        """Tell who wants to be told of requests; nobody can where nothing of botocore's handlers was ever loaded."""
        if "events" not in vars(self.meta) and "botocore.handlers" not in sys.modules:
            return None
        from botocore.awsrequest import AWSPreparedRequest, HeadersDict

        named: Any = HeadersDict(headers)
        prepared = AWSPreparedRequest("POST", self._url, named, body, False)
        return self.meta.events.emit_until_response(
            f"before-send.{self._service.name}.{operation}", request=prepared
        )[1]

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request, signed (AWS Signature Version 4)."""
        credentials = self._credentials.get_frozen_credentials()
        # The machine's own time, whatever the kernel's clock is told: AWS refuses signatures of another day.
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        day, target = at[:8], f"{self._service.target}.{operation}"
        token = credentials.token
        signed = _SIGNED_IN_A_SESSION if token else _SIGNED
        token_line = f"x-amz-security-token:{token}\n" if token else ""
        canonical = (
            f"POST\n/\n\ncontent-type:{_CONTENT_TYPE}\nhost:{self._host}\nx-amz-date:{at}\n{token_line}x-amz-target:{target}\n\n"
            f"{signed}\n{hashlib.sha256(body).hexdigest()}"
        )
        scope = f"{day}/{self._region}/{self._service.name}/aws4_request"
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
            for part in (day, self._region, self._service.name, "aws4_request"):
                key = _hmac(key, part)
            self._key_of_the_day = (secret, day, key)
        return self._key_of_the_day[2]


def keys_of_the_environment() -> Keys | None:
    """Return the first of botocore's own chain, as it stands in a function's environment; None where it is not whole, or runs out."""
    key, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if not key or not secret or os.environ.get("AWS_CREDENTIAL_EXPIRATION"):
        return None
    return Keys(key, secret, os.environ.get("AWS_SESSION_TOKEN") or None)


def signature_of(secret: str, scope: str, to_sign: str) -> str:
    """Return the signature of a text within a scope (day, region, service and what it is for, by slashes)."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return _hmac(key, to_sign).hex()


def _session() -> Any:
    from botocore.session import get_session

    return get_session()


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
