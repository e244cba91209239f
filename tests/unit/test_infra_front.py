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

from infra.local.front import PERSONA, Front
from infra.local.sign_in import Somebody


class Asked(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Authorization")))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        if self.path.endswith("-4f2a.js"):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def page() -> Iterator[Front]:
    Asked.seen.clear()
    api = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    server = Front(
        f"http://127.0.0.1:{api.server_address[1]}/stage",
        {"resident": Somebody("t0ken-of-resident", "演示村民")},
    )
    yield server
    server.close()
    api.shutdown()
    api.server_close()


def ask(page: Front, path: str, **headers: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(page.url).netloc, timeout=10)
    connection.request("GET", path, headers=headers)
    return connection.getresponse().read()


def test_the_page_offers_every_persona_and_holds_no_token(page: Front) -> None:
    shown = ask(page, "/docs/").decode()

    assert "<option>resident</option>" in shown
    assert "t0ken" not in shown


def test_whoever_is_picked_is_who_asks(page: Front) -> None:
    ask(page, "/v1/me", **{PERSONA: "resident"})
    ask(page, "/v1/me")
    ask(page, "/v1/me", **{PERSONA: "somebody else"})

    assert Asked.seen == [
        ("/stage/v1/me", "Bearer t0ken-of-resident"),
        ("/stage/v1/me", None),
        ("/stage/v1/me", None),
    ]


def test_a_file_that_never_changes_is_asked_for_once_and_every_other_each_time(page: Front) -> None:
    for path in ("/assets/main-4f2a.js", "/assets/plain.js", "/v1/said-4f2a.js"):
        assert ask(page, path) == ask(page, path) == b"{}"

    asked = [path.removeprefix("/stage") for path, _ in Asked.seen]
    assert asked.count("/assets/main-4f2a.js") == 1
    assert asked.count("/assets/plain.js") == asked.count("/v1/said-4f2a.js") == 2


def test_open311_can_be_tried_as_well(page: Front) -> None:
    ask(page, "/open311/v2/services.json")

    assert Asked.seen == [("/stage/open311/v2/services.json", None)]


def test_the_page_describes_the_api_as_it_is(page: Front) -> None:
    described = json.loads(ask(page, "/docs/openapi.json"))

    assert described["servers"] == [{"url": "/"}]


def test_what_is_no_page_of_this_machine_goes_on_to_the_county(page: Front) -> None:
    ask(page, "/")
    ask(page, "/assets/main.js")

    assert [path for path, _ in Asked.seen] == ["/stage/", "/stage/assets/main.js"]


def test_the_client_is_told_to_sign_in_at_this_address(page: Front) -> None:
    told = json.loads(ask(page, "/config.json"))
    described = json.loads(ask(page, "/idp/.well-known/openid-configuration"))

    assert told["issuer"] == described["issuer"] == page.origin + "/idp"
