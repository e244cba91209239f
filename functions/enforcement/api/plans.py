"""Routes of the plans of inspections, the lists of firms, and the draws, which are public."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.api.shared import Town, Year
from enforcement.model import plans as model
from enforcement.rules.firms import SameFirm, TooManyFirms, is_credit_code
from enforcement.rules.inspection_plan import (
    CapAboveCounty,
    CapRaised,
    DrawnBefore,
    DrawTooLarge,
    NothingToDraw,
    PlanOutOfTurn,
)
from enforcement.service import look_up_plans as look_up
from enforcement.service import plan_inspections
from enforcement.service.asked import HEADS
from kernel.access import ENFORCEMENT_READERS, ENFORCERS, PUBLIC, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text

FirmCode = Annotated[str, Path(min_length=18, max_length=18, description="统一社会信用代码")]
Round = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,20}$")]


@API.route(
    "PUT",
    "/v1/enforcement/towns/{town}/plans/{year}",
    access=Access(HEADS),
    answers={200: (Text("已备案", "Filed"), model.PlanView)},
    problems=[OutsideYourArea, PlanOutOfTurn, CapAboveCounty, CapRaised, StaleVersion, *WRITES],
    summary=Text("备案年度检查计划", "File the plan of a year's inspections"),
    description=Text(
        "含同一企业年度检查上限，不得高于县定次数；报县级执法监督；逾期备案会注明。",
        "With the cap for one firm, the county's or lower; the county's supervisors are told, and a late one says so.",
    ),
)
def file_plan(request: Called, town: Town, year: Year, body: model.FilePlan) -> Response[Any]:
    """File the plan of a year, or file it anew."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: plan_inspections.file_plan(
            work, town, year, body.cap, body.focus, request, expected
        ),
        lambda filed: model.plan_view(filed, request.language),
    )


@API.route(
    "GET",
    "/v1/enforcement/public/towns/{town}/plans/{year}",
    access=PUBLIC,
    answers={200: (Text("年度检查计划", "The plan"), model.PlanView)},
    problems=[NotFound],
    summary=Text("公开：年度检查计划与频次上限", "Read a town's plan and its cap, for everybody"),
)
def get_plan(request: Called, town: Town, year: Year) -> Response[Any]:
    """Read the plan of a town's year."""
    filed = look_up.read_plan(town, year)
    if filed is None:
        raise NotFound
    return API.answer(200, model.plan_view(filed, request.language), version=filed.version)


@API.route(
    "PUT",
    "/v1/enforcement/towns/{town}/firms/{firm}",
    access=Access(ENFORCERS),
    answers={200: (Text("已登记", "Listed"), model.FirmView)},
    problems=[NotFound, OutsideYourArea, TooManyFirms, SameFirm, *WRITES],
    summary=Text("登记检查对象", "List a firm, or take it off the list"),
    description=Text(
        "企业换码或者一企多码的，填 formerly：检查次数合并计算，只占一个抽取名额。",
        "A firm whose code changed, or that has two, says so in `formerly`: its inspections are counted together, and it has one lot in a draw.",
    ),
)
def list_firm(request: Called, town: Town, firm: FirmCode, body: model.ListFirm) -> Response[Any]:
    """Put a firm on the list of a town, name it anew, or take it off."""
    if not is_credit_code(firm):
        raise NotFound
    return API.carry_out(
        request,
        lambda work: plan_inspections.list_firm(
            work,
            town,
            firm,
            body.name,
            listed=body.listed,
            formerly=body.formerly,
            scope=request,
        ),
        model.firm_view,
    )


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/firms",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查对象名录", "The list of firms"), model.FirmList)},
    problems=[OutsideYourArea],
    summary=Text("检查对象名录", "List a town's firms"),
)
def list_firms(
    request: Called, town: Town, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List the firms a town draws from, and those taken off."""
    request.within(town, ENFORCEMENT_READERS)
    return API.page(look_up.list_firms(town, limit, cursor), model.firm_view)


@API.route(
    "POST",
    "/v1/enforcement/towns/{town}/draws",
    access=Access(HEADS),
    answers={201: (Text("已抽取", "Drawn"), model.DrawView)},
    problems=[OutsideYourArea, NothingToDraw, DrawTooLarge, DrawnBefore, *WRITES],
    summary=Text("随机抽取检查对象", "Draw firms at random"),
    description=Text(
        "种子由系统在抽取时生成并公开，任何人可复核；每轮只抽一次，全年各轮合计不超过名录的规定比例。",
        "The system makes the seed as it draws, and publishes it: anybody can draw again. A round is drawn once; "
        "all rounds of a year stay within the share of the list.",
    ),
)
def draw_firms(request: Called, town: Town, body: model.DrawFirms) -> Response[Any]:
    """Draw firms for a round."""
    return API.carry_out(
        request,
        lambda work: plan_inspections.draw_firms(
            work, town, body.year, body.round, body.wanted, request
        ),
        lambda one: model.draw_view(one, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/public/towns/{town}/draws/{year}",
    access=PUBLIC,
    answers={200: (Text("随机抽取", "Draws"), model.DrawList)},
    summary=Text("公开：某年的随机抽取", "List the draws of a year, for everybody"),
)
def list_draws(
    request: Called, town: Town, year: Year, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List the draws of a town's year."""
    found = look_up.list_draws(town, year, limit, cursor)
    return API.page(found, lambda one: model.draw_view(one, request.language))


@API.route(
    "GET",
    "/v1/enforcement/public/towns/{town}/draws/{year}/{round}",
    access=PUBLIC,
    answers={200: (Text("随机抽取", "The draw"), model.DrawView)},
    problems=[NotFound],
    summary=Text("公开：一轮随机抽取", "Read a draw, for everybody"),
)
def get_draw(request: Called, town: Town, year: Year, round: Round) -> Response[Any]:  # noqa: A002 - the path's name
    """Read a draw with all that is needed to repeat it."""
    one = look_up.read_draw(town, year, round)
    if one is None:
        raise NotFound
    return API.answer(200, model.draw_view(one, request.language))
