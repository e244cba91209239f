"""Routes of assets and resources."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from economy.api.base import API
from economy.api.shared import KEEP, MOVES, READ, WRITES
from economy.model.asset_requests import MoveAsset, RegisterAsset
from economy.model.assets import AssetList, AssetView, asset_view
from economy.rules.asset_states import ASSETS, COUNTERS, KEEPERS, READERS, AssetEvent, AssetStatus
from economy.rules.carried import DecisionUsed
from economy.service.keep_assets import list_assets, move_asset, register_asset, see
from economy.service.read_things import get_asset, steps_of_asset
from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.fields import Day
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/economy/assets",
    access=KEEP,
    answers={201: (Text("已登记", "On the register"), AssetView)},
    problems=[UnitClosed, TooOften, *WRITES],
    summary=Text("登记集体资产资源", "Put an asset of the collective on the register"),
    description=Text(
        "土地（面积、地类、可绘制边界）、房屋、农机（号牌、年检、证件、入股份额、公布价格）、林木、水面、设施设备。",
        "Land (size, class, a boundary if drawn), buildings, machines (plate, inspection, licence, owners' shares, posted prices), forest, water, equipment.",
    ),
)
def register_economy_asset(request: Called, body: RegisterAsset) -> Response[Any]:
    """Register an asset of a village the caller acts for."""
    post = request.within(body.village, KEEPERS)
    return API.carry_out(
        request,
        lambda work: register_asset(work, body, request.person, post),
        lambda seen: asset_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/economy/assets/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/assets",
    access=READ,
    answers={200: (Text("资产资源，按类别排列", "Assets, by kind"), AssetList)},
    summary=Text("集体资产资源清单", "List a village's assets"),
)
def list_economy_assets(
    request: Called,
    village: Village,
    status: Annotated[AssetStatus | None, Query()] = None,
    uncounted_since: Annotated[
        Day | None,
        Query(
            description="Only what nobody has counted since this day / 只列自该日起尚未盘点的",
            examples=["2026-12-01"],
        ),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the assets of a village in the caller's area."""
    request.within(village, READERS)
    found = list_assets(village, status, uncounted_since, request.person, limit, cursor)
    return API.page(found, lambda seen: asset_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/assets/{asset}",
    access=READ,
    answers={200: (Text("资产", "The asset"), AssetView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看集体资产资源", "Read an asset"),
)
def get_economy_asset(request: Called, asset: RowId) -> Response[Any]:
    """Read an asset in the caller's area."""
    one = get_asset(asset)
    request.within(one.village, READERS)
    seen = see(one, request.person)
    return API.answer(200, asset_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/economy/assets/{asset}/transitions",
    access=Access(COUNTERS),
    answers={200: (Text("办理后的资产", "The asset after the step"), AssetView)},
    problems=[DecisionUsed, OutsideYourArea, *MOVES],
    summary=Text("办理集体资产资源", "Take a step with an asset"),
    description=ASSETS.described(),
)
def move_economy_asset(request: Called, asset: RowId, body: MoveAsset) -> Response[Any]:
    """Take a step with an asset the caller keeps or watches."""
    request.within(get_asset(asset).village, COUNTERS)
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_asset(work, asset, command, request.person, expected),
        lambda seen: asset_view(seen, request.language),
    )


@API.route(
    "GET",
    "/v1/economy/assets/{asset}/history",
    access=READ,
    answers={200: (Text("办理过程", "Its history"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("集体资产资源的办理过程", "Read the history of an asset"),
)
def list_economy_asset_steps(
    request: Called, asset: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of an asset in the caller's area."""
    request.within(get_asset(asset).village, READERS)
    found = steps_of_asset(asset, limit, cursor)
    return API.page(found, lambda step: step_view(step, AssetEvent, request.language))
