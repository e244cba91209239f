"""Accounts, sheets, charters, budgets and distributions as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.vouchers import Names, name_of_account
from economy.rules.books import Budget, Distribution
from economy.rules.chart import AccountKind, AccountUse, Chart
from economy.rules.distribution import Charter, Delegated, Plan, items_of_plan
from economy.rules.statements import Line
from economy.service.see_books import Sheets
from kernel.in_force import InForce
from kernel.texts import Language


class AccountView(TypedDict):
    """An account."""

    code: str
    name: str
    kind: AccountKind
    kind_name: str
    use: AccountUse | None
    use_name: str | None


class ChartView(TypedDict):
    """The chart of accounts in force; version 0 is the packaged one, which was not compared with the ministry's."""

    version: int
    accounts: list[AccountView]


class SheetLine(TypedDict):
    """An account on a sheet."""

    account: str
    name: str
    fen: int


class IncomeSheetView(TypedDict):
    """Income from the year's first day to the month's end."""

    income: list[SheetLine]
    expense: list[SheetLine]
    net_fen: Annotated[
        int, Field(description="Value that projects produced is no part of it / 不含产生的经济价值")
    ]


class BalanceSheetView(TypedDict):
    """What there is at the month's end, and whose it is."""

    assets: list[SheetLine]
    liabilities: list[SheetLine]
    equity: list[SheetLine]
    year_fen: int
    assets_fen: int
    claims_fen: int


class SheetsView(TypedDict):
    """Both sheets of a month."""

    village: str
    month: str
    income: IncomeSheetView
    balance: BalanceSheetView


class CharterView(TypedDict):
    """What the charter says of money."""

    village: str
    reserve_percent: int
    delegated: list[Delegated]
    cash_limit_fen: int
    decision: str
    version: int


class BudgetLineView(TypedDict):
    """An account of a budget, and what came of it so far."""

    account: str
    account_name: str
    fen: int
    actual_fen: int


class BudgetView(TypedDict):
    """The budget of a year."""

    village: str
    year: int
    lines: list[BudgetLineView]
    decision: str
    version: int


class DistributionView(TypedDict):
    """How a year's income was distributed: losses, reserve, then shares."""

    village: str
    year: int
    income_fen: int
    losses_fen: int
    reserve_fen: int
    shared_fen: int
    holders: int
    member_fen: Annotated[
        int | None, Field(description="What the member that is asked for gets / 所查成员应得")
    ]
    member_voucher: Annotated[
        str | None,
        Field(description="By which the member has it; null: not paid yet / 发放凭证，空为未发放"),
    ]
    paid_fen: Annotated[int, Field(description="What of the shares is paid / 已发放")]
    decision: str
    voucher: str
    version: int


class CarriedView(TypedDict):
    """One thing that a decision has to carry, as a matter names it (`items` of a matter)."""

    act: str
    subject: str
    amount: int | None


class DistributionPlanView(TypedDict):
    """How a year's income would be distributed, and what the matter that decides it has to name."""

    village: str
    year: int
    income_fen: int
    losses_fen: int
    reserve_fen: int
    shared_fen: int
    holders: int
    items: list[CarriedView]


class PeriodView(TypedDict):
    """A period whose accounts are published."""

    village: str
    period: str
    publication: str | None
    version: int


def chart_view(chart: InForce[Chart], language: Language) -> ChartView:
    """Return the chart of accounts."""
    return {
        "version": chart.version,
        "accounts": [
            {
                "code": one.code,
                "name": one.name.say(language),
                "kind": one.kind,
                "kind_name": one.kind.said.say(language),
                "use": one.use,
                "use_name": one.use.said.say(language) if one.use else None,
            }
            for one in chart.value.accounts.values()
        ],
    }


def sheets_view(sheets: Sheets, language: Language) -> SheetsView:
    """Return both sheets of a month."""

    def lines(many: Iterable[Line]) -> list[SheetLine]:
        return [
            {"account": one.account.code, "name": one.account.name.say(language), "fen": one.fen}
            for one in many
        ]

    income, balance = sheets.income, sheets.balance
    return {
        "village": sheets.village,
        "month": sheets.month,
        "income": {
            "income": lines(income.income),
            "expense": lines(income.expense),
            "net_fen": income.net_fen,
        },
        "balance": {
            "assets": lines(balance.assets),
            "liabilities": lines(balance.liabilities),
            "equity": lines(balance.equity),
            "year_fen": balance.year_fen,
            "assets_fen": balance.assets_fen,
            "claims_fen": balance.claims_fen,
        },
    }


def charter_view(one: Charter) -> CharterView:
    """Return what a charter says of money."""
    return {
        "village": one.id,
        "reserve_percent": one.reserve_percent,
        "delegated": list(one.delegated),
        "cash_limit_fen": one.cash_limit,
        "decision": one.decision,
        "version": one.version,
    }


def budget_view(
    one: Budget, actual: Mapping[str, int], accounts: Names, language: Language
) -> BudgetView:
    """Return a budget, with what came of it; `accounts` are the names of all accounts."""
    village, _, year = one.id.partition("~")
    return {
        "village": village,
        "year": int(year),
        "lines": [
            {
                "account": account,
                "account_name": name_of_account(account, accounts, language),
                "fen": fen,
                "actual_fen": abs(actual.get(account, 0)),
            }
            for account, fen in sorted(one.lines.items())
        ],
        "decision": one.decision,
        "version": one.version,
    }


def plan_view(village: str, year: int, plan: Plan) -> DistributionPlanView:
    """Return how a year's income would be distributed."""
    return {
        "village": village,
        "year": year,
        "income_fen": plan.income_fen,
        "losses_fen": plan.losses_fen,
        "reserve_fen": plan.reserve_fen,
        "shared_fen": plan.shared_fen,
        "holders": len(plan.parts),
        "items": [
            {"act": one.act, "subject": one.subject, "amount": one.amount}
            for one in items_of_plan(year, plan)
        ],
    }


def distribution_view(one: Distribution, member: str | None = None) -> DistributionView:
    """Return a distribution; of members, what one gets."""
    village, _, year = one.id.partition("~")
    plan = one.plan
    return {
        "village": village,
        "year": int(year),
        "income_fen": plan.income_fen,
        "losses_fen": plan.losses_fen,
        "reserve_fen": plan.reserve_fen,
        "shared_fen": plan.shared_fen,
        "holders": len(plan.parts),
        "member_fen": plan.parts.get(member, 0) if member else None,
        "member_voucher": one.paid_by(member) if member else None,
        "paid_fen": one.paid_fen,
        "decision": one.decision,
        "voucher": one.voucher,
        "version": one.version,
    }
