"""WeCom as a group robot meets it: an HTTP server on loopback with its limits and its error codes."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

MOST_A_MINUTE = 20
MOST_BYTES = {"text": 2048, "markdown": 4096}
PATH = "/cgi-bin/webhook/send"


class Wecom:
    """What WeCom knows and was told.

    Attributes
    ----------
    keys
        The webhooks that exist.
    groups
        What each webhook's group has read, in order.
    answers
        The error codes of every answer, in order.
    next_faults
        What goes wrong with the next requests: an error code, an HTTP status (`http-502`), or
        `lost`: the message arrives, the answer does not.
    """

    def __init__(self, *keys: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.keys = set(keys)
        self.groups: defaultdict[str, list[str]] = defaultdict(list)
        self.answers: list[int] = []
        self.next_faults: deque[int | str] = deque()
        self.url = ""
        self._now = now
        self._taken: defaultdict[str, list[datetime]] = defaultdict(list)
        self._lock = Lock()

    def receive(self, key: str, body: bytes) -> tuple[int, int | None]:
        """Take a message; return HTTP status and error code (None: no answer arrives)."""
        with self._lock:
            fault = self.next_faults.popleft() if self.next_faults else 0
            if isinstance(fault, str) and fault.startswith("http-"):
                return int(fault.removeprefix("http-")), 0
            errcode = fault if isinstance(fault, int) and fault else self._judge(key, body)
            self.answers.append(errcode)
            return 200, None if fault == "lost" else errcode

    def _judge(self, key: str, body: bytes) -> int:
        if key not in self.keys:
            return 93000
        said: Any = json.loads(body)
        kind = said.get("msgtype")
        if kind not in MOST_BYTES:
            return 40008
        content: str = said.get(kind, {}).get("content", "")
        if not content:
            return 44004
        if len(content.encode()) > MOST_BYTES[kind]:
            return 40058
        now = self._now()
        recent = [one for one in self._taken[key] if now - one < timedelta(minutes=1)]
        if len(recent) >= MOST_A_MINUTE:
            return 45009
        self._taken[key] = [*recent, now]
        self.groups[key].append(content)
        return 0

    @contextmanager
    def running(self, port: int = 0) -> Iterator[Wecom]:
        """Serve on loopback, on a free port unless one is named, until the context ends."""
        wecom = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, errcode = 404, 0
                if parts.path == PATH:
                    status, told = wecom.receive(parse_qs(parts.query).get("key", [""])[0], body)
                    if told is None:
                        self.close_connection = True
                        return
                    errcode = told
                answer = json.dumps({"errcode": errcode, "errmsg": "ok" if not errcode else "no"})
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}{PATH}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
