"""What waits: for the end of quiet hours, or for a robot. Both are queues in the index `by_queue`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.rows import Write
from notices.rules.delivery import Delivery
from notices.rules.entries import Entry, write_entry
from notices.store.deliveries import HELD, DeliveryRow, as_read, write_as_read
from notices.store.rows import BY_QUEUE

_A_PAGE = 100


class Wait(NamedTuple):
    """A notice that is to wait until an instant, found under a version of the settings."""

    row: DeliveryRow
    until: datetime
    settings: int

    def behind(self, earlier: DeliveryRow | None) -> Wait:
        """Return the wait of a notice that must not overtake an earlier one of its line.

        It is found again together with that one when the settings change.
        """
        if earlier is None:
            return self
        until = max(self.until, clock.from_iso(earlier.release_at))
        return self._replace(until=until, settings=min(self.settings, int(earlier.settings)))


def hold(
    waits: Sequence[Wait], entry: Entry | None = None, *, state: Delivery = Delivery.HELD
) -> None:
    """Let notices wait, or wait for another instant, all in one transaction.

    Parameters
    ----------
    entry
        What they will be composed from; None: they have it already.
    state
        `failed` for what a topic did not take.

    Raises
    ------
    NoticeMoved
        Somebody else held, sent or gave up one of them meanwhile.
    """
    writes: list[Write] = []
    for row, until, settings in waits:
        unchanged = as_read(row)
        at = clock.iso(until)
        if entry is not None:
            row.entry = write_entry(entry)
        row.state, row.settings = str(state), settings
        row.queue, row.release_at = HELD, at
        row.position = "#".join(
            [at, row.tier, row.unit, row.incident_id, f"{int(row.seq):06d}", row.robot_id or ""]
        )
        row.updated_at = clock.iso(clock.now())
        writes.append(Write(row, unchanged))
    write_as_read(writes)


def robot_queue(robot_id: str) -> str:
    """Return the queue in which deliveries wait for their robot."""
    return f"ROBOT#{robot_id}"


def line_up(rows: Sequence[DeliveryRow], entry: Entry | None = None) -> list[Write]:
    """Return the writes that let deliveries wait for their robots, behind what waits there already."""
    at = clock.iso(clock.now())
    writes: list[Write] = []
    for row in rows:
        unchanged = as_read(row)
        if entry is not None:
            row.entry = write_entry(entry)
        row.state, row.release_at, row.settings = str(Delivery.QUEUED), None, None
        row.queue = robot_queue(row.robot_id)
        row.position = f"{at}#{row.incident_id}#{int(row.seq):06d}"
        row.updated_at = at
        writes.append(Write(row, unchanged))
    return writes


def waiting_at(robot_id: str) -> list[DeliveryRow]:
    """Return the first page of what waits for a robot, in order of arrival."""
    page = dynamo.query(
        DeliveryRow, ("queue", robot_queue(robot_id)), index=BY_QUEUE, limit=_A_PAGE
    )
    return [DeliveryRow.from_raw_data(item) for item in page.items]


def pages_of_held(until: datetime | None = None) -> Iterator[list[DeliveryRow]]:
    """Give all that is held, or all that is due by an instant, page by page.

    What is due first comes first, within an instant by unit and incident.
    """
    within = Range("position", "<", (f"{clock.iso(until)}#~",)) if until else None
    start: dict[str, Any] | None = None
    while True:
        page = dynamo.query(
            DeliveryRow,
            ("queue", HELD),
            index=BY_QUEUE,
            within=within,
            limit=_A_PAGE,
            start=start,
        )
        yield [DeliveryRow.from_raw_data(item) for item in page.items]
        start = page.next_key
        if start is None:
            return
