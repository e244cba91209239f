"""Routes: the record of what was delivered."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel import clock, paging
from kernel.access import OFFICERS, Access
from kernel.http import Called
from kernel.problems import NotFound
from kernel.texts import Text
from notices.api.base import API, Cursor, Limit
from notices.model import DeliveryList
from notices.store import deliveries


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
    listing = f"notices:{incident_id}"
    rows, page = deliveries.page_of(incident_id, limit, paging.decode(listing, cursor))
    if not rows:
        raise NotFound
    request.within(rows[0].origin, OFFICERS)
    answer = {
        "incident_id": incident_id,
        "case_code": rows[0].case_code,
        "items": [_delivery(row) for row in rows],
        "next_cursor": paging.encode(listing, page.next_key),
    }
    return API.answer(200, answer)


def _delivery(row: deliveries.DeliveryRow) -> dict[str, Any]:
    return {
        "notice_id": row.notice_id,
        "seq": int(row.seq),
        "event": row.event,
        "tier": row.tier,
        "unit": row.unit,
        "channel": "robot" if row.robot_id else "topic",
        "robot_id": row.robot_id,
        "state": row.state,
        "tries": int(row.tries),
        "message_id": row.message_id,
        "release_at": clock.local_iso(clock.from_iso(row.release_at)) if row.release_at else None,
        "happened_at": clock.local_iso(clock.from_iso(row.happened_at)),
        "updated_at": clock.local_iso(clock.from_iso(row.updated_at)),
    }
