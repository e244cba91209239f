"""Connections to one AWS endpoint, kept open between requests: HTTP as the standard library speaks it.

botocore's transport brings urllib3, sessions and handlers along, a quarter of a cold start, of which posting JSON needs nothing. It is
taken all the same where a proxy or a bundle of certificates is set, which no function has. Faults are botocore's, whoever sends.
"""

from __future__ import annotations

import os
import select
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import botocore
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)

PACKED_ROOTS: Final = Path(__file__).parents[1] / "roots"
"""The roots as a directory that is looked up by name (`infra/roots.py`); there is none where the code runs from its sources."""
_BUNDLES: Final = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
_PROXIES: Final = (
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
)


class Answer(NamedTuple):
    """What came back; botocore's own answers have the same attributes."""

    status_code: int
    headers: Any
    content: bytes


class Patience(NamedTuple):
    """How long an endpoint is waited for, in seconds."""

    connect: float
    read: float


Send = Callable[[Mapping[str, str], bytes], Answer]


def transport_to(url: str, patience: Patience) -> Send:
    """Return what posts headers and a body to an endpoint."""
    if any(os.environ.get(name) for name in (*_BUNDLES, *_PROXIES)):
        return _through_botocore(url, patience)
    return Connections(url, patience).send


class Connections:
    """Open connections to an endpoint.

    Raises
    ------
    BotoCoreError
        There was no answer. Whether the request arrived is unknown, unless it is an `EndpointConnectionError` or a `ConnectTimeoutError`.
    """

    def __init__(self, url: str, patience: Patience) -> None:
        parts = urlsplit(url)
        self._url, self._patience = url, patience
        self._secure, self._at = parts.scheme == "https", parts.netloc
        self._path = parts.path or "/"
        self._idle: list[HTTPConnection] = []

    def send(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post and return the answer."""
        connection = self._take()
        try:
            connection.request("POST", self._path, body, dict(headers))
            answer = connection.getresponse()
            came = Answer(answer.status, answer.headers, answer.read())
        except TimeoutError as fault:
            connection.close()
            raise ReadTimeoutError(endpoint_url=self._url, error=fault) from fault
        except (HTTPException, OSError) as fault:
            connection.close()
            raise ConnectionClosedError(endpoint_url=self._url, error=fault) from fault
        except BaseException:
            # Whoever was cut off in the middle leaves an answer behind that is not the next one's.
            connection.close()
            raise
        if not answer.will_close:
            self._idle.append(connection)
        return came

    def _take(self) -> HTTPConnection:
        while self._idle:
            connection = self._idle.pop()
            if not _is_over(connection):
                return connection
            connection.close()
        try:
            return self._connected(roots())
        except SSLError:
            if not PACKED_ROOTS.is_dir():
                raise
        # A root that came after this was packed: the runtime's own file is as new as the runtime.
        roots().load_verify_locations(_file_of_roots())
        return self._connected(roots())

    def _connected(self, context: ssl.SSLContext) -> HTTPConnection:
        connect, read = self._patience
        connection = (
            HTTPSConnection(self._at, timeout=connect, context=context)
            if self._secure
            else HTTPConnection(self._at, timeout=connect)
        )
        try:
            connection.connect()
        except ssl.SSLError as fault:
            raise SSLError(endpoint_url=self._url, error=fault) from fault
        except TimeoutError as fault:
            raise ConnectTimeoutError(endpoint_url=self._url, error=fault) from fault
        except OSError as fault:
            raise EndpointConnectionError(endpoint_url=self._url, error=fault) from fault
        connection.sock.settimeout(read)
        return connection


@cache
def roots() -> ssl.SSLContext:
    """Return what connections are checked against: host names, and the roots that botocore trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if PACKED_ROOTS.is_dir():
        context.load_verify_locations(capath=str(PACKED_ROOTS))
    else:
        context.load_verify_locations(_file_of_roots())
    return context


def _file_of_roots() -> str:
    return str(Path(botocore.__file__).with_name("cacert.pem"))


def _is_over(connection: HTTPConnection) -> bool:
    """Whether the other side has closed a connection in the meantime: it is readable although nothing was asked."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


def _through_botocore(url: str, patience: Patience) -> Send:
    from botocore.awsrequest import AWSPreparedRequest, HeadersDict
    from botocore.httpsession import URLLib3Session
    from botocore.utils import get_environ_proxies

    settings: dict[str, Any] = {
        "verify": os.environ.get(_BUNDLES[0]) or os.environ.get(_BUNDLES[1]) or True,
        "proxies": get_environ_proxies(url),
        "timeout": patience,
    }
    session = URLLib3Session(**settings)

    def send(headers: Mapping[str, str], body: bytes) -> Any:
        prepared: Any = HeadersDict(headers)
        return session.send(AWSPreparedRequest("POST", url, prepared, body, False))

    return send
