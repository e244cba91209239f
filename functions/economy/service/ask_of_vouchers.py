"""What is asked at the door of a voucher: whether another rests on its proof, and whether those who run the collective get something by it."""

from __future__ import annotations

from dataclasses import replace

from economy.model.voucher_requests import DealingBody, RecordVoucher
from economy.rules import dealings, papers
from economy.rules.chart import Chart
from economy.rules.dealings import Dealing
from economy.rules.kin import near_to
from economy.rules.papers import Noted, Paper, PaperUsed
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Voucher
from economy.service.households import require_home
from economy.service.near_directors import officers_of
from economy.store import money
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork


def ask(work: UnitOfWork, voucher: Voucher, said: RecordVoucher, chart: Chart) -> Voucher:
    """Return a voucher with what is answered at its door; one that takes another back was asked with that.

    Raises
    ------
    InvalidFields
        Its proof bears no number, or it is not said to whom it lends.
    PaperUsed
        Another voucher rests on its proof, and no reason is said.
    DealsWithOwn
        It lends, guarantees or pays a commission to those who run the collective, or are near to them.
    """
    if voucher.reverses is not None:
        return voucher
    dealing = _dealing(said.dealing, voucher) if said.dealing else None
    dealings.require_said(voucher.postings, dealing, chart)
    if dealing is not None:
        dealings.refuse_own(dealing, officers_of(voucher.village))
    also_in = _also_in(work, voucher, why=said.paper_again)
    if dealing is not None or also_in:
        money.NOTED.save(work, Noted(voucher.id, voucher.village))
    again = said.paper_again if also_in else None
    return replace(voucher, dealing=dealing, also_in=also_in, paper_again=again)


def _dealing(said: DealingBody, voucher: Voucher) -> Dealing:
    if said.household is not None:
        require_home(said.household, voucher.village, "dealing.household")
    acting = officers_of(voucher.village).people if said.near_to else frozenset[str]()
    told = near_to(said.near_to, acting, voucher.recorder, clock.today(), "dealing.near_to")
    return Dealing(said.kind, said.to, said.household, told)


def _also_in(work: UnitOfWork, voucher: Voucher, *, why: str | None) -> tuple[str, ...]:
    """Return the vouchers that rest on the same proof, unless they are void or taken back for good; keep that this one does.

    Raises
    ------
    PaperUsed
        One of them stands, nobody is about to take it back, and no reason is said.
    """
    named = papers.paper_id(voucher.village, voucher.paper)
    paper = money.PAPERS.find(work, named) or Paper(named)
    found: list[str] = []
    stand: list[str] = []
    for one in paper.vouchers:
        back = _taken_back(work, one)
        if back is not VoucherStatus.POSTED:
            found.append(one)
        if back is None:
            stand.append(one)
    if stand and why is None:
        raise PaperUsed(vouchers=stand)
    money.PAPERS.save(work, papers.rests_on(replace(paper, vouchers=tuple(found)), voucher.id))
    return tuple(found)


def _taken_back(work: UnitOfWork, voucher_id: str) -> VoucherStatus | None:
    """Return how far a voucher is taken back: posted where it is, or void itself; None where nobody does."""
    voucher = money.VOUCHERS.require(work, voucher_id)
    if voucher.status is VoucherStatus.VOID:
        return VoucherStatus.POSTED
    back = money.VOUCHERS.find(work, voucher.reversed_by) if voucher.reversed_by else None
    return None if back is None or back.status is VoucherStatus.VOID else back.status
