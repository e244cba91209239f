"""A whole county in one process: every context's API behind a `requests` adapter, on one mocked cloud.

Tens of thousands of requests that only ask whether an answer is as described would spend their time in the local cloud's worker
processes. What stands in for API Gateway here does what its payload format 2.0 says and no more; that the real template leads every
route to its function is a test of its own, on the deployed county.
"""

from __future__ import annotations

import base64
import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from infra.openapi import CONTEXTS
from kernel import aws
from kernel.access import Role
from registry.store import secret
from tests.support.county import (
    COUNTY,
    GRID,
    TOWN,
    VILLAGE,
    County,
    a_county,
    http_event,
    lambda_context,
)

TOWN_ROLES = frozenset(
    {
        Role.TOWN_OFFICER,
        Role.ENFORCEMENT_OFFICER,
        Role.ENFORCEMENT_HEAD,
        Role.HEARING_CHAIR,
        Role.LEGAL_REVIEWER,
    }
)

PERSONAS: Mapping[str, tuple[Role, str]] = {
    "admin": (Role.COUNTY_ADMIN, COUNTY),
    "worker": (Role.GRID_WORKER, GRID),
    **{
        str(role): (
            role,
            COUNTY if role is Role.JUSTICE_SUPERVISOR else TOWN if role in TOWN_ROLES else VILLAGE,
        )
        for role in Role
        if role not in (Role.COUNTY_ADMIN, Role.GRID_WORKER, Role.RESIDENT, Role.GRID_CHIEF)
    },
    str(Role.RESIDENT): (Role.RESIDENT, GRID),
    str(Role.GRID_CHIEF): (Role.GRID_CHIEF, GRID),
}
"""A person per role; the first two go first where they are admitted, as one reaches everything and the other does not."""

_HOST = "http://county.invalid"

BUCKETS = ("imports", "media", "exports")
for composed in ("composition.enforcement", "composition.field", "composition.services"):
    # What contexts ask each other is registered by whoever composes them.
    importlib.import_module(composed)
ANSWERED: dict[str, Any] = {
    route: api
    for context in CONTEXTS
    for api in [importlib.import_module(f"{context}.api").API]
    for route in (f"{method} {path}" for method, path in api.declared)
}
"""Which API answers an operation."""


class Gateway(HTTPAdapter):
    """Hands a request over as API Gateway does, to the API of the operation that is being tried."""

    def __init__(self) -> None:
        super().__init__()
        self.api: Any = None
        self.person: str | None = None

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]
        """Answer a request."""
        url = urlsplit(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        assert isinstance(body, bytes), "no case is sent in pieces"
        text, is_base64 = _as_text(body)
        queries = parse_qs(url.query, keep_blank_values=True)
        event = http_event(
            request.method or "",
            url.path,
            by=self.person,
            query={name: ",".join(each) for name, each in queries.items()},
            raw_query=url.query,
            headers={name.lower(): _plain(value) for name, value in request.headers.items()},
            body=text if body else None,
            is_base64=is_base64,
        )
        told = self.api.handle(event, lambda_context())
        content = told.get("body") or ""
        raw = base64.b64decode(content) if told.get("isBase64Encoded") else content.encode()
        answer = HTTPResponse(
            BytesIO(raw), told["headers"], told["statusCode"], preload_content=False
        )
        return self.build_response(request, answer)


def _as_text(body: bytes) -> tuple[str, bool]:
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _plain(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class WholeCounty:
    """The county with every context, and how it is called."""

    def __init__(self, county: County) -> None:
        self.county = county
        self._gateway, self._session = Gateway(), requests.Session()
        self._session.mount(_HOST, self._gateway)

    def call(self, operation: str, who: str, case: Any) -> Any:
        """Send a case as somebody."""
        self._gateway.api, self._gateway.person = ANSWERED[operation], who
        return case.call(base_url=_HOST, session=self._session)

    def send(
        self, operation: str, who: str, method: str, path: str, body: Any
    ) -> requests.Response:
        """Send a request of the test's own."""
        self._gateway.api, self._gateway.person = ANSWERED[operation], who
        return self._session.request(method, f"{_HOST}{path}", json=body)


@contextmanager
def a_whole_county() -> Iterator[WholeCounty]:
    """Run the county with every context's tables, buckets, queues and topics."""
    with pytest.MonkeyPatch.context() as patched, a_county() as county:
        for remembered in (aws.client, secret.id_hash_key):
            remembered.cache_clear()
        s3, sqs, sns = boto3.client("s3"), boto3.client("sqs"), boto3.client("sns")
        for name in BUCKETS:
            s3.create_bucket(Bucket=name)
            patched.setenv(f"{name.upper()}_BUCKET", name)
            queue = sqs.create_queue(QueueName=name)["QueueUrl"]
            patched.setenv(f"{name.upper().rstrip('S')}_QUEUE_URL", queue)
        patched.setenv("ROBOT_QUEUE_URL", sqs.create_queue(QueueName="robots")["QueueUrl"])
        patched.setenv("NOTICES_KEY", boto3.client("kms").create_key()["KeyMetadata"]["Arn"])
        for tier in ("village", "town", "county"):
            patched.setenv(f"{tier.upper()}_TOPIC_ARN", sns.create_topic(Name=tier)["TopicArn"])
        key = boto3.client("secretsmanager").create_secret(Name="id-hash", SecretString="a key")
        patched.setenv("ID_HASH_SECRET_ARN", key["ARN"])
        # Nobody listens there: a robot that is tried says so, and nothing leaves the machine.
        patched.setenv("WECOM_URL", "https://127.0.0.1:9/robot")
        county.appoint(**{who: (str(role), unit) for who, (role, unit) in PERSONAS.items()})
        yield WholeCounty(county)
