"""Values as the JSON a row keeps, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from kernel import clock

Thing = TypeVar("Thing")


def as_json(body: Any) -> str:
    """Write a document with Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def to_document(thing: Any) -> str:
    """Write a record as the JSON a row keeps."""
    return as_json({field.name: _plain(getattr(thing, field.name)) for field in fields(thing)})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and value and hasattr(value[0], "as_told"):
        return [one.as_told() for one in value]
    return value.value if isinstance(value, Enum) else value


def from_document(
    kind: type[Thing], document: str, kinds: Mapping[str, Callable[[Any], Any]]
) -> Thing:
    """Read a record from the JSON a row keeps; `kinds` turn what JSON has no type for."""
    told: dict[str, Any] = json.loads(document)
    return kind(
        **{
            name: kinds[name](value) if value is not None and name in kinds else value
            for name, value in told.items()
        }
    )
