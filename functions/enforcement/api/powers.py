"""Routes of the authority lists, the benchmarks of discretion, and the law as it stands on a day."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.shared import SIGNED_IN, ItemCode, Town
from enforcement.model import powers as model
from enforcement.rules.authority import NoPower, PowerKind, own_powers
from enforcement.rules.benchmarks import BenchmarkSet, BenchmarkUnsound
from enforcement.rules.choice_of_law import NoNorm, NotInForce, choose, norms_of
from enforcement.rules.liability import PartyKind
from enforcement.rules.power_moves import ItemEndsBeforeItBegins, ItemHeld
from enforcement.service import keep_powers
from enforcement.service import look_up_powers as look_up
from enforcement.service.asked import KEEPERS, SUPERVISORS
from enforcement.service.set_benchmark import set_benchmark as set_one
from kernel import clock
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.fields import Day
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.law import catalogue
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text

Kind = Annotated[PowerKind, Path()]


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/items",
    access=SIGNED_IN,
    answers={200: (Text("权责清单", "The authority list"), model.ItemList)},
    summary=Text("乡镇权责清单", "List what a town may do"),
    description=Text(
        "own 为乡镇法定自有职权；items 为下放事项，含历次有效期间。",
        "`own` is the town's by statute; `items` were given to it, each with every time in which it was the town's.",
    ),
)
def list_items(
    request: Called,
    town: Town,
    kind: Annotated[PowerKind | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Any]:
    """List a town's items, by kind and code."""
    today, language = clock.today(), request.language
    own = [
        model.item_view([one], today, language)
        for one in own_powers(town)
        if kind in (None, one.kind)
    ]
    found = look_up.list_items(town, kind, limit, cursor)
    return API.page(found, lambda times: model.item_view(times, today, language), own=own)


@API.route(
    "POST",
    "/v1/enforcement/towns/{town}/items",
    access=Access(KEEPERS),
    answers={201: (Text("已下放", "Given"), model.ItemView)},
    problems=[OutsideYourArea, UnitClosed, ItemHeld, ItemEndsBeforeItBegins, NotInForce, *WRITES],
    summary=Text("下放权责事项", "Give an item to a town"),
    description=Text(
        "整份清单可用批量导入（kind=authority_items）。",
        "A whole list is imported as a file (`authority_items`).",
    ),
)
def give_item(request: Called, town: Town, body: model.GiveItem) -> Response[Any]:
    """Give an item to a town from a day on."""
    return API.carry_out(
        request,
        lambda work: keep_powers.give_item(work, body.item(town), request),
        lambda kept: model.item_view(kept.times, clock.today(), request.language),
        status=201,
    )


@API.route(
    "POST",
    "/v1/enforcement/towns/{town}/items/{kind}/{item}/take-back",
    access=Access(KEEPERS),
    answers={200: (Text("已收回", "Taken back"), model.ItemView)},
    problems=[OutsideYourArea, NoPower, ItemEndsBeforeItBegins, *WRITES],
    summary=Text("收回权责事项", "Take an item back from a town"),
    description=Text(
        "收回后尚未决定的案件移交县级主管部门，乡镇不得再作出决定。",
        "Cases that are not decided by then go to the county's department; the town decides them no more.",
    ),
)
def take_item_back(
    request: Called, town: Town, kind: Kind, item: ItemCode, body: model.TakeItemBack
) -> Response[Any]:
    """End the time in which an item is a town's."""
    return API.carry_out(
        request,
        lambda work: keep_powers.take_item_back(
            work, town, kind, item, body.last_day, body.reason, request
        ),
        lambda kept: model.item_view(kept.times, clock.today(), request.language),
    )


@API.route(
    "POST",
    "/v1/enforcement/benchmarks",
    access=Access(SUPERVISORS),
    answers={201: (Text("裁量基准", "The benchmark"), model.BenchmarkView)},
    problems=[OutsideYourArea, BenchmarkUnsound, BenchmarkSet, NotInForce, *WRITES],
    summary=Text("设定裁量基准", "Set a benchmark of discretion"),
    description=Text(
        "{zh:administrative-penalty-law-2021#34}：裁量基准应当公布；决定须引用档次或说明偏离理由。已设定的不修改，由更晚日期的新基准接替。",
        "{en:administrative-penalty-law-2021#34}: a decision cites its grade, or says why it is left. One that is set is "
        "never changed: a later one follows it.",
    ),
)
def set_benchmark(request: Called, body: model.SetBenchmark) -> Response[Any]:
    """Set the grades of an item from a day on."""
    return API.carry_out(
        request,
        lambda work: set_one(work, look_up.COUNTY, body.benchmark(), request),
        lambda one: model.benchmark_view(one, clock.today(), request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/benchmarks/{item}",
    access=SIGNED_IN,
    answers={200: (Text("裁量基准，新的在前", "Newest first"), model.BenchmarkList)},
    summary=Text("某事项的裁量基准", "Read the benchmarks of an item"),
)
def list_benchmarks(request: Called, item: ItemCode) -> Response[Any]:
    """List the benchmarks of an item, newest first."""
    today = clock.today()
    found = look_up.list_benchmarks(item)
    items = [model.benchmark_view(one, today, request.language) for one in found]
    return API.answer(200, {"items": items})


@API.route(
    "GET",
    "/v1/enforcement/statutes",
    access=SIGNED_IN,
    answers={200: (Text("法规目录", "The catalogue of statutes"), model.StatuteList)},
    summary=Text("某日有效的法规", "Read which statutes are in force on a day"),
)
def list_statutes(
    request: Called,
    on: Annotated[Day | None, Query()] = None,
    in_force: Annotated[bool | None, Query()] = None,
) -> Response[Any]:
    """List the catalogue as it stands on a day."""
    day = on or clock.today()
    items = [
        model.statute_view(one, day, request.language)
        for one in catalogue().values()
        if in_force in (None, one.holds_on(day))
    ]
    return API.answer(200, {"on": day.isoformat(), "items": items})


@API.route(
    "GET",
    "/v1/enforcement/acts/{act}/norm",
    access=SIGNED_IN,
    answers={200: (Text("适用的规定", "The norm that applies"), model.NormView)},
    problems=[NotFound, NoNorm],
    summary=Text("从旧兼从轻：某行为适用哪一规定", "Read by which norm an act is judged"),
    description=Text(
        "{zh:administrative-penalty-law-2021#37}：适用行为时的规定，决定时的新规定较轻的适用新规定。",
        "{en:administrative-penalty-law-2021#37}: the norm of the day of the act, unless the one in force at the decision is lighter.",
    ),
)
def read_norm(
    request: Called,
    act: ItemCode,
    done_on: Annotated[Day, Query(description="Day of the act, or its end / 行为（终了）日期")],
    party: Annotated[PartyKind, Query()] = PartyKind.PERSON,
    decided_on: Annotated[Day | None, Query()] = None,
) -> Response[Any]:
    """Tell which norm an act of a day is judged by on another."""
    norms = norms_of(act)
    if not norms:
        raise NotFound
    decided = decided_on or clock.today()
    choice = choose(norms, party, done_on, decided)
    return API.answer(200, model.norm_view(act, party, choice, decided, request.language))
