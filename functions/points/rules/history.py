"""A step of a thing as it is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class HistoryStep(NamedTuple):
    """A step of a thing as it is on record."""

    seq: int
    at: datetime
    event: str
    actor: str
    actor_name: str
    actor_role: str | None
    reason: str | None
    details: Mapping[str, Any] | None
