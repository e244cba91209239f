"""Cursors: where the next page starts, opaque to the client and bound to the list it came from."""

from __future__ import annotations

import base64
import json
from typing import Any

from kernel.problems import InvalidFields
from kernel.texts import Text

DEFAULT_LIMIT = 25
MAX_LIMIT = 100

_WRONG_CURSOR = Text(
    "翻页位置无效，请从第一页重新查询。",
    "This cursor is not valid for this list; start from the first page.",
)


def wrong_cursor() -> InvalidFields:
    """Return the refusal of a cursor that does not belong to the list asked for."""
    return InvalidFields.one("cursor", _WRONG_CURSOR)


def encode(listing: str, next_key: dict[str, Any] | None) -> str | None:
    """Return the cursor of the next page, or None after the last one.

    Parameters
    ----------
    listing
        Names the list and all its filters: a cursor of one list is refused by another.
    next_key
        DynamoDB's `LastEvaluatedKey`, all attributes strings.
    """
    if not next_key:
        return None
    plain = {name: value["S"] for name, value in next_key.items()}
    text = json.dumps([listing, plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(listing: str, cursor: str | None) -> dict[str, Any] | None:
    """Return the key a cursor stands for.

    Raises
    ------
    InvalidFields
        The cursor was not made by `encode` for this `listing`.
    """
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, plain = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_for != listing or not plain:
            raise ValueError("cursor of another list")
        key = {str(name): {"S": value} for name, value in plain.items()}
        if not all(isinstance(value["S"], str) and value["S"] for value in key.values()):
            raise ValueError("not a key")
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise wrong_cursor() from fault
    return key
