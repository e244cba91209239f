"""Where a notice stands on its way."""

from __future__ import annotations

from enum import StrEnum


class Delivery(StrEnum):
    """Where one notice stands.

    `held` it waits for the end of the quiet hours of its tier; `queued` it waits for its robot;
    `pending` a try was begun; `sent` SNS or the robot took it; `failed` the last try failed and
    another follows; `stale` what it asks for was done before it could be sent; `dropped` its robot
    is dead or removed, or would not have it.
    """

    HELD = "held"
    QUEUED = "queued"
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"
    DROPPED = "dropped"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be sent."""
        return self in (Delivery.SENT, Delivery.STALE, Delivery.DROPPED)
