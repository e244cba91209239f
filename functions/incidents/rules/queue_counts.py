"""What waits for a unit in numbers: what is to be accepted, what is due today, what is overdue, what it is ordered to answer for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from incidents.rules.states import Status
from kernel import clock
from kernel.record import record

MOST_COUNTED = 500
"""As far as is counted: at most as much is read, however much waits."""


class Waits(NamedTuple):
    """Something a unit must act on: how it stands and until when."""

    status: Status
    due_at: datetime


@record
class QueueCounts:
    """The numbers of a unit's queue.

    Attributes
    ----------
    by_status
        How much stands at which status.
    due_today
        What is due before midnight and not overdue yet.
    orders
        Open supervision orders of the unit and everything below it.
    more
        Whether there is more than was counted.
    """

    by_status: Mapping[Status, int]
    due_today: int
    overdue: int
    orders: int
    more: bool

    @property
    def to_accept(self) -> int:
        """What nobody has accepted yet."""
        return self.by_status.get(Status.REPORTED, 0)


def count(waiting: Iterable[Waits], orders: int, now: datetime, *, more: bool) -> QueueCounts:
    """Return the numbers of what waits, at an instant."""
    midnight = clock.midnight_after(clock.day_of(now))
    by_status: Counter[Status] = Counter()
    due_today = overdue = 0
    for one in waiting:
        by_status[one.status] += 1
        overdue += one.due_at < now
        due_today += now <= one.due_at < midnight
    ordered = {status: by_status[status] for status in Status if by_status[status]}
    return QueueCounts(ordered, due_today, overdue, orders, more)
