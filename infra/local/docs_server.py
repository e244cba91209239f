"""Swagger UI for `docs/openapi.json` beside the local cloud, on loopback.

Requests tried out on the page go through this server to the API, so that page and API have one origin and the deployed
API needs no CORS settings for it. Whoever is picked on the page is whose token the server adds; no token ever reaches the browser. The
page's files are those that Powertools carries.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from infra.local.cloud import HOST, ROOT

OPENAPI = ROOT / "docs" / "openapi.json"
BUNDLE = files("aws_lambda_powertools.event_handler.openapi") / "swagger_ui"
PERSONA = "X-Sizhi-Persona"
"""Says who is picked. A page of another origin cannot send it: the browser asks first, and this server answers no such question."""

_FORWARDED = ("/v1/", "/open311/")
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}
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


class DocsServer:
    """Serves the page at `url` until it is closed.

    Parameters
    ----------
    tokens
        The token of each persona that may be picked.
    """

    def __init__(self, api_url: str, tokens: Mapping[str, str], port: int = 0) -> None:
        handler = type("Handler", (_Handler,), {"api": urlsplit(api_url), "tokens": tokens})
        self._server = ThreadingHTTPServer((HOST, port), handler)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def _page(tokens: Mapping[str, str]) -> bytes:
    people = "".join(f"<option>{escape(name)}</option>" for name in tokens)
    return _PAGE.format(people=people, header=PERSONA).encode()


class _Handler(BaseHTTPRequestHandler):
    api: ClassVar[SplitResult]
    tokens: ClassVar[Mapping[str, str]]

    def answer(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith(_FORWARDED):
            self._ask_the_api()
        elif path == "/":
            self._send("text/html; charset=utf-8", _page(self.tokens))
        elif path == "/openapi.json" and OPENAPI.exists():
            definition = json.loads(OPENAPI.read_text()) | {"servers": [{"url": "/"}]}
            self._send("application/json", json.dumps(definition).encode())
        elif path in {"/swagger-ui.min.css", "/swagger-ui-bundle.min.js"}:
            kind = "text/css" if path.endswith("css") else "text/javascript"
            self._send(kind, (BUNDLE / path[1:]).read_bytes())
        else:
            self.send_error(404)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the base class names them so

    def _ask_the_api(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in {*_HOP_BY_HOP, PERSONA.lower()}
        }
        token = self.tokens.get(self.headers.get(PERSONA, ""))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection(self.api.netloc, timeout=60)
        try:
            connection.request(self.command, self.api.path + self.path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    log_message: Callable[..., None] = lambda self, *parts: None  # noqa: ARG005 - no access log
