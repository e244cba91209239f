"""How much waits for a unit: a bounded look at the indexes of queues and of orders."""

from __future__ import annotations

from escalation.store.rows import COUNTY
from incidents.rules.queue_counts import Waits
from incidents.rules.states import Status
from incidents.store.rows import IncidentRow
from kernel import clock
from kernel.storage.dynamo import query


def queued_at(unit: str, most: int) -> tuple[list[Waits], bool]:
    """Return how what a unit must act on stands, up to `most`, and whether there is more: one Query of an index that may lag."""
    page = query(IncidentRow, ("queue", unit), index="by_queue", limit=most)
    found = [
        Waits(Status(item["status"]["S"]), clock.from_iso(item["due_at"]["S"]))
        for item in page.items
    ]
    return found, page.next_key is not None


def orders_in(unit: str, most: int) -> tuple[int, bool]:
    """Return how many open orders an area has among the first `most` of the county, and whether there are more: one Query."""
    only = None if unit == COUNTY else {"responsible_unit": ("begins_with", unit)}
    page = query(IncidentRow, ("ordered_in", COUNTY), index="by_order", only=only, limit=most)
    return len(page.items), page.next_key is not None
