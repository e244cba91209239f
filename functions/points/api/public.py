"""What everybody reads of the points without login: red boards of those who consent to it."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import TooManyRequests
from kernel.texts import Text
from points.api.base import API
from points.api.params import FIRST_PAGE, Village
from points.model.public_answers import PublicRedBoardList, public_board_view
from points.service.see_public_boards import list_public_boards


@API.route(
    "GET",
    "/v1/points/public/villages/{village}/boards",
    access=PUBLIC,
    answers={200: (Text("公开的红榜", "Red boards everybody may read"), PublicRedBoardList)},
    problems=[TooManyRequests],
    summary=Text("红榜（无需登录）", "Red boards, without login"),
    description=Text(
        "仅公布中、经村民会议决议署名的红榜；只显示单独同意向未登录者公开的户（{zh:personal-information-law-2021#25}），撤回即不再显示。待改进名单不对外公开。",
        "Boards that are posted and named by the villagers' resolution; only households that separately consented to readers without login "
        "({en:personal-information-law-2021#25}), until they take it back. The improvement list is never public.",
    ),
)
def list_public_red_boards(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the red boards of a village that everybody may read."""
    API.count_look(request)
    return API.page(list_public_boards(village, limit, cursor), public_board_view)
