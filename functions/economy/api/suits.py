"""Routes of what members asked the collective to sue for."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from economy.api.base import API
from economy.api.shared import MOVES, READ, WRITES
from economy.model.suits import (
    AskToSue,
    MoveSuitDemand,
    SuitDemandList,
    SuitDemandView,
    suit_view,
)
from economy.rules.asset_states import READERS
from economy.rules.suits import SUITS, TAKERS, SuitEvent
from economy.service.keep_suits import (
    ask_to_sue,
    get_suit,
    list_suits,
    move_suit,
    see,
    steps_of_suit,
)
from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/economy/suit-demands",
    access=Access(TAKERS),
    answers={201: (Text("已登记", "Entered"), SuitDemandView)},
    problems=[UnitClosed, TooOften, *WRITES],
    summary=Text("登记成员的起诉请求", "Enter that members asked the collective to sue"),
    description=Text(
        "十名以上成员书面请求集体起诉损害集体利益的负责人、管理人员；十五日内未起诉的，成员可以自行起诉（{zh:collective-economy-law-2024#60}）。",
        "Ten members and more ask in writing that the collective sues who harmed it; when it keeps silent for fifteen days they may sue themselves "
        "({en:collective-economy-law-2024#60}).",
    ),
)
def ask_economy_to_sue(request: Called, body: AskToSue) -> Response[Any]:
    """Enter what members of a village asked for."""
    post = request.within(body.village, TAKERS)
    return API.carry_out(
        request,
        lambda work: ask_to_sue(work, body, request.person, post),
        lambda seen: suit_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/economy/suit-demands/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/suit-demands",
    access=READ,
    answers={200: (Text("起诉请求，新的在前", "Demands, the latest first"), SuitDemandList)},
    summary=Text("成员的起诉请求", "List what members of a village asked for"),
)
def list_economy_suit_demands(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what members of a village in the caller's area asked for."""
    request.within(village, READERS)
    found = list_suits(village, request.person, limit, cursor)
    return API.page(found, lambda seen: suit_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/suit-demands/{demand}",
    access=READ,
    answers={200: (Text("起诉请求", "The demand"), SuitDemandView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看起诉请求", "Read what members asked for"),
)
def get_economy_suit_demand(request: Called, demand: RowId) -> Response[Any]:
    """Read what members in the caller's area asked for."""
    one = get_suit(demand)
    request.within(one.village, READERS)
    seen = see(one, request.person)
    return API.answer(200, suit_view(seen, request.language), version=one.version)


@API.route(
    "POST",
    "/v1/economy/suit-demands/{demand}/transitions",
    access=Access(TAKERS),
    answers={200: (Text("办理后的起诉请求", "The demand after the step"), SuitDemandView)},
    problems=[OutsideYourArea, *MOVES],
    summary=Text("办理起诉请求", "Take a step about what members asked for"),
    description=SUITS.described(),
)
def move_economy_suit_demand(request: Called, demand: RowId, body: MoveSuitDemand) -> Response[Any]:
    """Take a step about what members in the caller's area asked for."""
    request.within(get_suit(demand).village, TAKERS)
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_suit(work, demand, command, request.person, expected),
        lambda seen: suit_view(seen, request.language),
    )


@API.route(
    "GET",
    "/v1/economy/suit-demands/{demand}/history",
    access=READ,
    answers={200: (Text("经过", "What happened"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("起诉请求经过", "Read its history"),
)
def list_economy_suit_demand_history(
    request: Called, demand: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of what members in the caller's area asked for."""
    request.within(get_suit(demand).village, READERS)
    found = steps_of_suit(demand, limit, cursor)
    return API.page(found, lambda step: step_view(step, SuitEvent, request.language))
