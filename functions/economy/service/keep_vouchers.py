"""Record a voucher and take a step with it: what enters the books is added up, and what it makes owed is owed, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import escalation
from economy.model.voucher_requests import RecordVoucher
from economy.rules import cash, vouchers
from economy.rules.books import Period, YearDistributed
from economy.rules.cash import CashBox
from economy.rules.chart import AccountUse, Chart
from economy.rules.dealings import NOBODY, Officers
from economy.rules.kin import near_to
from economy.rules.money_terms import last_day_of_period, money_amount, period_of
from economy.rules.terms import morning_of
from economy.rules.voucher_states import TELLERS, VoucherAction, VoucherEvent, VoucherStatus
from economy.rules.vouchers import ReversedAlready, Voucher, VoucherChange
from economy.service.ask_of_vouchers import ask
from economy.service.books_state import refuse_closed, stands_in_books
from economy.service.near_directors import officers_of
from economy.service.pay_by_vouchers import unpay_by_voucher
from economy.service.seeing import seen_by
from economy.store import ledger, money
from economy.store.money_rows import CHART
from economy.store.table import NUMBERS, AnswerRow
from economy.store.watches import begin_watch
from kernel import clock, ids, numbering
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import PersonRow, Remembered, refuse_unknown_unit, unit_name
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

BANKING, PUBLISHING = "cash_banking", "books_publication"
"""The kinds of obligation (`escalation/kinds.json`)."""


def record_voucher(
    work: UnitOfWork, said: RecordVoucher, caller: Caller, post: Post
) -> Seen[Voucher]:
    """Record a voucher of a village's collective, with the next number.

    Raises
    ------
    InvalidFields
        The village or an account is unknown, its lines do not balance, or it takes back what is not in the books.
    SamePerson
        Who handled it records it.
    ReversedAlready, YearDistributed, PeriodClosed
        It takes back what another does, or is of a year whose income is distributed, or of a period that is closed.
    PaperUsed, DealsWithOwn
        Its proof is another's, with no reason said, or what it does is for those who run the collective.
    """
    refuse_unknown_unit(said.village, "village")
    refuse_closed(work, said.village, said.on, enters=False)
    _refuse_distributed(work, said.village, said.on)
    postings = said.postings()
    if said.reverses is not None:
        other = _to_take_back(work, said.reverses, said.village)
        postings = vouchers.reversed_postings(other)
        by_this = replace(other, reversed_by=work.change_id, version=other.version + 1)
        step = Step(str(VoucherEvent.TAKEN_BACK), Actor.of(caller, post), unit=said.village)
        money.VOUCHERS.save(work, by_this, step)
    voucher = Voucher(
        id=work.change_id,
        village=said.village,
        number="",
        on=said.on,
        said=said.said,
        postings=postings,
        paper=said.paper,
        handler=said.handler,
        recorder=caller.person_id,
        reverses=said.reverses,
    )
    voucher = ask(work, voucher, said, CHART.current().value)
    return see(add_voucher(work, voucher, Actor.of(caller, post)), caller)


def _refuse_distributed(work: UnitOfWork, village: str, on: date) -> None:
    found = money.DISTRIBUTIONS.find(work, f"{village}~{on.year}")
    if found is not None and stands_in_books(work, found.voucher):
        raise YearDistributed


def _to_take_back(work: UnitOfWork, voucher_id: str, village: str) -> Voucher:
    other = money.VOUCHERS.find(work, voucher_id)
    if other is None or other.village != village or other.posted_on is None:
        raise InvalidFields.one(
            "reverses", Text("没有此已记账凭证。", "No such voucher is in the books.")
        )
    if other.reverses is not None:
        # What was taken back would stand again, and with it what was done in its place.
        raise InvalidFields.one(
            "reverses",
            Text(
                "冲销凭证不得再冲销，请另填凭证。",
                "What takes another back is not taken back itself: record it anew.",
            ),
        )
    before = money.VOUCHERS.find(work, other.reversed_by) if other.reversed_by else None
    if before is not None and before.status is not VoucherStatus.VOID:
        raise ReversedAlready
    return other


def add_voucher(work: UnitOfWork, voucher: Voucher, by: Actor) -> Voucher:
    """Record a voucher under the next number of its village, without a gap.

    Raises
    ------
    InvalidFields, SamePerson
        It is none.
    """
    _refuse_stranger(voucher.handler)
    chart, village = CHART.current().value, voucher.village
    change = vouchers.record_voucher(voucher, chart, clock.today())
    number = numbering.take(
        work,
        NUMBERS,
        money.VOUCHER_SERIES,
        organ=village,
        name=_called(village),
        subject=voucher.id,
        by=by,
        now=clock.now(),
    )
    after = replace(change.after, number=number.text)
    work.write(counting(AnswerRow, "economy_vouchers", village, clock.now()))
    begin_watch(work, village)
    money.VOUCHERS.save(work, after, Step(str(change.event), by, unit=village))
    return after


def move_voucher(
    work: UnitOfWork,
    voucher_id: str,
    action: VoucherAction,
    reason: str | None,
    caller: Caller,
    expected: Versions,
    person: str | None = None,
) -> Seen[Voucher]:
    """Take a step with a voucher.

    Raises
    ------
    NotFound, StaleVersion
        There is no such voucher, or another version of it.
    InvalidFields
        Who is told to be near does not run, keep or watch the collective.
    SamePerson, SpentFromReceipts, PeriodClosed, DealsWithOwn
        The caller has another part in it, it spends cash that belongs at the bank, its period was closed meanwhile, or it is for those who run the collective.
    """
    voucher = money.VOUCHERS.require(work, voucher_id)
    refuse_stale(expected, voucher.version)
    chart = CHART.current().value
    officers = _officers_beside(voucher)
    near = None
    if person is not None:
        acting = officers.people
        (near,) = near_to([person], acting, caller.person_id, clock.today(), "person")
    change = vouchers.move(voucher, action, reason, caller, chart, clock.today(), near, officers)
    by = Actor.of(caller, caller.post_over(voucher.village, TELLERS))
    if change.posts:
        _enter(work, change, chart, by)
    told = {"person": person} if change.event is VoucherEvent.NEAR_TOLD else None
    step = Step(str(change.event), by, reason, voucher.village, details=told)
    money.VOUCHERS.save(work, change.after, step)
    return see(change.after, caller)


def _called(village: str) -> str:
    name = unit_name(village)
    return name.zh if name else village


def _refuse_stranger(handler: str) -> None:
    key = PersonRow.key(handler)
    if Remembered.recall([key])[key] is None:
        raise InvalidFields.one("handler", Text("没有此人员。", "There is no such person."))


def _enter(work: UnitOfWork, change: VoucherChange, chart: Chart, by: Actor) -> None:
    voucher = change.after
    refuse_closed(work, voucher.village, voucher.on, enters=True)
    if voucher.reverses is not None:
        unpay_by_voucher(work, voucher.reverses, by)
    ledger.enter(work, voucher, chart, by)
    _take_in_cash(work, voucher, chart, by)
    owe_publication(work, voucher.village, voucher.on, by)


def _take_in_cash(work: UnitOfWork, voucher: Voucher, chart: Chart, by: Actor) -> None:
    if not voucher.fen_on(chart.used_for(AccountUse.CASH)):
        return
    charter = money.CHARTERS.find(work, voucher.village)
    limit = charter.cash_limit if charter else money_amount("cash_limit_fen")
    box = money.CASH.find(work, voucher.village) or CashBox(voucher.village)
    change = cash.take_in(box, voucher, chart, limit)
    after = change.after
    if change.begins and after.since:
        owed = escalation.Owed(
            ids.new_id(clock.now()), voucher.village, cash.due_at(after.since), {"cash": box.id}
        )
        escalation.owe(work, [owed], by, kind=BANKING)
        after = replace(after, owed=owed.id)
    elif change.ends and box.owed:
        escalation.fulfil(work, [box.owed], by)
        after = replace(after, owed=None)
    money.CASH.save(work, after)


def owe_publication(work: UnitOfWork, village: str, on: date, by: Actor) -> None:
    """Let the first entry of a period make its publication owed (集体法 Art. 45)."""
    period = period_of(on)
    known = money.PERIODS.find(work, f"{village}~{period}")
    if known is not None:
        return
    within = timedelta(days=money_amount("publish_within_days"))
    due_on = max(last_day_of_period(period), clock.today()) + within
    owed = escalation.Owed(ids.new_id(clock.now()), village, morning_of(due_on), {"period": period})
    escalation.owe(work, [owed], by, kind=PUBLISHING)
    money.PERIODS.save(work, Period(f"{village}~{period}", owed.id, due_on))


def see(voucher: Voucher, caller: Caller) -> Seen[Voucher]:
    """Return a voucher as somebody sees it."""
    return Seen(voucher, vouchers.actions_of(voucher, caller, _officers_beside(voucher)))


def _officers_beside(voucher: Voucher) -> Officers:
    """Return who runs the collective, where a voucher does something for somebody."""
    return officers_of(voucher.village) if voucher.dealing is not None else NOBODY


def get_voucher(voucher: str) -> Voucher:
    """Return a voucher.

    Raises
    ------
    NotFound
        There is none.
    """
    return money.VOUCHERS.get(voucher)


def list_vouchers(
    village: str, status: str | None, caller: Caller, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's vouchers, the latest first; of a status, or all."""
    if status is None:
        found = money.VOUCHERS.about(money.vouchers_of(village), limit, cursor, newest_first=True)
    else:
        name = money.vouchers_in(village, status)
        found = money.VOUCHERS.in_list(name, limit, cursor, newest_first=True)
    return seen_by(found, lambda one: see(one, caller))


def steps_of_voucher(voucher: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a voucher's history."""
    return money.VOUCHERS.steps_of(voucher, limit, cursor)
