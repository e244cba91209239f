"""Routes of accounts, sheets, charters, budgets, distributions and what is published of them."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from economy.api.base import API
from economy.api.members import VillageInPath
from economy.api.shared import EVERYBODY, KEEP, READ, WRITES
from economy.model.money import (
    BudgetView,
    CharterView,
    ChartView,
    DistributionPlanView,
    DistributionView,
    PeriodView,
    SheetsView,
    budget_view,
    chart_view,
    charter_view,
    distribution_view,
    plan_view,
    sheets_view,
)
from economy.model.money_requests import (
    DistributeIncome,
    EnterCharter,
    PayShares,
    PublishBooks,
    ReplaceAccounts,
    SetBudget,
)
from economy.rules.asset_states import BOOKS, KEEPERS, READERS
from economy.rules.books import (
    BooksOpen,
    DistributedAlready,
    NotPublished,
    Period,
    YearNotOver,
)
from economy.rules.carried import DecisionUsed
from economy.rules.closing import PeriodNotOver
from economy.rules.gates import EconomyGateShut
from economy.service.decide_money import (
    distribute_income,
    enter_charter,
    propose_distribution,
    publish_books,
    read_budget,
    read_distribution,
    set_budget,
)
from economy.service.pay_by_vouchers import pay_shares
from economy.service.see_books import (
    account_names,
    chart_in_force,
    get_charter,
    may_read,
    may_read_of,
    read_sheets,
    replace_chart,
)
from kernel.access import ALL_ROLES, Access, Role
from kernel.actors import Actor
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import Village
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.storage.rates import TooOften
from kernel.texts import Text

YearInPath = Annotated[int, Path(ge=2000, le=2099, examples=[2026])]
_COUNTY = frozenset({Role.COUNTY_ADMIN})


@API.route(
    "GET",
    "/v1/economy/accounts",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("科目表", "The chart of accounts"), ChartView)},
    summary=Text("会计科目表", "Read the chart of accounts"),
)
def get_economy_accounts(request: Called) -> Response[Any]:
    """Read the chart of accounts in force."""
    found = chart_in_force()
    return API.answer(200, chart_view(found, request.language), version=found.version)


@API.route(
    "PUT",
    "/v1/economy/accounts",
    access=Access(_COUNTY, scoped=False),
    answers={200: (Text("科目表", "The chart of accounts"), ChartView)},
    problems=[StaleVersion],
    summary=Text("替换会计科目表", "Replace the chart of accounts"),
)
def put_economy_accounts(request: Called, body: ReplaceAccounts) -> Response[Any]:
    """Replace the chart of accounts of the county, whole."""
    found = replace_chart(body.document(), request.expected_version, request.person_id)
    return API.answer(200, chart_view(found, request.language), version=found.version)


@API.route(
    "GET",
    "/v1/economy/statements",
    access=EVERYBODY,
    answers={200: (Text("两表", "Both sheets"), SheetsView)},
    problems=[OutsideYourArea],
    summary=Text("收益表和资产负债表", "Read the sheets of a month"),
    description=Text(
        "管理、监督人员和本村成员户可查。项目产生的经济价值不在其中。",
        "For those who keep or watch the books, and for every household of members. Value that projects produced is in none of them.",
    ),
)
def get_economy_statements(
    request: Called,
    village: Village,
    month: Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])],
) -> Response[Any]:
    """Read the sheets of a village whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    return API.answer(200, sheets_view(read_sheets(village, month), request.language))


@API.route(
    "POST",
    "/v1/economy/charters",
    access=KEEP,
    answers={201: (Text("已登记", "Entered"), CharterView)},
    problems=[UnitClosed, DecisionUsed, *WRITES],
    summary=Text("登记章程的财务规定", "Enter what the charter says of money"),
)
def enter_economy_charter(request: Called, body: EnterCharter) -> Response[Any]:
    """Enter the charter of a village the caller acts for."""
    by = Actor.of(request.person, request.within(body.village, KEEPERS))
    return API.carry_out(
        request, lambda work: enter_charter(work, body, by), charter_view, status=201
    )


@API.route(
    "GET",
    "/v1/economy/charters/{village}",
    access=EVERYBODY,
    answers={200: (Text("章程规定", "What it says"), CharterView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看章程的财务规定", "Read what the charter says of money"),
)
def get_economy_charter(request: Called, village: VillageInPath) -> Response[Any]:
    """Read the charter of a village whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    one = get_charter(village)
    return API.answer(200, charter_view(one), version=one.version)


@API.route(
    "POST",
    "/v1/economy/budgets",
    access=KEEP,
    answers={201: (Text("已设定", "Set"), BudgetView)},
    problems=[UnitClosed, DecisionUsed, *WRITES],
    summary=Text("设定年度预算", "Set the budget of a year"),
)
def set_economy_budget(request: Called, body: SetBudget) -> Response[Any]:
    """Set the budget of a village the caller acts for."""
    by = Actor.of(request.person, request.within(body.village, KEEPERS))
    return API.carry_out(
        request,
        lambda work: set_budget(work, body, by),
        lambda one: budget_view(one, {}, account_names(), request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/economy/budgets/{village}/{year}",
    access=EVERYBODY,
    answers={200: (Text("预算及执行", "The budget, and what came of it"), BudgetView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看预算及执行", "Read a budget"),
)
def get_economy_budget(request: Called, village: VillageInPath, year: YearInPath) -> Response[Any]:
    """Read the budget of a village whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    one, actual = read_budget(village, year)
    return API.answer(
        200, budget_view(one, actual, account_names(), request.language), version=one.version
    )


@API.route(
    "POST",
    "/v1/economy/distributions",
    access=Access(BOOKS),
    answers={201: (Text("已分配", "Distributed"), DistributionView)},
    problems=[
        UnitClosed,
        YearNotOver,
        DistributedAlready,
        BooksOpen,
        DecisionUsed,
        TooOften,
        *WRITES,
    ],
    summary=Text("办理年度收益分配", "Distribute a year's income"),
    description=Text(
        "先弥补亏损、提取公积公益金，余额按份额分配至分；须由成员大会或章程授权的成员代表大会决定，方案提前十日公开。",
        "Losses and the reserve first, the rest by shares to the fen; by the members' assembly, or representatives by charter, the plan open for ten days.",
    ),
)
def distribute_economy_income(request: Called, body: DistributeIncome) -> Response[Any]:
    """Distribute the income of a village whose books the caller keeps."""
    by = Actor.of(request.person, request.within(body.village, BOOKS))
    return API.carry_out(
        request,
        lambda work: distribute_income(work, body, by),
        distribution_view,
        status=201,
    )


@API.route(
    "POST",
    "/v1/economy/distributions/{village}/{year}/payouts",
    access=Access(BOOKS),
    answers={200: (Text("已登记发放", "Paid"), DistributionView)},
    problems=[NotFound, OutsideYourArea, *WRITES],
    summary=Text("登记成员份额收益发放", "Enter that members were paid their shares"),
    description=Text(
        "列明成员和已记账的发放凭证：每人份额一次付清，不得重复；凭证冲销的，视为未发放。",
        "Names members and the voucher in the books that pays them: each share whole and once; a voucher that is taken back has paid nobody.",
    ),
)
def pay_economy_shares(
    request: Called, village: VillageInPath, year: YearInPath, body: PayShares
) -> Response[Any]:
    """Enter payouts of a village whose books the caller keeps."""
    by = Actor.of(request.person, request.within(village, BOOKS))
    return API.carry_out(
        request,
        lambda work: pay_shares(work, village, year, body.members, body.voucher, by),
        distribution_view,
    )


@API.route(
    "GET",
    "/v1/economy/distribution-plans/{village}/{year}",
    access=READ,
    answers={200: (Text("分配方案", "The plan"), DistributionPlanView)},
    problems=[OutsideYourArea, EconomyGateShut, YearNotOver, BooksOpen],
    summary=Text("测算年度收益分配方案", "Compute how a year's income would be distributed"),
    description=Text(
        "按账簿、章程和份额计算；`items` 须列入提交会议的事项，执行时逐项核对。",
        "By books, charter and shares. The matter that decides it names these `items`; they are compared when it is carried out.",
    ),
)
def get_economy_distribution_plan(
    request: Called, village: VillageInPath, year: YearInPath
) -> Response[Any]:
    """Compute the distribution of a village in the caller's area."""
    request.within(village, READERS)
    return API.answer(200, plan_view(village, year, propose_distribution(village, year)))


@API.route(
    "GET",
    "/v1/economy/distributions/{village}/{year}",
    access=EVERYBODY,
    answers={200: (Text("收益分配", "How it was distributed"), DistributionView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看年度收益分配", "Read how a year's income was distributed"),
)
def get_economy_distribution(
    request: Called,
    village: VillageInPath,
    year: YearInPath,
    member: Annotated[str | None, Query(pattern=f"^{ID_PATTERN}$")] = None,
) -> Response[Any]:
    """Read the distribution of a village whose accounts are the caller's to read; of members, what one of the caller's household gets."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    request.allow(member is None or may_read_of(member, request.person), OutsideYourArea)
    one = read_distribution(village, year)
    return API.answer(200, distribution_view(one, member), version=one.version)


@API.route(
    "POST",
    "/v1/economy/book-publications",
    access=Access(BOOKS | KEEPERS),
    answers={200: (Text("已登记公开", "Published"), PeriodView)},
    problems=[NotFound, OutsideYourArea, NotPublished, PeriodNotOver, BooksOpen, *WRITES],
    summary=Text("登记财务公开", "Enter by what the accounts of a period are published"),
    description=Text(
        "公开即关账：该期间及以前不再记账，更正以冲销凭证记入以后期间；不能重新打开。",
        "Published is closed: the period and those before take nothing any more; what was wrong is taken back in a later one. Nobody opens them again.",
    ),
)
def publish_economy_books(request: Called, body: PublishBooks) -> Response[Any]:
    """Enter the publication of a village whose books the caller keeps."""
    by = Actor.of(request.person, request.within(body.village, BOOKS | KEEPERS))

    def view(one: Period) -> PeriodView:
        return {
            "village": body.village,
            "period": body.period,
            "publication": one.publication,
            "version": one.version,
        }

    return API.carry_out(request, lambda work: publish_books(work, body, by), view)
