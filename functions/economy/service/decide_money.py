"""Enter a charter, set a budget, distribute a year's income, publish accounts: each rests on what the right body decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import assembly
import escalation
from economy.model.money_requests import DistributeIncome, EnterCharter, PublishBooks, SetBudget
from economy.rules import books, closing, distribution
from economy.rules.books import Budget, Distribution, Period
from economy.rules.carried import Act, require_whole
from economy.rules.deciding import require_decision
from economy.rules.distribution import CHARTER, Charter, Delegated, NoCharter, Plan
from economy.rules.money_terms import last_day_of_period, money_law
from economy.rules.payouts import SharesPaidOut
from economy.rules.statements import earlier_losses, income_sheet
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Voucher
from economy.service.books_state import stands_in_books
from economy.service.decisions import decided_on, find_decision, use_decision
from economy.service.keep_members import shares_of
from economy.service.keep_vouchers import add_voucher
from economy.store import ledger, money
from economy.store.money_rows import CHART
from kernel import clock
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.directory import refuse_unknown_unit
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork

_FINANCE = "finance"
_UNDONE = (VoucherStatus.RECORDED, VoucherStatus.APPROVED)


def enter_charter(work: UnitOfWork, said: EnterCharter, by: Actor) -> Charter:
    """Enter what a village's charter says of money.

    Raises
    ------
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        The members' assembly has not passed it, or not so.
    DecisionUsed
        What it passed is entered.
    """
    refuse_unknown_unit(said.village, "village")
    decided = require_decision(CHARTER, find_decision(said.decision), said.village)
    before = money.CHARTERS.find(work, said.village)
    after = replace(said.as_charter(), version=before.version + 1 if before else 1)
    require_whole(CHARTER, decided, Act.CHARTER, distribution.items_of_charter(after))
    use_decision(work, decided, Act.CHARTER, said.village, said.village)
    money.CHARTERS.save(work, after, Step("entered", by, unit=said.village))
    return after


def set_budget(work: UnitOfWork, said: SetBudget, by: Actor) -> Budget:
    """Set the budget of a year.

    Raises
    ------
    InvalidFields
        A line is of no account a budget has.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        Neither the members nor representatives whom the charter lets have decided it, or not so.
    NotOpenedInTime
        Members could not read the plan for ten days before.
    DecisionUsed
        What was decided is entered.
    """
    refuse_unknown_unit(said.village, "village")
    charter = money.CHARTERS.find(work, said.village)
    decided = distribution.require_body(
        Delegated.BUDGET, find_decision(said.decision), said.village, charter
    )
    distribution.require_opened(*_opened_and_decided(said.village, said.plan, said.decision))
    named = f"{said.village}~{said.year}"
    made = books.budget_of(named, said.amounts(), said.decision, CHART.current().value)
    before = money.BUDGETS.find(work, named)
    items = books.items_of_budget(said.year, made)
    require_whole(distribution.BUDGET, decided, Act.BUDGET, items, of=f"{said.year}~")
    use_decision(work, decided, Act.BUDGET, f"{said.year}", named)
    after = replace(made, version=before.version + 1 if before else 1)
    money.BUDGETS.save(work, after, Step("set", by, unit=said.village))
    return after


def read_budget(village: str, year: int) -> tuple[Budget, Mapping[str, int]]:
    """Return the budget of a year, and what was entered on its accounts.

    Raises
    ------
    NotFound
        There is none.
    """
    return money.BUDGETS.get(f"{village}~{year}"), ledger.sums_of_year(village, year)


def distribute_income(work: UnitOfWork, said: DistributeIncome, by: Actor) -> Distribution:
    """Distribute the income of a year that is over: the amounts are the books', the voucher goes the way of every other.

    Raises
    ------
    YearNotOver, DistributedAlready, BooksOpen, NoCharter, NothingToShare
        There is nothing to distribute now.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedBeforeYearOver, NotOpenedInTime, DecidedOtherwise
        The right body has not decided it, not when the year was over, members could not read the plan for ten days, or the books say otherwise.
    DecisionUsed
        What was decided was distributed.
    """
    refuse_unknown_unit(said.village, "village")
    village, named = said.village, f"{said.village}~{said.year}"
    books.refuse_open_year(said.year, clock.today())
    before = money.DISTRIBUTIONS.find(work, named)
    if before is not None and stands_in_books(work, before.voucher):
        raise books.DistributedAlready
    if before is not None and before.paid:
        raise SharesPaidOut
    charter = money.CHARTERS.find(work, village)
    by_whom = distribution.require_body(
        Delegated.DISTRIBUTION, find_decision(said.decision), village, charter
    )
    opened, decided = _opened_and_decided(village, said.plan, said.decision)
    distribution.require_after_year(said.year, decided)
    distribution.require_opened(opened, decided)
    if charter is None:
        raise NoCharter(citation=money_law("order"))
    plan = _plan(village, said.year, charter)
    items = distribution.items_of_plan(said.year, plan)
    require_whole(distribution.DISTRIBUTION, by_whom, Act.DISTRIBUTION, items, of=f"{said.year}~")
    voucher = _voucher(work, said, plan, by)
    use_decision(
        work,
        by_whom,
        Act.DISTRIBUTION,
        f"{said.year}",
        voucher.id,
        stands=lambda one: stands_in_books(work, one),
    )
    after = Distribution(named, plan, by_whom.id, voucher.id, before.version + 1 if before else 1)
    money.DISTRIBUTIONS.save(work, after, Step("distributed", by, unit=village))
    return after


def propose_distribution(village: str, year: int) -> Plan:
    """Return how a year's income would be distributed today by books, charter and shares: what a matter has to say.

    Raises
    ------
    YearNotOver, BooksOpen, NoCharter, NothingToShare
        There is nothing to distribute now.
    """
    books.refuse_open_year(year, clock.today())
    charter = money.CHARTERS.load(village)
    if charter is None:
        raise NoCharter(citation=money_law("order"))
    return _plan(village, year, charter)


def read_distribution(village: str, year: int) -> Distribution:
    """Return how a year's income was distributed.

    Raises
    ------
    NotFound
        It was not.
    """
    return money.DISTRIBUTIONS.get(f"{village}~{year}")


def publish_books(work: UnitOfWork, said: PublishBooks, by: Actor) -> Period:
    """Enter by which publication of the village the accounts of a period are published: nobody owes it any more, and it is closed.

    Raises
    ------
    NotFound
        Nothing was entered in this period.
    NotPublished
        The publication is none of the village's finances of this period, or is not up.
    PeriodNotOver, BooksOpen
        The period still runs, or a voucher of it, or of one before it, is neither in the books nor void.
    """
    period = money.PERIODS.require(work, f"{said.village}~{said.period}")
    found = assembly.publication_of(said.publication)
    if (
        found is None
        or not found.is_up
        or (found.village, found.kind, found.period) != (said.village, _FINANCE, said.period)
    ):
        raise books.NotPublished
    last = last_day_of_period(said.period)
    closing.refuse_running(last, clock.today())
    _refuse_open(work, said.village, last)
    closed = money.CLOSINGS.find(work, said.village)
    money.CLOSINGS.save(work, closing.closed_until(closed, said.village, last))
    if period.publication is None:
        escalation.fulfil(work, [period.owed], by)
    after = replace(period, publication=said.publication, version=period.version + 1)
    money.PERIODS.save(work, after, Step("published", by, unit=said.village))
    return after


def _opened_and_decided(village: str, plan: str, decision: str) -> tuple[date | None, date | None]:
    """Return since which day members could read the plan of what was decided, and on which day that was."""
    found, at = assembly.publication_of(plan), assembly.decided_at(decision)
    is_ours = found is not None and (found.village, found.matter) == (village, decision)
    # What came down before the decision could not be read until then.
    stayed = found is not None and (not found.down_at or (at is not None and found.down_at >= at))
    opened = day_of(clock.from_iso(found.published_at)) if found and is_ours and stayed else None
    return opened, decided_on(decision)


def _refuse_open(work: UnitOfWork, village: str, last: date) -> None:
    """Let books be closed in which everything until a day is entered: what waits would never be."""
    for status in _UNDONE:
        for one in money.VOUCHERS.every_in_list(money.vouchers_in(village, status)):
            # As it is in this very transaction: a list may be late.
            now = money.VOUCHERS.find(work, one.id)
            if now is not None and now.status in _UNDONE and now.on <= last:
                raise books.BooksOpen


def _plan(village: str, year: int, charter: Charter) -> Plan:
    for status in _UNDONE:
        for one in money.VOUCHERS.every_in_list(money.vouchers_in(village, status)):
            if one.on.year == year:
                raise books.BooksOpen
    chart = CHART.current().value
    net = income_sheet(ledger.sums_of_year(village, year), chart).net_fen
    losses = earlier_losses(ledger.sums_before(village, year), chart)
    return distribution.plan(net, losses, charter.reserve_percent, shares_of(village))


def _voucher(work: UnitOfWork, said: DistributeIncome, plan: Plan, by: Actor) -> Voucher:
    voucher = Voucher(
        id=work.change_id,
        village=said.village,
        number="",
        on=clock.today(),
        said=f"{said.year}年度收益分配",
        postings=distribution.postings_of(plan, CHART.current().value),
        paper=f"决议 {said.decision}",
        handler=said.handler,
        recorder=by.person_id,
    )
    return add_voucher(work, voucher, by)
