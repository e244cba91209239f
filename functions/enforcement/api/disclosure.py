"""Routes of the ten systems and of the figures of a year, as a town keeps and publishes them."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.api.shared import Town, Year
from enforcement.model import disclosure as model
from enforcement.rules.figures import YearNotOver
from enforcement.rules.timeline import RecordFull
from enforcement.service import see_disclosed
from enforcement.service.asked import HEADS, acting
from enforcement.service.disclose import publish_year as publish
from enforcement.service.name_system import name_system as name_one
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Access
from kernel.http import Called
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text

SystemCode = Annotated[str, Path(pattern=r"^[a-z_]{2,30}$", examples=["disclosure"])]


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
    return API.carry_out(
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
    access=Access(ENFORCEMENT_READERS),
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
    request.within(town, ENFORCEMENT_READERS)
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
    return API.carry_out(
        request,
        lambda work: publish(work, request, town, year, body.note),
        lambda one: model.year_view(one, request.language),
        status=201,
    )
