"""What waits for a unit, in numbers."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, UnitQuery
from incidents.model.counts import QueueCountsView, counts_view
from incidents.rules.queue_counts import MOST_COUNTED
from incidents.service.count_queue import count_queue as find_counts
from kernel.access import PLACE_STAFF, Access
from kernel.http import Called, unit_queried
from kernel.problems import OutsideYourArea
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/incidents/queue/counts",
    access=Access(PLACE_STAFF),
    answers={200: (Text("待办数量", "What waits for the unit, in numbers"), QueueCountsView)},
    problems=[OutsideYourArea],
    summary=Text("单位待办数量", "Count the work queue of a unit"),
    description=Text(
        f"待受理、今日到期、逾期和各状态数量为该单位自己的待办；督办含下级。最多计到 {MOST_COUNTED} 件。",
        f"What the unit itself must act on, by status and by when it is due; open orders with all below it. Counted up to {MOST_COUNTED}.",
    ),
)
def count_queue(request: Called, unit: UnitQuery = None) -> Response[Any]:
    """Count what a unit must act on."""
    counted = find_counts(request, unit_queried(unit) if unit else None)
    return API.answer(200, counts_view(counted, request.language))
