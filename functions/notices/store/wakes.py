"""Which robots have something to do, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from kernel import clock
from kernel.ids import new_id
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.rows import Key, Row, Write
from kernel.storage.unit_of_work import write_unless_moved
from notices.store.rows import BY_QUEUE, NoticesMeta

_AWAKE = "WAKE"
# The index shows by then what was lined up.
_LOOK_AGAIN = timedelta(minutes=1)
_A_PAGE = 100


class WakeRow(Row):
    """When a robot has something to do: `ROBOT#{id}` / `WAKE`, in the index while it has."""

    class Meta(NoticesMeta):
        """The notices' table."""

    robot_id = UnicodeAttribute()
    stamp = UnicodeAttribute()
    set_at = UnicodeAttribute()
    queue = UnicodeAttribute(null=True)
    position = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, robot_id: str) -> Key:
        """Return where it is."""
        return Key(cls, f"ROBOT#{robot_id}", "WAKE")


def wake(robot_id: str, at: datetime | None = None) -> WakeRow:
    """Return the row that says that a robot has something to do, now or at an instant."""
    now = clock.now()
    key = WakeRow.key(robot_id)
    return WakeRow(
        key.pk,
        key.sk,
        robot_id=robot_id,
        stamp=new_id(now),
        set_at=clock.iso(now),
        queue=_AWAKE,
        position=f"{clock.iso(at or now)}#{robot_id}",
    )


def wakes(robot_ids: Iterable[str]) -> list[Write]:
    """Return the writes that say that robots have something to do now."""
    return [Write(wake(robot_id)) for robot_id in sorted(set(robot_ids))]


def seen_awake(robot_id: str) -> WakeRow | None:
    """Return when a robot has something to do (consistent read)."""
    return dynamo.read([WakeRow.key(robot_id)], consistent=True)[0]


def awake(until: datetime) -> Iterator[list[str]]:
    """Give the robots that have something to do by an instant, page by page."""
    start: dict[str, Any] | None = None
    while True:
        page = dynamo.query(
            WakeRow,
            ("queue", _AWAKE),
            index=BY_QUEUE,
            within=Range("position", "<", (f"{clock.iso(until)}#~",)),
            limit=_A_PAGE,
            start=start,
        )
        yield [item["robot_id"]["S"] for item in page.items]
        start = page.next_key
        if start is None:
            return


def sleep(seen: WakeRow, until: datetime | None, now: datetime) -> bool:
    """Let a robot rest until an instant, or until something is lined up again (None).

    What was lined up within the last minute may not show in the index yet; then it looks again.

    Returns
    -------
    bool
        False: something was lined up since `seen` was read.
    """
    unchanged = WakeRow.stamp == seen.stamp
    shown_at = clock.from_iso(seen.set_at) + _LOOK_AGAIN
    if until is None and now < shown_at:
        until = shown_at
    seen.queue = _AWAKE if until else None
    seen.position = f"{clock.iso(until)}#{seen.robot_id}" if until else None
    return write_unless_moved([Write(seen, unchanged)])
