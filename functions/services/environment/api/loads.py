"""Routes of loads of rubbish on their way."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import Access, Role
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, TownAsked, Village
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text
from services.api.base import API
from services.environment.api.base import BASE, STAFFED
from services.environment.model.load_requests import CollectLoad, MoveLoad
from services.environment.model.loads import LoadList, LoadView, load_view
from services.environment.rules.loads import (
    LOAD_ROLES,
    LOADS,
    LoadEvent,
    LoadStatus,
    SortedStaysSorted,
)
from services.environment.rules.terms import TooManyThings
from services.environment.service import keep_loads as service

_HAULERS = frozenset[Role]().union(*LOAD_ROLES.values())


@API.route(
    "POST",
    f"{BASE}/loads",
    access=STAFFED,
    answers={201: (Text("已登记", "Entered"), LoadView)},
    problems=[OutsideYourArea, TooManyThings, UnitClosed, InvalidFields, *WRITES],
    summary=Text("登记已收集垃圾", "Enter what was collected in a village"),
    description=Text(
        "村收集、乡镇转运、县处理，每一程到期未办即逐级上报（{zh:puyang-waste-regulation#20,21}，外地法规，此处为参数）。",
        "The village collects, the town takes it to its station, the county to the plant; each leg is owed and climbs "
        "({en:puyang-waste-regulation#20,21}, law elsewhere, a parameter here).",
    ),
)
def collect_load(request: Called, body: CollectLoad) -> Response[Any]:
    """Enter a load of a village the caller serves."""
    return API.carry_out(
        request,
        lambda work: service.collect_load(work, request, body),
        lambda seen: load_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/loads/{seen.thing.id}",
    )


@API.route(
    "GET",
    f"{BASE}/loads",
    access=STAFFED,
    answers={200: (Text("本村垃圾收运，新的在前", "Loads, newest first"), LoadList)},
    problems=[OutsideYourArea],
    summary=Text("本村垃圾收运", "List the loads of a village"),
)
def list_loads(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the loads of a village the caller serves."""
    found = service.list_loads(request, village, limit, cursor)
    return API.page(found, lambda seen: load_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/loads/waiting",
    access=Access(_HAULERS),
    answers={200: (Text("待转运，先收集的在前", "What waits for its next leg"), LoadList)},
    problems=[OutsideYourArea],
    summary=Text("待转运垃圾", "List what waits for its next leg in a town"),
)
def list_waiting_loads(
    request: Called,
    town: TownAsked,
    status: Annotated[LoadStatus, Query()] = LoadStatus.COLLECTED,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what waits in a town of the caller's area."""
    found = service.list_waiting(request, town, status, limit, cursor)
    return API.page(found, lambda seen: load_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/loads/{{load}}",
    access=STAFFED,
    answers={200: (Text("该批垃圾", "The load"), LoadView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看一批垃圾", "Read a load"),
)
def get_load(request: Called, load: RowId) -> Response[Any]:
    """Read a load of a village the caller serves."""
    seen = service.see_load(request, load)
    return API.answer(200, load_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/loads/{{load}}/history",
    access=STAFFED,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("收运全过程", "Read the history of a load"),
)
def get_load_history(
    request: Called, load: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the way of a load."""
    found = service.list_steps(request, load, limit, cursor)
    return API.page(found, lambda one: step_view(one, LoadEvent, request.language))


@API.route(
    "POST",
    f"{BASE}/loads/{{load}}/transitions",
    access=Access(_HAULERS),
    answers={200: (Text("转运后", "The load after the leg"), LoadView)},
    problems=[*MOVES, OutsideYourArea, SortedStaysSorted],
    summary=Text("转运", "Take a load one leg further"),
    description=LOADS.described(),
)
def move_load(request: Called, load: RowId, body: MoveLoad) -> Response[Any]:
    """Take a load one leg further."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: service.move_load(work, request, load, body, expected),
        lambda seen: load_view(seen, request.language),
    )
