"""The web client's own files, on the API's address: compressed as they were built, kept by the browser, under a strict policy.

It has nothing of the county's but what its environment says. Standard library only.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SITE = Path(__file__).parent / "site"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""What a file may be sent as, best first, and how the build names it then."""
FOR_GOOD, LOOK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


def answer(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer `GET /` and `GET /{proxy+}` of the HTTP API."""
    path = (event.get("pathParameters") or {}).get("proxy") or "index.html"
    sent = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    off = os.environ.get("WEB_CLIENT") == "off"
    if path == "config.json" and not off:
        return _answered(_config(), ".json", sent)
    if path.split("/")[0] in {"v1", "open311"}:
        problem = {"type": "urn:sizhi:problem:not-found", "title": "Not found", "status": 404}
        return _whole(404, "application/problem+json", json.dumps(problem))
    if off or path not in _files() or Path(path).suffix not in TYPES:
        return _whole(404, "text/plain; charset=utf-8", "没有此页 · no such page")
    accepted = {
        one.split(";")[0].strip()
        for one in sent.get("accept-encoding", "").lower().split(",")
        if not one.replace(" ", "").endswith(";q=0")
    }
    for encoding, ending in ENCODINGS:
        if encoding in accepted and path + ending in _files():
            return _answered(_content(path + ending), Path(path).suffix, sent, path, encoding)
    return _answered(_content(path), Path(path).suffix, sent, path)


def _answered(
    content: bytes, suffix: str, sent: dict[str, str], path: str = "", encoding: str = ""
) -> dict[str, Any]:
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {
        "content-type": TYPES[suffix],
        "etag": tag,
        "cache-control": FOR_GOOD if path.startswith("assets/") else LOOK_AGAIN,
        "vary": "accept-encoding",
        **_protection(),
    }
    seen = {one.strip().removeprefix("W/") for one in sent.get("if-none-match", "").split(",")}
    if tag in seen:
        return {"statusCode": 304, "headers": headers}
    if encoding:
        headers["content-encoding"] = encoding
    return {
        "statusCode": 200,
        "headers": headers,
        "body": base64.b64encode(content).decode(),
        "isBase64Encoded": True,
    }


def _whole(status: int, kind: str, body: str) -> dict[str, Any]:
    headers = {"content-type": kind, "cache-control": "no-store", **_protection()}
    return {"statusCode": status, "headers": headers, "body": body}


@functools.cache
def _files() -> frozenset[str]:
    return frozenset(
        path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file()
    )


@functools.cache
def _content(path: str) -> bytes:
    return (SITE / path).read_bytes()


@functools.cache
def _config() -> bytes:
    """Return what the client has to know of the county, as the parameters of the template say it."""
    said = {
        "county_code": "COUNTY_CODE",
        "county_name": "COUNTY_NAME",
        "issuer": "WEB_ISSUER",
        "client_id": "WEB_CLIENT_ID",
        "scope": "WEB_SCOPE",
        "icp": "ICP_NUMBER",
        "contact": "CONTACT",
        "map_number": "MAP_NUMBER",
    }
    told = {name: os.environ.get(variable, "") for name, variable in said.items()}
    return json.dumps(told, ensure_ascii=False).encode()


@functools.cache
def _protection() -> dict[str, str]:
    """Return the headers that let the page reach the API, the provider it signs in with, the bucket of photos, and nothing else."""
    media = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("MEDIA_ORIGIN", "")
    told = (os.environ.get("WEB_ISSUER", ""), *os.environ.get("SIGN_IN_ORIGINS", "").split(","))
    parts = (urlsplit(one.strip()) for one in told)
    sign_in = {f"{part.scheme}://{part.netloc}" for part in parts if part.netloc}
    policy = {
        "default-src": "'self'",
        "img-src": f"'self' data: blob: {media}",
        "media-src": f"'self' blob: {media}",
        "connect-src": " ".join(["'self'", media, *sorted(sign_in)]),
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {of}" for name, of in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(self), geolocation=(self), microphone=(self)",
    }
