"""How soon a page can be used on a bad line: the built client in a real Chromium, throttled through its DevTools protocol.

The client's files are served by the very function that serves them in the cloud, signing in by the local stand-in, and the API by answers that
are as empty as they may be: what is measured is the client, its files and the round trips it makes. `python -m tests.bench.slow_lines`.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, expect

from infra.local.cloud import HOST
from infra.local.front import Front
from infra.local.sign_in import Somebody
from infra.web import WEB, built
from tests.web.browser import chromium

TIMES = 3
"""So often is each page opened; the figure is the median."""
PATIENCE = 120_000
GRID = "140426106201001"

_UNKEPT = """async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
"""Forgets what the page keeps on the phone for a later visit; who has signed in stays."""


class Profile(NamedTuple):
    """A line and a phone (WEB, budgets): bits a second both ways, milliseconds there and back, how many times slower than this machine."""

    name: str
    bits: int
    latency: int
    slower: int
    first: float
    """Seconds in which a page should be usable at the first visit."""
    later: float


PROFILES = (
    Profile("50 kbit/s, 800 ms, CPU ÷ 6", 50_000, 800, 6, 15, 2),
    Profile("slow 3G (400 kbit/s, 400 ms), CPU ÷ 4", 400_000, 400, 4, 4, 2),
)


class Kind(NamedTuple):
    """A kind of page: who opens which, and what has to be there to use it."""

    name: str
    role: str | None
    unit: str
    place: str
    usable: str
    size: ViewportSize


_PHONE: ViewportSize = {"width": 360, "height": 740}
_DESK: ViewportSize = {"width": 1440, "height": 900}
KINDS = (
    Kind("public", None, "", "track", "main input", _PHONE),
    Kind("field", "grid_worker", GRID, "report", "main textarea", _PHONE),
    Kind("resident", "resident", GRID, "ideas", "main textarea", _PHONE),
    Kind("desk", "village_officer", GRID[:12], "queue", "main .card, main .filters", _DESK),
)


class Opened(NamedTuple):
    """What it took to open a page: seconds until it could be used, bytes that came over the line."""

    kind: str
    profile: str
    visit: str
    seconds: float
    bytes: int
    budget: float

    @property
    def is_met(self) -> bool:
        """Whether it was usable in time."""
        return self.seconds <= self.budget


def measure() -> list[Opened]:
    """Open a page of each kind over each line, for the first time and again."""
    with _served() as fronts, chromium() as browser:
        return [
            opened
            for profile in PROFILES
            for kind in KINDS
            for opened in _of(browser, fronts[kind.name], kind, profile)
        ]


def _of(browser: Browser, front: Front, kind: Kind, profile: Profile) -> Iterator[Opened]:
    first: list[tuple[float, int]] = []
    later: list[tuple[float, int]] = []
    for _ in range(TIMES):
        context = _ready(browser, front, kind)
        page = context.new_page()
        line = context.new_cdp_session(page)
        _forget(line)
        first.append(_open(page, line, front, kind, profile))
        page.wait_for_function(
            "async () => !!(await navigator.serviceWorker.ready) && !!(await caches.match('/'))",
            timeout=PATIENCE,
        )
        later.append(_open(page, line, front, kind, profile))
        context.close()
    for visit, taken, budget in (("first", first, profile.first), ("later", later, profile.later)):
        seconds, carried = median(one for one, _ in taken), median(one for _, one in taken)
        yield Opened(kind.name, profile.name, visit, seconds, int(carried), budget)


def _ready(browser: Browser, front: Front, kind: Kind) -> BrowserContext:
    """Return a browser that has signed in on a good line and then forgotten the files."""
    context = browser.new_context(viewport=kind.size, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    if kind.role:
        page = context.new_page()
        page.goto(front.url)
        page.locator("header").get_by_role("button", name="登录").click()
        page.locator(f'button[value="{kind.role}"]').click()
        expect(page.get_by_role("button", name="退出")).to_be_visible()
        _forget(context.new_cdp_session(page))
        page.evaluate(_UNKEPT)
        kept = page.evaluate("JSON.stringify({...sessionStorage})")
        page.close()
        # A desk keeps its session in the tab; the measured tab goes on with it.
        context.add_init_script(
            f"for (const [name, value] of Object.entries({kept})) "
            "sessionStorage.getItem(name) ?? sessionStorage.setItem(name, value)"
        )
    return context


def _forget(line: CDPSession) -> None:
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")


def _open(
    page: Page, line: CDPSession, front: Front, kind: Kind, profile: Profile
) -> tuple[float, int]:
    carried: list[int] = []
    line.on("Network.loadingFinished", lambda told: carried.append(int(told["encodedDataLength"])))
    page.goto("about:blank")
    a_second = profile.bits / 8
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": profile.latency,
            "downloadThroughput": a_second,
            "uploadThroughput": a_second,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": profile.slower})
    started = time.monotonic()
    page.goto(f"{front.url}#/{kind.place}", wait_until="commit")
    page.locator(kind.usable).first.wait_for(state="visible")
    seconds = time.monotonic() - started
    total = sum(carried)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    return seconds, total


@contextmanager
def _served() -> Iterator[Mapping[str, Front]]:
    """Serve the built client before an API that has nothing, once for each kind of person."""
    function = _function()
    servers: list[ThreadingHTTPServer] = []
    fronts: dict[str, Front] = {}
    for kind in KINDS:
        handler = type("Handler", (_Stub,), {"function": staticmethod(function), "kind": kind})
        server = ThreadingHTTPServer((HOST, 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        people = {kind.role: Somebody("a.b.c", kind.role)} if kind.role else {}
        fronts[kind.name] = Front(f"http://{HOST}:{server.server_address[1]}", people)
    try:
        yield fronts
    finally:
        for front in fronts.values():
            front.close()
        for server in servers:
            server.shutdown()
            server.server_close()


def _function() -> Any:
    """Return the function that serves the client, over what is built now."""
    spec = importlib.util.spec_from_file_location("web_handler", WEB / "serve" / "handler.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["SITE"] = built() / "site"
    # What the template's parameters say in a county; who signs in is somebody's client.
    os.environ.update({"WEB_CLIENT_ID": "bench", "WEB_SCOPE": "openid"})
    return module.answer


class _Stub(BaseHTTPRequestHandler):
    """The client's files as in the cloud, and an API that knows who one is and has nothing."""

    function: Any
    kind: Kind

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            told = json.dumps(self._me() if path == "/v1/me" else _NOTHING).encode()
            self._send(200, {"Content-Type": "application/json"}, told)
            return
        event = {"pathParameters": {"proxy": path[1:]}, "headers": dict(self.headers)}
        answer = self.function(event, None)
        body = answer.get("body", "")
        content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        self._send(answer["statusCode"], answer["headers"], content)

    def do_POST(self) -> None:
        self._send(200, {"Content-Type": "application/json"}, b'{"results": []}')

    def _me(self) -> dict[str, Any]:
        post = {
            "post_id": "p",
            "role": self.kind.role,
            "role_name": self.kind.role,
            "unit": self.kind.unit,
            "unit_name": "庄头村",
            "valid_from": "2026-01-01",
            "valid_to": None,
        }
        return {"person_id": "p", "name": "演示", "phone": None, "household": None, "posts": [post]}

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it is called by
        """Say nothing."""


_NOTHING: dict[str, Any] = {
    "items": [],
    "next_cursor": None,
    "findings": [],
    "to_accept": 0,
    "due_today": 0,
    "overdue": 0,
    "ordered": 0,
    "incidents": [],
    "units": [],
    "rounds": [],
    "cursor": None,
}


def page(opened: list[Opened]) -> list[str]:
    """Return the figures as lines of a page."""
    return [
        (
            "The built client in Chromium, its line and processor throttled (`python -m tests.bench.slow_lines`): until a page can be used, "
            f"the median of {TIMES}; the first visit fetches everything, the later finds the files on the phone. Bytes are what came over "
            "the line. What a first visit may weigh is checked by every build (`infra/web.py`)."
        ),
        "",
        "| line | page | visit | seconds | budget | KB | |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {one.profile} | {one.kind} | {one.visit} | {one.seconds:.1f} | {one.budget:g} | {one.bytes / 1000:.1f} "
            f"| {'met' if one.is_met else 'missed'} |"
            for one in opened
        ),
    ]


if __name__ == "__main__":
    print("\n".join(page(measure())))
