"""Routes of dated queries, and of what went: numbers."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock, paging
from kernel.access import Access, Role
from kernel.fields import Day
from kernel.http import Called
from kernel.http.asked import Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.texts import Text
from services.api.base import API
from services.information.api.base import GridOrVillage
from services.information.model.reports import (
    DisposalDryRun,
    DisposalList,
    InformationReport,
    PeopleReport,
    disposal_view,
    dry_run_view,
    people_view,
    report_view,
)
from services.information.rules.visits import READERS
from services.information.service.dispose import disposals, dry_run
from services.information.service.report import count_people, report

_COUNTY = Access(frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}), scoped=False)
_Code = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


@API.route(
    "GET",
    "/v1/services/information/report",
    access=Access(READERS),
    answers={200: (Text("统计结果（一页）", "One page of the report"), InformationReport)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("按表、字段、单位、日期统计", "Count and list what was held of a field on a day"),
    description=Text(
        "报表即查询，不设填报；全部结果为各页 counts 之和。敏感字段只计数。",
        "A report is a query, nobody types one; the whole is the sum of its pages' `counts`. What is sensitive is counted only.",
    ),
)
def report_information(
    request: Called,
    form: _Code,
    field: _Code,
    unit: GridOrVillage,
    on: Annotated[Day | None, Query(description="Default: today / 缺省为今日")] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Count a field in a grid or village of the caller's area."""
    request.within(unit, READERS)
    day = on or clock.today()
    if day > clock.today():
        raise InvalidFields.one("on", Text("不得晚于今日。", "That day is yet to come."))
    found = report(form, field, unit, day, limit, cursor)
    return API.answer(200, report_view(found, unit, day))


@API.route(
    "GET",
    "/v1/services/information/report/people",
    access=Access(READERS),
    answers={200: (Text("网格、户、人数", "Grids, households, people"), PeopleReport)},
    problems=[OutsideYourArea],
    summary=Text(
        "一村的网格、户和人数（取自登记）",
        "Count the grids, households and people of a village in the registry",
    ),
)
def report_people(request: Called, unit: Village) -> Response[Any]:
    """Count a village of the caller's area."""
    request.within(unit, READERS)
    return API.answer(200, people_view(count_people(unit), unit))


@API.route(
    "GET",
    "/v1/services/information/disposals",
    access=_COUNTY,
    answers={200: (Text("到期删除记录，新的在前", "What went, newest first"), DisposalList)},
    summary=Text("到期删除记录（只有数量）", "List how much was deleted by schedule"),
)
def list_disposals(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what went, in numbers."""
    del request
    return API.page(disposals(limit, cursor), disposal_view)


@API.route(
    "GET",
    "/v1/services/information/disposals/dry-run",
    access=_COUNTY,
    answers={200: (Text("将删除的数量（一页）", "What would go"), DisposalDryRun)},
    summary=Text("到期删除预演", "Count what would be deleted by a day"),
)
def run_disposals_dry(
    request: Called,
    by: Annotated[Day, Query()],
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Count what would go by a day; nothing is deleted."""
    return API.answer(200, dry_run_view(dry_run(by, limit, cursor), by, request.language))
