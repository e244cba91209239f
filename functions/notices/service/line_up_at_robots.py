"""Let notices wait for their robots, and wake these."""

from __future__ import annotations

from collections.abc import Sequence

from notices.rules.entries import Entry
from notices.store import deliveries, queues, wakes
from notices.store.deliveries import DeliveryRow
from notices.store.hints import hint


def line_up_at_robots(rows: Sequence[DeliveryRow], entry: Entry | None = None) -> None:
    """Let notices wait for their robots, and wake these.

    Raises
    ------
    NoticeMoved
        Somebody else is at one of them.
    """
    robot_ids = sorted({row.robot_id for row in rows if row.robot_id})
    deliveries.write_as_read([*queues.line_up(rows, entry), *wakes.wakes(robot_ids)])
    hint(robot_ids)
