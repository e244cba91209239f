"""Count what a unit must act on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from incidents.rules.queue_counts import MOST_COUNTED, QueueCounts, count
from incidents.service.list_incidents import one_area
from incidents.store.counted import orders_in, queued_at
from kernel import clock
from kernel.directory import unit_name
from kernel.scope import Scope
from kernel.texts import Text


class UnitCounted(NamedTuple):
    """What waits for a unit, in numbers, at an instant."""

    unit: str
    name: Text
    counts: QueueCounts
    at: datetime


def count_queue(asking: Scope, unit: str | None) -> UnitCounted:
    """Count what a unit must act on: two Queries, however much waits.

    Raises
    ------
    OutsideYourArea, InvalidFields
        As for a list.
    """
    area, now = one_area(asking, unit), clock.now()
    waiting, more = queued_at(area, MOST_COUNTED)
    orders, more_orders = orders_in(area, MOST_COUNTED)
    counts = count(waiting, orders, now, more=more or more_orders)
    return UnitCounted(area, unit_name(area) or Text(area, area), counts, now)
