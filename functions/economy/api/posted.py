"""What everybody reads without login: posted prices of machines, and contracts posted to members."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from economy.api.base import API
from economy.model.assets import PricedMachineList, priced_view
from economy.model.posted_contracts import PostedContractList, posted_view
from economy.service.keep_assets import list_priced
from economy.service.see_contracts import list_posted
from kernel import paging
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.asked import Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import TooManyRequests
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/economy/public/machines",
    access=PUBLIC,
    answers={200: (Text("农机及公布价格", "Machines with posted prices"), PricedMachineList)},
    problems=[TooManyRequests],
    summary=Text("农机公布价格（公开）", "Read the posted prices of a village's machines"),
)
def list_public_economy_machines(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the machines of a village with posted prices."""
    API.count_look(request)
    found = list_priced(village, limit, cursor)
    return API.page(found, lambda one: priced_view(one, request.language))


@API.route(
    "GET",
    "/v1/economy/public/contracts",
    access=PUBLIC,
    answers={200: (Text("公示中的流转", "What is posted to members"), PostedContractList)},
    problems=[TooManyRequests],
    summary=Text(
        "流转优先权公示（公开）", "Read what is posted so that members may claim priority"
    ),
    description=Text(
        "本集体成员同等条件下优先（{zh:land-contracting-law-2018#38}）；不显示当事人。",
        "Members go first on equal terms ({en:land-contracting-law-2018#38}); nobody is named.",
    ),
)
def list_public_economy_contracts(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what is posted in a village."""
    API.count_look(request)
    found = list_posted(village, limit, cursor)
    return API.page(found, lambda one: posted_view(one, request.language))
