"""What the books say: the balance sheet, and income and its distribution (财会〔2023〕14号; DOMAIN 16.2).

Only postings are counted. Economic value that projects produced is no posting, and so is in no sheet (DOMAIN 16.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from economy.rules.chart import Account, AccountKind, AccountUse, Chart
from kernel.record import record

Sums = Mapping[str, int]
"""By account: debits less credits, in fen."""


@record
class Line:
    """An account on a sheet, on the side it belongs to: positive is as it should be."""

    account: Account
    fen: int


@record
class IncomeSheet:
    """Income of a period: what came in, what it cost, what is left after tax."""

    income: tuple[Line, ...]
    expense: tuple[Line, ...]
    net_fen: int


@record
class BalanceSheet:
    """What a collective has, and whose it is; `year_fen` is income that is not closed to equity yet."""

    assets: tuple[Line, ...]
    liabilities: tuple[Line, ...]
    equity: tuple[Line, ...]
    year_fen: int

    @property
    def assets_fen(self) -> int:
        """All it has."""
        return _total(self.assets)

    @property
    def claims_fen(self) -> int:
        """All that others and the collective itself have in it."""
        return _total(self.liabilities) + _total(self.equity) + self.year_fen

    @property
    def balances(self) -> bool:
        """Whether both sides are the same."""
        return self.assets_fen == self.claims_fen


def income_sheet(sums: Sums, chart: Chart) -> IncomeSheet:
    """Return the income sheet of the sums of a period, without the closing of the year itself."""
    income = _lines(sums, chart.of_kind(AccountKind.INCOME), -1)
    expense = _lines(sums, chart.of_kind(AccountKind.EXPENSE), 1)
    return IncomeSheet(income, expense, _total(income) - _total(expense))


def balance_sheet(sums: Sums, chart: Chart) -> BalanceSheet:
    """Return the balance sheet of the sums of all time until a day."""
    return BalanceSheet(
        _lines(sums, chart.of_kind(AccountKind.ASSET, AccountKind.COST), 1),
        _lines(sums, chart.of_kind(AccountKind.LIABILITY), -1),
        _lines(sums, chart.of_kind(AccountKind.EQUITY), -1),
        income_sheet(sums, chart).net_fen,
    )


def earlier_losses(sums: Sums, chart: Chart) -> int:
    """Return the losses of earlier years that are not made up for, from the sums until the year's first day; zero where there are none."""
    kept = -sums.get(chart.used_for(AccountUse.RETAINED), 0)
    kept -= sums.get(chart.used_for(AccountUse.YEAR), 0)
    return max(0, -(kept + income_sheet(sums, chart).net_fen))


def added(many: Iterable[Sums]) -> dict[str, int]:
    """Return the sums of several months together."""
    total: dict[str, int] = {}
    for sums in many:
        for account, fen in sums.items():
            total[account] = total.get(account, 0) + fen
    return total


def _lines(sums: Sums, accounts: Iterable[Account], side: int) -> tuple[Line, ...]:
    return tuple(Line(one, side * sums[one.code]) for one in accounts if sums.get(one.code))


def _total(lines: Iterable[Line]) -> int:
    return sum(line.fen for line in lines)
