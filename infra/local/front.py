"""The one address of the local county, on loopback: the page at `/`, the API at `/v1`, Swagger UI at `/docs/`, signing in at `/idp/`.

What is asked of page and API goes on to the local cloud, so that they have one origin, as on AWS, and the deployed API needs no CORS
settings. Whoever is picked on the page of Swagger UI is whose token is added there; the web client signs in by itself, at the
stand-in of `infra.local.sign_in`. The files of Swagger UI are those that Powertools carries.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections.abc import Callable, Mapping
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from infra.local.cloud import HOST, ROOT
from infra.local.sign_in import Answer, SignIn, Somebody

OPENAPI = ROOT / "docs" / "openapi.json"
BUNDLE = files("aws_lambda_powertools.event_handler.openapi") / "swagger_ui"
PERSONA = "X-Sizhi-Persona"
"""Says who is picked. A page of another origin cannot send it: the browser asks first, and this server answers no such question."""

Passed = tuple[int, http.client.HTTPMessage, bytes]
"""What was answered to what was passed on: status, headers, content."""
_HOP_BY_HOP = {
    "connection",
    "transfer-encoding",
    "content-length",
    "keep-alive",
    "host",
    "server",
    "date",
}
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Sizhi 四治 · API</title>
<link rel="stylesheet" href="swagger-ui.min.css">
<style>header {{ font: 16px sans-serif; padding: 12px 20px; background: #eef3ee; position: sticky; top: 0; z-index: 9 }}</style></head>
<body><header><label>以谁的身份 · as <select id="who"><option value="">不登录 · nobody</option>{people}</select></label></header>
<div id="ui"></div><script src="swagger-ui-bundle.min.js"></script>
<script>
const who = document.getElementById("who");
who.value = sessionStorage.getItem("who") || "";
who.onchange = () => sessionStorage.setItem("who", who.value);
SwaggerUIBundle({{url: "openapi.json", dom_id: "#ui", deepLinking: true, docExpansion: "none", filter: true,
  requestInterceptor: request => {{ if (who.value) request.headers["{header}"] = who.value; return request; }}}});
</script></body></html>"""


class Front:
    """Serves everything at `url` until it is closed.

    Parameters
    ----------
    people
        Who may be picked, by name: on the page of Swagger UI, and when signing in.
    """

    def __init__(self, api_url: str, people: Mapping[str, Somebody], port: int = 0) -> None:
        self._server = _Server((HOST, port), _Handler)
        self.origin = f"http://{HOST}:{self._server.server_address[1]}"
        self.url = self.origin + "/"
        self.sign_in = SignIn(self.origin, people)
        self._server.RequestHandlerClass = type(
            "Handler",
            (_Handler,),
            {"api": urlsplit(api_url), "people": people, "sign_in": self.sign_in, "kept": {}},
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def _page(people: Mapping[str, Somebody]) -> bytes:
    options = "".join(f"<option>{escape(name)}</option>" for name in people)
    return _PAGE.format(people=options, header=PERSONA).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes on to another page takes its connection along.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: ClassVar[SplitResult]
    people: ClassVar[Mapping[str, Somebody]]
    sign_in: ClassVar[SignIn]
    kept: ClassVar[dict[tuple[str, str], Passed]]
    """Files of the page that never change, by address and encodings: no function starts for one that was asked for before."""

    def answer(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/idp/"):
            self._sign_in(path)
        elif path == "/config.json":
            self._configure()
        elif path == "/docs":
            self._send(Answer(302, headers={"Location": "/docs/"}))
        elif path == "/docs/":
            self._send(Answer(200, "text/html; charset=utf-8", _page(self.people)))
        elif path == "/docs/openapi.json" and OPENAPI.exists():
            definition = json.loads(OPENAPI.read_text()) | {"servers": [{"url": "/"}]}
            self._send(Answer(200, "application/json", json.dumps(definition).encode()))
        elif path in {"/docs/swagger-ui.min.css", "/docs/swagger-ui-bundle.min.js"}:
            kind = "text/css" if path.endswith("css") else "text/javascript"
            content = (BUNDLE / path.removeprefix("/docs/")).read_bytes()
            self._send(Answer(200, kind, content))
        else:
            self._pass_on()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the base class names them so

    def _sign_in(self, path: str) -> None:
        query, body = urlsplit(self.path).query, self._body().decode()
        self._send(self.sign_in.answer(self.command, path, query, body))

    def _configure(self) -> None:
        """Give what the county says of itself, but for where one signs in: on this machine that is here."""
        status, headers, content = self._asked({})
        if status != http.client.OK:
            self._send(Answer(status, headers.get("Content-Type", ""), content))
            return
        told = json.loads(content) | {"issuer": self.sign_in.issuer}
        self._send(Answer(200, "application/json", json.dumps(told, ensure_ascii=False).encode()))

    def _pass_on(self) -> None:
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in {*_HOP_BY_HOP, PERSONA.lower()}
        }
        somebody = self.people.get(self.headers.get(PERSONA, ""))
        if somebody:
            headers["Authorization"] = f"Bearer {somebody.token}"
        status, answered, content = self._known_or_asked(headers)
        self.send_response(status)
        for name, value in answered.items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self._end(status, content)

    def _known_or_asked(self, headers: Mapping[str, str]) -> Passed:
        if self.command != "GET" or not self.path.startswith("/assets/"):
            return self._asked(headers)
        key = (self.path, self.headers.get("Accept-Encoding", ""))
        passed = self.kept.get(key) or self._asked(headers)
        if "immutable" in passed[1].get("Cache-Control", ""):
            self.kept[key] = passed
        return passed

    def _asked(self, headers: Mapping[str, str]) -> Passed:
        body = self._body()
        connection = http.client.HTTPConnection(self.api.netloc, timeout=60)
        try:
            connection.request(self.command, self.api.path + self.path, body or None, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.kind:
            self.send_header("Content-Type", answer.kind)
        for name, value in (answer.headers or {}).items():
            self.send_header(name, value)
        self._end(answer.status, answer.content)

    def _end(self, status: int, content: bytes) -> None:
        if status not in {http.client.NO_CONTENT, http.client.NOT_MODIFIED}:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    log_message: Callable[..., None] = lambda self, *parts: None  # noqa: ARG005 - no access log
