"""Routes of what everybody reads without signing in: systems, items, benchmarks, officers, procedures, decisions, figures."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.shared import ItemCode, RowId, Year
from enforcement.model import disclosure as model
from enforcement.model import public
from enforcement.service import see_disclosed
from kernel import clock, paging
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.asked import TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text

Words = Annotated[
    str | None,
    Query(min_length=1, max_length=40, description="查找 / what is looked for", examples=["秸秆"]),
]


CertificateNumber = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\-\u4e00-\u9fff]{2,39}$")
]


_SHORT = Text(
    "查找后一页可能不足 limit 条，有 next_cursor 即可继续。",
    "With words a page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
)


@API.route(
    "GET",
    "/v1/enforcement/public/systems",
    access=PUBLIC,
    answers={200: (Text("十项制度", "The ten systems"), model.SystemList)},
    problems=[TooManyRequests],
    summary=Text("执法制度（无需登录）", "The ten systems of a town, without login"),
)
def read_systems(request: Called, town: TownAsked) -> Response[Any]:
    """Read the ten systems as a town has them."""
    API.count_look(request)
    found = see_disclosed.systems_of(town)
    return API.answer(200, model.system_list(found, clock.today(), request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/items",
    access=PUBLIC,
    answers={200: (Text("权责事项和依据", "Items and legal bases"), public.PublicItemList)},
    problems=[TooManyRequests],
    summary=Text("权责事项（无需登录）", "What a town may do, by which law, without login"),
    description=_SHORT,
)
def read_items(
    request: Called,
    town: TownAsked,
    words: Words = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Read the authority list of a town."""
    API.count_look(request)
    today, language = clock.today(), request.language
    found = see_disclosed.items(town, words, limit, cursor)
    own = [public.item_view(one, today, language) for one in see_disclosed.own_items(words, town)]
    return API.page(found, lambda one: public.item_view(one, today, language), own=own)


@API.route(
    "GET",
    "/v1/enforcement/public/items/{code}/benchmark",
    access=PUBLIC,
    answers={200: (Text("裁量基准", "The benchmark"), public.PublicBenchmarkView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("裁量基准（无需登录）", "The benchmark of an item, without login"),
)
def read_benchmark(request: Called, code: ItemCode, town: TownAsked) -> Response[Any]:
    """Read the benchmark of an item that is in force today."""
    API.count_look(request)
    found = see_disclosed.benchmark(town, code)
    return API.answer(200, public.benchmark_view(found, clock.today(), request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/officers",
    access=PUBLIC,
    answers={200: (Text("执法人员", "The officers"), public.PublicOfficerList)},
    problems=[TooManyRequests],
    summary=Text("执法人员（无需登录）", "Who enforces for a town, without login"),
    description=Text(
        "只列证件当日有效的人员，一页可能不足 limit 条。",
        "Those whose certificates hold today; a page may hold fewer than `limit` items.",
    ),
)
def read_officers(
    request: Called, town: TownAsked, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read who enforces for a town."""
    API.count_look(request)
    found = see_disclosed.officers_of(town, limit, cursor)
    return API.page(
        found, lambda one: public.officer_view(one.kept, one.name, one.state, request.language)
    )


@API.route(
    "GET",
    "/v1/enforcement/public/officers/{number}",
    access=PUBLIC,
    answers={200: (Text("证件", "The certificate"), public.PublicOfficerView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("核验执法证件（无需登录）", "Check a certificate that was shown, without login"),
)
def check_officer(request: Called, number: CertificateNumber) -> Response[Any]:
    """Check a certificate that was shown."""
    API.count_look(request)
    one = see_disclosed.officer(number)
    view = public.officer_view(one.kept, one.name, one.state, request.language)
    return API.answer(200, view)


@API.route(
    "GET",
    "/v1/enforcement/public/procedures",
    access=PUBLIC,
    answers={200: (Text("执法流程图", "The flow charts"), public.ProcedureList)},
    problems=[TooManyRequests],
    summary=Text("执法流程图（无需登录）", "The flow chart of each procedure, without login"),
    description=Text(
        "由系统实际执行的状态表生成（Mermaid）。",
        "Drawn from the tables that decide (Mermaid).",
    ),
)
def read_procedures(request: Called) -> Response[Any]:
    """Read the flow charts."""
    API.count_look(request)
    return API.answer(200, public.procedures_view(request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/decisions",
    access=PUBLIC,
    answers={200: (Text("处罚决定公示", "Public decisions"), public.PublicDecisionList)},
    problems=[TooManyRequests],
    summary=Text("处罚决定公示（无需登录）", "A town's public decisions, without login"),
    description=_SHORT,
)
def read_decisions(
    request: Called,
    town: TownAsked,
    words: Words = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Read a town's public decisions, newest first, masked."""
    API.count_look(request)
    today, language = clock.today(), request.language
    found, onward = see_disclosed.decisions(town, words, limit, cursor)
    items = [public.decision_view(one, today, language) for one in found]
    return API.answer(200, {"items": items, "next_cursor": onward})


@API.route(
    "GET",
    "/v1/enforcement/public/decisions/{case_id}",
    access=PUBLIC,
    answers={200: (Text("处罚决定", "The decision"), public.PublicDecisionView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看公示的处罚决定（无需登录）", "Read a public decision, without login"),
)
def read_decision(request: Called, case_id: RowId) -> Response[Any]:
    """Read a public decision, masked."""
    API.count_look(request)
    found = see_disclosed.decision(case_id)
    return API.answer(200, public.decision_view(found, clock.today(), request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/years",
    access=PUBLIC,
    answers={200: (Text("年度数据，新的在前", "Years, newest first"), model.YearList)},
    problems=[TooManyRequests],
    summary=Text("年度执法数据（无需登录）", "The published years of a town, without login"),
)
def read_years(
    request: Called, town: TownAsked, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read what a town published of its years."""
    API.count_look(request)
    found = see_disclosed.years(town, limit, cursor)
    return API.page(found, lambda one: model.year_view(one, request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/years/{year}",
    access=PUBLIC,
    answers={200: (Text("年度数据", "The year"), model.YearView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("某年度执法数据（无需登录）", "The published figures of a year, without login"),
)
def read_year(request: Called, year: Year, town: TownAsked) -> Response[Any]:
    """Read the newest figures a town published of a year."""
    API.count_look(request)
    found = see_disclosed.year_of(town, year)
    return API.answer(200, model.year_view(found, request.language))
