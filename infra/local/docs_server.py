"""Swagger UI for `docs/openapi.json` beside the local cloud, on loopback.

Requests tried out on the page go through this server to the API, so that page and API have one origin and the deployed
API needs no CORS settings for it. The page's files are those that Powertools carries.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from urllib.parse import urlsplit

from infra.local.cloud import HOST, ROOT

OPENAPI = ROOT / "docs" / "openapi.json"
BUNDLE = files("aws_lambda_powertools.event_handler.openapi") / "swagger_ui"
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Sizhi 四治 · API</title>
<link rel="stylesheet" href="swagger-ui.min.css"></head>
<body><div id="ui"></div><script src="swagger-ui-bundle.min.js"></script>
<script>SwaggerUIBundle({url: "openapi.json", dom_id: "#ui", persistAuthorization: true, deepLinking: true})</script>
</body></html>"""
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


class DocsServer:
    """Serves the page at `url` until it is closed."""

    def __init__(self, api_url: str, port: int = 0) -> None:
        self._server = ThreadingHTTPServer((HOST, port), _handler(api_url))
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def _handler(api_url: str) -> type[BaseHTTPRequestHandler]:
    api = urlsplit(api_url)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            path = urlsplit(self.path).path
            if path.startswith("/v1/"):
                self._ask_the_api()
            elif path == "/":
                self._send("text/html; charset=utf-8", PAGE.encode())
            elif path == "/openapi.json" and OPENAPI.exists():
                definition = json.loads(OPENAPI.read_text()) | {"servers": [{"url": "/"}]}
                self._send("application/json", json.dumps(definition).encode())
            elif path in {"/swagger-ui.min.css", "/swagger-ui-bundle.min.js"}:
                kind = "text/css" if path.endswith("css") else "text/javascript"
                self._send(kind, (BUNDLE / path[1:]).read_bytes())
            else:
                self.send_error(404)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the base class names them so

        def _ask_the_api(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in HOP_BY_HOP
            }
            connection = http.client.HTTPConnection(api.netloc, timeout=60)
            try:
                connection.request(self.command, api.path + self.path, body or None, headers)
                answer = connection.getresponse()
                content = answer.read()
            finally:
                connection.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
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

    return Handler
