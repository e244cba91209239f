"""A version of a document that a county sets, as it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from kernel.record import record

PACKAGED = "packaged"
"""Who set what nobody has set."""

Value = TypeVar("Value")


@record
class InForce(Generic[Value]):
    """One version: what it says as rules read it and as it was sent, who set it, and when (packaged: `PACKAGED`, and no instant)."""

    version: int
    value: Value
    document: Mapping[str, Any]
    set_by: str
    set_at: str
