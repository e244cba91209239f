"""What waits for a unit, in numbers, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from incidents.rules.queue_counts import MOST_COUNTED
from incidents.rules.states import STATUS_NAMES, Status
from incidents.service.count_queue import UnitCounted
from kernel import clock
from kernel.fields import counts
from kernel.texts import Language


class StatusCount(TypedDict):
    """How much of a queue stands at a status."""

    status: Status
    status_name: str
    count: Annotated[int, counts("queue_waiting")]


class QueueCountsView(TypedDict):
    """What waits for a unit, in numbers."""

    unit: str
    unit_name: str
    counted_at: str
    to_accept: Annotated[int, counts("queue_to_accept", description="待受理")]
    due_today: Annotated[
        int,
        counts("queue_due_today", description="Due before midnight and not overdue / 今日到期"),
    ]
    overdue: Annotated[int, counts("queue_overdue", description="逾期")]
    orders: Annotated[
        int,
        counts(
            "orders_open", description="Open orders of the unit and all below it / 督办（含下级）"
        ),
    ]
    statuses: list[StatusCount]
    most_counted: int
    more: Annotated[bool, Field(description="There is more than was counted / 超出统计上限")]


def counts_view(counted: UnitCounted, language: Language) -> QueueCountsView:
    """Return the numbers of a unit's queue as they are answered."""
    found = counted.counts
    return {
        "unit": counted.unit,
        "unit_name": counted.name.say(language),
        "counted_at": clock.local_iso(counted.at),
        "to_accept": found.to_accept,
        "due_today": found.due_today,
        "overdue": found.overdue,
        "orders": found.orders,
        "statuses": [
            {
                "status": status,
                "status_name": STATUS_NAMES[status].say(language),
                "count": number,
            }
            for status, number in found.by_status.items()
        ],
        "most_counted": MOST_COUNTED,
        "more": found.more,
    }
