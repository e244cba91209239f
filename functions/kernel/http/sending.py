"""How an answer goes out: compressed where the client can read that, and not at all where the client has it already.

HTTP APIs compress nothing and hold nothing back, so that the function does both. A phone on a bad line that asks again for a list it has
gets a line of headers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

COMPRESSED_FROM = 1024
"""Bytes below which compressing saves no packet."""
CATALOGUE = {"Cache-Control": "private, max-age=300"}
"""Header of what is the same for hours: categories, units, texts. A change is seen five minutes later at most."""
_GZIP = 31
"""zlib's window of 32 KB in the format of gzip (RFC 1952)."""
_LEVEL = 5
_TAGS = re.compile(r'(?:W/)?("[^"]*")')


def sent(answer: dict[str, Any], headers: Mapping[str, str], method: str) -> dict[str, Any]:
    """Return an answer as it goes out to who sent these headers.

    What has no version gets a weak tag of its content: it serves `If-None-Match` alone. A thing's version is no such tag, since what the
    caller may do with it changes without it.
    """
    told: dict[str, str] = answer["headers"]
    raw: bytes = answer["body"].encode(errors="replace")
    told.setdefault("Cache-Control", "no-store")
    if method == "GET" and answer["statusCode"] == HTTPStatus.OK and "ETag" not in told:
        told["ETag"] = _tag_of(raw)
        if _is_among(told["ETag"], headers.get("if-none-match", "")):
            kept = {name: told[name] for name in ("ETag", "Cache-Control")}
            return {**answer, "statusCode": 304, "body": "", "headers": {**kept, "Vary": _VARY}}
    # What is in base64 already is a workbook or the like, compressed in itself.
    if len(answer["body"]) >= COMPRESSED_FROM and not answer["isBase64Encoded"]:
        told["Vary"] = _VARY
        if _takes_gzip(headers.get("accept-encoding", "")):
            return _compressed(answer, raw)
    return answer


_VARY = "Accept-Encoding, Accept-Language, Authorization"


def _compressed(answer: dict[str, Any], raw: bytes) -> dict[str, Any]:
    # Both are loaded with the first answer that needs them, not with every function.
    from binascii import b2a_base64
    from zlib import compressobj

    packer = compressobj(_LEVEL, wbits=_GZIP)
    packed = packer.compress(raw) + packer.flush()
    return {
        **answer,
        "headers": {**answer["headers"], "Content-Encoding": "gzip"},
        "body": b2a_base64(packed, newline=False).decode("ascii"),
        "isBase64Encoded": True,
    }


def _takes_gzip(header: str) -> bool:
    """Tell whether a client reads gzip (RFC 9110 section 12.5.3); one that says nothing is sent the text itself."""
    for one in header.lower().split(","):
        coding, _, quality = one.partition(";")
        if coding.strip() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return False


def _tag_of(raw: bytes) -> str:
    return f'W/"{blake2b(raw, digest_size=12).hexdigest()}"'


def _is_among(tag: str, header: str) -> bool:
    """Tell whether a client has what a tag stands for, compared weakly as `If-None-Match` wants (RFC 9110 section 13.1.2)."""
    return header.strip() == "*" or tag.removeprefix("W/") in _TAGS.findall(header)
