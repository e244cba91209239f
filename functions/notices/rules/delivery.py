"""Where a notice stands on its way."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kernel.record import record


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


@record
class Delivered:
    """Where one notice stands, as its record tells it.

    Attributes
    ----------
    origin
        The unit its entry is about: whose officers may read the record.
    robot_id
        By which robot; None: through the tier's topic.
    release_at
        Until when it is held.
    """

    notice_id: str
    seq: int
    case_code: str
    event: str
    tier: str
    unit: str
    origin: str
    state: str
    tries: int
    happened_at: datetime
    updated_at: datetime
    robot_id: str | None = None
    message_id: str | None = None
    release_at: datetime | None = None
