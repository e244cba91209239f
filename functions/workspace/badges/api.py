"""The route of badges."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.http import Called
from kernel.texts import Text
from workspace.api.base import API, SIGNED_IN
from workspace.badges.model import BadgesView, badges_view
from workspace.badges.service import count_badges


@API.route(
    "GET",
    "/v1/me/badges",
    access=SIGNED_IN,
    answers={200: (Text("各类待办数量", "How much waits in each part of the work"), BadgesView)},
    summary=Text("本人待办数量", "Count what waits for the caller"),
    description=Text(
        "按本人当前岗位统计：待办事件、跟踪事项、积分核验与核销、村务待办、未读消息。各类最多计到 99，用于角标；明细见各列表。",
        "By the posts held today: incidents, obligations, claims and goods, self-government, unread messages. Each up to 99, for badges; "
        "the lists tell what they are.",
    ),
)
def get_badges(request: Called) -> Response[Any]:
    """Count what waits for the caller."""
    request.allow(proven=True)
    return API.answer(200, badges_view(count_badges(request.person), request.language))
