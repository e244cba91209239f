"""What the books of a village say, to whoever keeps, watches or owns them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from economy.rules.asset_states import READERS
from economy.rules.cash import CashBox
from economy.rules.chart import Chart, read_chart, refuse_lost
from economy.rules.distribution import Charter
from economy.rules.money_terms import money_amount
from economy.rules.statements import BalanceSheet, IncomeSheet, balance_sheet, income_sheet
from economy.service.households import household_of, is_of_members
from economy.store import ledger, money
from economy.store.money_rows import CHART
from kernel.access import Caller
from kernel.in_force import InForce
from kernel.problems import Versions
from kernel.storage.lists import Listed
from kernel.texts import Text


def chart_in_force() -> InForce[Chart]:
    """Return the chart of accounts: the county's, else the packaged one."""
    return CHART.newest()


def account_names() -> dict[str, Text]:
    """Return what all accounts are called, by code."""
    return {code: one.name for code, one in CHART.current().value.accounts.items()}


def replace_chart(document: Mapping[str, Any], expected: Versions, by: str) -> InForce[Chart]:
    """Replace the chart of accounts of the county, whole.

    Raises
    ------
    InvalidFields
        It is none the rules can work with, or lacks an account of the one before.
    StaleVersion
        The newest is another.
    """
    # What cannot be read again must never become the newest.
    refuse_lost(CHART.newest().value, read_chart(document))
    return CHART.put(document, expected, by)


class Sheets(NamedTuple):
    """Both sheets of a month (`2026-11`)."""

    village: str
    month: str
    income: IncomeSheet
    balance: BalanceSheet


def read_sheets(village: str, month: str) -> Sheets:
    """Return income from the year's first day, and the balance, at the end of a month."""
    day = date.fromisoformat(f"{month}-01")
    chart = CHART.current().value
    income = income_sheet(ledger.sums_in(village, day.year, day.month), chart)
    return Sheets(village, month, income, balance_sheet(ledger.sums_until(village, day), chart))


def may_read(village: str, caller: Caller) -> bool:
    """Tell whether somebody may read a village's accounts: its keepers and those over it, and every member (集体法 Art. 13)."""
    return caller.post_over(village, READERS) is not None or is_of_members(
        caller.person_id, village
    )


def may_read_of(member: str, caller: Caller) -> bool:
    """Tell whether somebody may read what a member gets: who keeps or watches the books, and the member's own household."""
    one = money.MEMBERS.load(member)
    return one is not None and (
        caller.post_over(one.village, READERS) is not None
        or one.household == household_of(caller.person_id)
    )


def get_charter(village: str) -> Charter:
    """Return what a village's charter says of money.

    Raises
    ------
    NotFound
        Nothing is on record.
    """
    return money.CHARTERS.get(village)


class Cash(NamedTuple):
    """The cash of a collective, and how much may lie there."""

    box: CashBox
    limit_fen: int


def read_cash(village: str) -> Cash:
    """Return the cash of a village; an empty box where none was moved."""
    charter = money.CHARTERS.load(village)
    limit = charter.cash_limit if charter else money_amount("cash_limit_fen")
    return Cash(money.CASH.load(village) or CashBox(village), limit)


def list_periods(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the periods of a village's books, the latest first."""
    return money.PERIODS.about(money.periods_of(village), limit, cursor, newest_first=True)
