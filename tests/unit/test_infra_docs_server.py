"""The page on which the API is tried: whoever is picked is who asks, and no token goes to the browser."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest

from infra.local.docs_server import PERSONA, DocsServer


class Asked(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Authorization")))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def page() -> Iterator[DocsServer]:
    Asked.seen.clear()
    api = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    server = DocsServer(
        f"http://127.0.0.1:{api.server_address[1]}/stage", {"resident": "t0ken-of-resident"}
    )
    yield server
    server.close()
    api.shutdown()
    api.server_close()


def ask(page: DocsServer, path: str, **headers: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(page.url).netloc, timeout=10)
    connection.request("GET", path, headers=headers)
    return connection.getresponse().read()


def test_the_page_offers_every_persona_and_holds_no_token(page: DocsServer) -> None:
    shown = ask(page, "/").decode()

    assert "<option>resident</option>" in shown
    assert "t0ken" not in shown


def test_whoever_is_picked_is_who_asks(page: DocsServer) -> None:
    ask(page, "/v1/me", **{PERSONA: "resident"})
    ask(page, "/v1/me")
    ask(page, "/v1/me", **{PERSONA: "somebody else"})

    assert Asked.seen == [
        ("/stage/v1/me", "Bearer t0ken-of-resident"),
        ("/stage/v1/me", None),
        ("/stage/v1/me", None),
    ]


def test_open311_can_be_tried_as_well(page: DocsServer) -> None:
    ask(page, "/open311/v2/services.json")

    assert Asked.seen == [("/stage/open311/v2/services.json", None)]


def test_the_page_describes_the_api_as_it_is(page: DocsServer) -> None:
    described = json.loads(ask(page, "/openapi.json"))

    assert described["servers"] == [{"url": "/"}]
