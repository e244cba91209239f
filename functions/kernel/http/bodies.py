"""What comes in and goes out: JSON and forms, and how much of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qs

from kernel.problems import MalformedRequest, PayloadTooLarge
from kernel.texts import Text

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PROBLEM_JSON = "application/problem+json"
MAX_BODY_BYTES = 64 * 1024
MAX_DOCUMENT_BYTES = 384 * 1024
"""Of a whole policy, rule book or set of texts: as much as one row holds (400 KB) with what is noted beside it."""
REPLACEMENT = "\ufffd"
_NO_UTF_8 = Text("请求内容不是 UTF-8 文本。", "The body is not UTF-8 text.")
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose body is read; what others carry is nobody's."""


def to_json(body: Any) -> str:
    """Write a body as it goes out."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def body_of(event: Mapping[str, Any], most_bytes: int) -> str:
    """Return the body as text; the gateway hands over in base64 what does not call itself text, forms included."""
    body: str = event.get("body") or ""
    raw = (
        base64.b64decode(body)
        if event.get("isBase64Encoded")
        else body.encode(errors="surrogatepass")
    )
    if len(raw) > most_bytes:
        most = most_bytes // 1024
        raise PayloadTooLarge(
            Text(f"请求内容不得超过 {most} KB。", f"The body may have at most {most} KB.")
        )
    try:
        text = raw.decode() if event.get("isBase64Encoded") else body
    except UnicodeDecodeError as fault:
        raise MalformedRequest(_NO_UTF_8) from fault
    if REPLACEMENT in text:
        # The gateway puts it where it could not read what was sent; what was meant is lost.
        raise MalformedRequest(_NO_UTF_8)
    return text


def from_json(text: str) -> Any:
    """Read JSON as RFC 8259 has it; whatever cannot be read raises `JSONDecodeError`."""

    def refuse(constant: str) -> NoReturn:
        raise json.JSONDecodeError(f"{constant} is not JSON (RFC 8259 section 6)", text, 0)

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as fault:
        # Numbers of thousands of digits and nests of thousands of brackets are nobody's report.
        raise json.JSONDecodeError(str(fault), text, 0) from fault


def from_form(text: str) -> dict[str, str | list[str]]:
    """Read a form: text each, a list where a name comes more than once."""
    # Forms send a blank for what nobody filled in: it is not there.
    try:
        fields = parse_qs(text, errors="strict")
    except ValueError as fault:
        raise MalformedRequest(
            Text("请求内容不是有效的表单。", "The body is not a valid form.")
        ) from fault
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
