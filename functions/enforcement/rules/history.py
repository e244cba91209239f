"""A step of a thing as it is on record."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class HistoryStep(NamedTuple):
    """A step of a thing as it is on record."""

    seq: int
    at: datetime
    event: str
    actor: str
    actor_name: str
    actor_role: str | None
    reason: str | None
