"""The chart of accounts (财会〔2023〕14号): as packaged, or as a county replaced it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class AccountKind(Named):
    """On which side of which sheet an account stands."""

    ASSET = "asset", "资产", "asset"
    LIABILITY = "liability", "负债", "liability"
    EQUITY = "equity", "所有者权益", "equity"
    COST = "cost", "成本", "cost"
    INCOME = "income", "收入", "income"
    EXPENSE = "expense", "支出", "expense"


class AccountUse(Named):
    """What the rules know an account for, whatever its code."""

    CASH = "cash", "库存现金", "cash in hand"
    BANK = "bank", "银行存款", "cash at bank"
    PAYABLE = "payable", "应付款", "payables"
    RESERVE = "reserve", "公积公益金", "reserve and welfare fund"
    YEAR = "year", "本年收益", "income of the year"
    RETAINED = "retained", "收益分配", "distribution of income"
    TAX = "tax", "所得税费用", "income tax"
    RECEIVABLE = "receivable", "应收款项", "what is owed to the collective"

    @property
    def is_of_one(self) -> bool:
        """Whether exactly one account of a chart is known for it; any number where not."""
        return self is not AccountUse.RECEIVABLE


@record
class Account:
    """An account of the chart."""

    code: str
    name: Text
    kind: AccountKind
    use: AccountUse | None = None


@record
class Chart:
    """Every account that may be posted to, by its code."""

    accounts: Mapping[str, Account]

    def used_for(self, use: AccountUse) -> str:
        """Return the code of the account that is known for something."""
        return next(code for code, one in self.accounts.items() if one.use is use)

    def all_used_for(self, use: AccountUse) -> frozenset[str]:
        """Return the codes of all accounts that are known for something."""
        return frozenset(code for code, one in self.accounts.items() if one.use is use)

    def of_kind(self, *kinds: AccountKind) -> list[Account]:
        """Return the accounts of some kinds, in their order."""
        return [one for one in self.accounts.values() if one.kind in kinds]


def chart_of(accounts: Iterable[Account]) -> Chart:
    """Return a chart that can be worked with.

    Raises
    ------
    InvalidFields
        A code is there twice, or what the rules need one account for has none or several.
    """
    listed = list(accounts)
    codes = {one.code for one in listed}
    uses = [one.use for one in listed if one.use and one.use.is_of_one]
    if len(codes) < len(listed):
        raise InvalidFields.one("accounts", Text("科目编号重复。", "A code is there twice."))
    if sorted(uses) != sorted(use for use in AccountUse if use.is_of_one):
        raise InvalidFields.one(
            "accounts",
            Text(
                "现金、银行存款、应付款、公积公益金、本年收益、收益分配、所得税费用须各指定一个科目。",
                "Cash, bank, payables, reserve, income of the year, distribution and income tax each need one account.",
            ),
        )
    return Chart({one.code: one for one in listed})


def refuse_lost(before: Chart, after: Chart) -> None:
    """Let a chart follow another that still has its accounts: books stand on them. They may be named anew and used for nothing.

    Raises
    ------
    InvalidFields
        An account is gone, or is of another kind.
    """
    lost = [
        code
        for code, one in before.accounts.items()
        if code not in after.accounts or after.accounts[code].kind is not one.kind
    ]
    if lost:
        raise InvalidFields.one(
            "accounts",
            Text(
                f"已有科目不得删除或改变类别：{'、'.join(lost[:5])}。",
                f"Accounts stay, and stay of their kind: {', '.join(lost[:5])}.",
            ),
        )


def read_chart(said: Mapping[str, Any]) -> Chart:
    """Return the chart of a document."""
    return chart_of(
        Account(
            one["code"],
            Text(one["name"]["zh"], one["name"]["en"]),
            AccountKind(one["kind"]),
            AccountUse(one["use"]) if one.get("use") else None,
        )
        for one in said["accounts"]
    )
