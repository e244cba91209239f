"""Routes: the record of what was delivered."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel import paging
from kernel.access import OFFICERS, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound
from kernel.texts import Text
from notices.api.base import API
from notices.model.deliveries import DeliveryList, delivery_view
from notices.service.see_deliveries import see_deliveries


@API.route(
    "GET",
    "/v1/notices/deliveries/{incident_id}",
    access=Access(OFFICERS),
    answers={200: (Text("送达记录", "The delivery record"), DeliveryList)},
    problems=[NotFound],
    summary=Text("查询事件的通知送达记录", "List the notices of an incident and their delivery"),
    description=Text(
        "按事件历史的顺序列出每条通知发给了哪个单位、经哪个渠道、是否送出。",
        "Which unit was told what, through which channel, in the order of the incident's history.",
    ),
)
def list_notices_of_incident(
    request: Called,
    incident_id: Annotated[str, Path(max_length=100)],
    limit: Limit = paging.DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[Any]:
    """List the delivery record of an incident."""
    rows, next_cursor = see_deliveries(request, incident_id, limit, cursor)
    answer: DeliveryList = {
        "incident_id": incident_id,
        "case_code": rows[0].case_code,
        "items": [delivery_view(row) for row in rows],
        "next_cursor": next_cursor,
    }
    return API.answer(200, answer)
