"""What stands beside members and vouchers: the list as filed, periods as published, budgets, distributions as decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from economy.rules.carried import Act
from economy.rules.chart import AccountKind, Chart
from economy.rules.deciding import Carried
from economy.rules.distribution import Plan
from kernel.ledger.postings import Posting
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class FiledWith(Named):
    """With whom the list of members is filed (集体法 Art. 12)."""

    TOWN = "town", "乡镇人民政府", "the town"
    COUNTY = "county", "县级农业农村主管部门", "the county's agriculture department"


class YearNotOver(Conflict):
    """Income is shared when its year is over."""

    slug = "income-year-not-over"
    said = Text("该年度尚未结束。", "The year is not over.")


class DistributedAlready(Conflict):
    """A year's income is distributed once."""

    slug = "distributed-already"
    said = Text("该年度收益已分配。", "The year's income is distributed already.")


class YearDistributed(Conflict):
    """What is entered in a year whose income is distributed would never be: it is entered in a later one."""

    slug = "income-year-distributed"
    said = Text(
        "该年度收益已分配，不能再记该年度凭证，请记入以后年度。",
        "The year's income is distributed: enter it in a later year.",
    )


class BooksOpen(Conflict):
    """A voucher of the year is neither in the books nor void: its income is not known yet."""

    slug = "books-open"
    said = Text("该年度尚有未记账的凭证。", "A voucher of the year is not in the books yet.")


class NotPublished(Conflict):
    """What is named is no publication of this village's finances for this period that is up."""

    slug = "not-published"
    said = Text(
        "须注明本村该期间已上墙的财务公开。",
        "Name the publication of the village's finances for this period that is up.",
    )


@record
class Seat:
    """By which member somebody is on the list of a village (`{village}~{person}`), or was a member last, of whichever (`member~{person}`)."""

    id: str
    member: str
    version: int = 1


@record
class Roll:
    """The list of a village's collective as a whole: who changed it when, and with whom it is filed as it is."""

    id: str
    members: int = 0
    changed_on: date | None = None
    filed: Mapping[str, date] | None = None
    version: int = 0

    def unfiled(self) -> list[FiledWith]:
        """Return with whom the list as it is has not been filed."""
        filed = self.filed or {}
        return [one for one in FiledWith if str(one) not in filed] if self.changed_on else []


@record
class Period:
    """A month or quarter whose accounts are to be published: `{village}~{period}`, with what is owed, and the last day for it."""

    id: str
    owed: str
    due_on: date
    publication: str | None = None
    version: int = 1


@record
class Budget:
    """What a year is to bring in and may cost: `{village}~{year}`, by account, in fen."""

    id: str
    lines: Mapping[str, int]
    decision: str
    version: int = 1


@record
class Distribution:
    """How a year's income was distributed: `{village}~{year}`, with the voucher that enters it.

    Attributes
    ----------
    paid
        The members who have their share, by the voucher that paid it.
    """

    id: str
    plan: Plan
    decision: str
    voucher: str
    version: int = 1
    paid: Mapping[str, tuple[str, ...]] | None = None

    @property
    def paid_fen(self) -> int:
        """What of the shares is paid."""
        paid = (self.paid or {}).values()
        return sum(self.plan.parts[one] for members in paid for one in members)

    def paid_by(self, member: str) -> str | None:
        """Return the voucher by which a member has the share; None: it is not paid."""
        paid = (self.paid or {}).items()
        return next((voucher for voucher, members in paid if member in members), None)


def budget_of(village_year: str, lines: Sequence[Posting], decision: str, chart: Chart) -> Budget:
    """Return a budget of income and expense.

    Raises
    ------
    InvalidFields
        A line is of no such account, or an account is there twice.
    """
    kinds = (AccountKind.INCOME, AccountKind.EXPENSE, AccountKind.COST)
    known = {one.code for one in chart.of_kind(*kinds)}
    budgeted = {each.account: each.amount for each in lines}
    if len(budgeted) < len(lines) or not known.issuperset(budgeted):
        raise InvalidFields.one(
            "lines",
            Text(
                "预算只列收入、支出和成本科目，每个科目一行。",
                "A budget has accounts of income, expense and cost, each on one line.",
            ),
        )
    return Budget(village_year, budgeted, decision)


def items_of_budget(year: int, budget: Budget) -> list[Carried]:
    """Return what a decision has to carry that a budget is set by: each line."""
    act = str(Act.BUDGET)
    return [Carried(act, f"{year}~{account}", fen) for account, fen in budget.lines.items()]


def refuse_open_year(year: int, today: date) -> None:
    """Let income be distributed of a year that is over.

    Raises
    ------
    YearNotOver
        It is not.
    """
    if today.year <= year:
        raise YearNotOver
