"""Routes of what is disclosed: the ten systems, the figures of a year, and what everybody reads without signing in."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.carrying_out import WRITES, ItemCode, RowId, Town, Year, carried_out, page
from enforcement.model import disclosure as model
from enforcement.rules.case_standing import READERS
from enforcement.rules.figures import YearNotOver
from enforcement.rules.timeline import RecordFull
from enforcement.service import see_disclosed
from enforcement.service.asked import HEADS, acting
from enforcement.service.disclose import publish_year as publish
from enforcement.service.name_system import name_system as name_one
from kernel import clock, paging
from kernel.access import PUBLIC, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion, TooManyRequests
from kernel.texts import Text

TownAsked = Annotated[
    str, Query(pattern=r"^[1-9]\d{8}$", description="乡镇代码 / town", examples=["140426106"])
]
Words = Annotated[
    str | None,
    Query(min_length=1, max_length=40, description="查找 / what is looked for", examples=["秸秆"]),
]
SystemCode = Annotated[str, Path(pattern=r"^[a-z_]{2,30}$", examples=["disclosure"])]
CertificateNumber = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\-\u4e00-\u9fff]{2,39}$")
]
_SHORT = Text(
    "查找后一页可能不足 limit 条，有 next_cursor 即可继续。",
    "With words a page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
)


# The town's own


@API.route(
    "PUT",
    "/v1/enforcement/towns/{town}/systems/{system}",
    access=Access(HEADS),
    answers={200: (Text("制度", "The system"), model.SystemView)},
    problems=[NotFound, OutsideYourArea, StaleVersion, RecordFull, *WRITES],
    summary=Text("登记执法制度", "Say what a system is called, and by which document it holds"),
    description=Text(
        "十项制度中六项由公开报道点名，其余四项名称可改；登记文件后计为施行。",
        "Six of the ten are named by the article; the names of the others are the town's. With its document a system is in force.",
    ),
)
def name_system(
    request: Called, town: Town, system: SystemCode, body: model.NameSystem
) -> Response[Any]:
    """Say what a system is called in a town."""
    expected = request.expected_version
    return carried_out(
        request,
        lambda work: name_one(
            work,
            town,
            system,
            name=body.name,
            document=body.document,
            summary=body.summary,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            by=acting(request, town, HEADS),
            expected=expected,
        ),
        lambda one: model.system_view(one, clock.today(), request.language),
    )


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/statistics/{year}",
    access=Access(READERS),
    answers={200: (Text("年度统计", "The figures so far"), model.StatisticsView)},
    problems=[OutsideYourArea],
    summary=Text("乡镇年度执法统计", "Read the figures of a town's year"),
    description=Text(
        "只统计本乡镇；不按罚没款、检查次数对单位或个人排名，也不能设置排名（{zh:administrative-penalty-law-2021#74}）。",
        "Of one town alone. Nobody is ranked by fines or inspections, and no setting makes it ({en:administrative-penalty-law-2021#74}).",
    ),
)
def get_statistics(request: Called, town: Town, year: Year) -> Response[Any]:
    """Read the figures of a town's year so far."""
    request.within(town, READERS)
    now = see_disclosed.figures_now(town, year)
    inspected = model.inspected_view(now.inspections, now.problems, request.language)
    view = model.statistics_view(town, year, now.figures, inspected, clock.now(), request.language)
    return API.answer(200, view)


@API.route(
    "POST",
    "/v1/enforcement/towns/{town}/years/{year}/publication",
    access=Access(HEADS),
    answers={201: (Text("已公布", "Published"), model.YearView)},
    problems=[OutsideYourArea, YearNotOver, *WRITES],
    summary=Text("公布年度执法数据", "Publish the figures of a year"),
    description=Text(
        "次年一月三十一日前公布；数据由系统统计，不能填写。再次公布为新的一版，须说明更正原因。",
        "By 31 January of the next. The figures are counted, nobody types one. Published again they are a new edition with its reason.",
    ),
)
def publish_year(request: Called, town: Town, year: Year, body: model.PublishYear) -> Response[Any]:
    """Publish the figures of a year."""
    return carried_out(
        request,
        lambda work: publish(work, request, town, year, body.note),
        lambda one: model.year_view(one, request.language),
        status=201,
    )


# Everybody's


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
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.systems_of(town)
    return API.answer(200, model.system_list(found, clock.today(), request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/items",
    access=PUBLIC,
    answers={200: (Text("权责事项和依据", "Items and legal bases"), model.PublicItemList)},
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
    see_disclosed.refuse_hurry(request.source_ip)
    today, language = clock.today(), request.language
    found = see_disclosed.items(town, words, limit, cursor)
    own = [model.item_view(one, today, language) for one in see_disclosed.own_items(words, town)]
    return page(found, lambda one: model.item_view(one, today, language), own=own)


@API.route(
    "GET",
    "/v1/enforcement/public/items/{code}/benchmark",
    access=PUBLIC,
    answers={200: (Text("裁量基准", "The benchmark"), model.PublicBenchmarkView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("裁量基准（无需登录）", "The benchmark of an item, without login"),
)
def read_benchmark(request: Called, code: ItemCode, town: TownAsked) -> Response[Any]:
    """Read the benchmark of an item that is in force today."""
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.benchmark(town, code)
    return API.answer(200, model.benchmark_view(found, clock.today(), request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/officers",
    access=PUBLIC,
    answers={200: (Text("执法人员", "The officers"), model.PublicOfficerList)},
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
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.officers_of(town, limit, cursor)
    return page(
        found, lambda one: model.officer_view(one.kept, one.name, one.state, request.language)
    )


@API.route(
    "GET",
    "/v1/enforcement/public/officers/{number}",
    access=PUBLIC,
    answers={200: (Text("证件", "The certificate"), model.PublicOfficerView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("核验执法证件（无需登录）", "Check a certificate that was shown, without login"),
)
def check_officer(request: Called, number: CertificateNumber) -> Response[Any]:
    """Check a certificate that was shown."""
    see_disclosed.refuse_hurry(request.source_ip)
    one = see_disclosed.officer(number)
    view = model.officer_view(one.kept, one.name, one.state, request.language)
    return API.answer(200, view)


@API.route(
    "GET",
    "/v1/enforcement/public/procedures",
    access=PUBLIC,
    answers={200: (Text("执法流程图", "The flow charts"), model.ProcedureList)},
    problems=[TooManyRequests],
    summary=Text("执法流程图（无需登录）", "The flow chart of each procedure, without login"),
    description=Text(
        "由系统实际执行的状态表生成（Mermaid）。",
        "Drawn from the tables that decide (Mermaid).",
    ),
)
def read_procedures(request: Called) -> Response[Any]:
    """Read the flow charts."""
    see_disclosed.refuse_hurry(request.source_ip)
    return API.answer(200, model.procedures_view(request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/decisions",
    access=PUBLIC,
    answers={200: (Text("处罚决定公示", "Public decisions"), model.PublicDecisionList)},
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
    see_disclosed.refuse_hurry(request.source_ip)
    today, language = clock.today(), request.language
    found, onward = see_disclosed.decisions(town, words, limit, cursor)
    items = [model.decision_view(one, today, language) for one in found]
    return API.answer(200, {"items": items, "next_cursor": onward})


@API.route(
    "GET",
    "/v1/enforcement/public/decisions/{case_id}",
    access=PUBLIC,
    answers={200: (Text("处罚决定", "The decision"), model.PublicDecisionView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看公示的处罚决定（无需登录）", "Read a public decision, without login"),
)
def read_decision(request: Called, case_id: RowId) -> Response[Any]:
    """Read a public decision, masked."""
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.decision(case_id)
    return API.answer(200, model.decision_view(found, clock.today(), request.language))


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
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.years(town, limit, cursor)
    return page(found, lambda one: model.year_view(one, request.language))


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
    see_disclosed.refuse_hurry(request.source_ip)
    found = see_disclosed.year_of(town, year)
    return API.answer(200, model.year_view(found, request.language))
