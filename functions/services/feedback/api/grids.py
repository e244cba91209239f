"""The public card of a grid, without login."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel.access import PUBLIC
from kernel.http import Called
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text
from services.api.base import API
from services.feedback.model.feedback import GridCardView, card_view
from services.feedback.service.see_grid_card import see_grid_card


@API.route(
    "GET",
    "/v1/services/public/grids/{grid}",
    access=PUBLIC,
    answers={200: (Text("网格公示牌", "The card of the grid"), GridCardView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("网格公示牌（无需登录）", "Read the card of a grid, without login"),
    description=Text(
        "网格名称、网格员姓名和办公电话（{zh:binzhou-grid-2021#6}的做法）；不含个人电话。",
        "Its name, who works it and the office's telephone, as {en:binzhou-grid-2021#6} wants it posted; no telephone of a person.",
    ),
)
def get_grid_card(
    request: Called,
    grid: Annotated[str, Path(pattern=r"^[1-9]\d{14}$", examples=["140426106201001"])],
) -> Response[Any]:
    """Read the public card of a grid."""
    API.count_look(request)
    card = see_grid_card(grid)
    return API.answer(200, card_view(card, request.language))
