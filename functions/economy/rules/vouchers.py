"""Vouchers: balanced lines on accounts of the chart, and four different people (会计法 Arts. 25, 35; DOMAIN 16.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from economy.rules import dealings
from economy.rules.assets import refuse_future
from economy.rules.chart import AccountUse, Chart
from economy.rules.contracts import Near
from economy.rules.dealings import NOBODY, Dealing, Officers
from economy.rules.gates import EconomyGateShut
from economy.rules.money_terms import money_amount, money_law
from economy.rules.standing import held_by_post
from economy.rules.voucher_states import (
    VOUCHER_ROLES,
    VOUCHERS,
    VoucherAction,
    VoucherEvent,
    VoucherHolder,
    VoucherStatus,
)
from kernel.access import Caller
from kernel.ledger.postings import Posting
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Text


class SamePerson(EconomyGateShut):
    """Who records, approves, handles and keeps are different people; `parts` says which two would be one."""

    slug = "same-person"
    title = Text("不相容职务未分离", "One person in two parts")


@record
class Brings:
    """What a voucher paid: something of an instalment of a contract's rent, or a machine's hire."""

    fen: int
    contract: str | None = None
    instalment: int | None = None
    hire: str | None = None


@record
class PaysShares:
    """What a voucher paid out of a year's distribution, and to how many members; whom, the distribution says."""

    year: int
    fen: int
    members: int


@record
class Voucher:
    """What is entered in the books of a collective.

    Attributes
    ----------
    number
        As it is written; without a gap within village and year, void ones stay.
    postings
        By account: debits positive, credits negative, in fen; they sum to zero.
    handler
        Who did the business, by the registry's id.
    paper
        The proof it rests on: an invoice, receipt, contract or list; no white slips.
    reverses
        The voucher it takes back: what is in the books is never changed.
    reversed_by
        The voucher that takes it back; once that is void, another may.
    dealing
        To whom it lends, for whom it stands good, or whose deal it rewards.
    also_in, paper_again
        The vouchers that rest on the same proof, and why it was used again.
    """

    id: str
    village: str
    number: str
    on: date
    said: str
    postings: tuple[Posting, ...]
    paper: str
    handler: str
    recorder: str
    status: VoucherStatus = VoucherStatus.RECORDED
    approver: str | None = None
    keeper: str | None = None
    reverses: str | None = None
    posted_on: date | None = None
    reversed_by: str | None = None
    brings: tuple[Brings, ...] = ()
    pays: tuple[PaysShares, ...] = ()
    dealing: Dealing | None = None
    also_in: tuple[str, ...] = ()
    paper_again: str | None = None
    version: int = 1

    def fen_on(self, account: str) -> int:
        """Return what it moves on an account."""
        return sum(each.amount for each in self.postings if each.account == account)


class ReversedAlready(Conflict):
    """What is in the books is taken back once."""

    slug = "voucher-reversed-already"
    said = Text("该凭证已有冲销凭证。", "Another voucher takes it back already.")


class VoucherChange(NamedTuple):
    """A voucher as it is afterwards, and what the history says of it."""

    after: Voucher
    event: VoucherEvent

    @property
    def posts(self) -> bool:
        """Whether it is in the books from now on."""
        return self.event is VoucherEvent.POSTED


def record_voucher(voucher: Voucher, chart: Chart, today: date) -> VoucherChange:
    """Record a voucher.

    Raises
    ------
    InvalidFields
        Its lines do not balance, name no account of the chart or one twice, or its day is to come.
    SamePerson
        Whoever handled it records it.
    """
    refuse_future(voucher.on, today, "on")
    refuse_odd_lines(voucher.postings, chart)
    _refuse_same({"handler": voucher.handler, "recorder": voucher.recorder})
    return VoucherChange(voucher, VoucherEvent.RECORDED)


def refuse_odd_lines(postings: Sequence[Posting], chart: Chart) -> None:
    """Let lines pass that are an entry of the books.

    Raises
    ------
    InvalidFields
        They do not balance, or name no account of the chart, or one twice.
    """
    accounts = [each.account for each in postings]
    if any(one not in chart.accounts for one in accounts):
        raise InvalidFields.one("lines", Text("没有此科目。", "There is no such account."))
    if len(set(accounts)) < len(accounts) or len(accounts) < 2:
        raise InvalidFields.one(
            "lines",
            Text("至少两个科目，每个科目一行。", "Two accounts at least, each on one line."),
        )
    if sum(each.amount for each in postings) or not all(each.amount for each in postings):
        raise InvalidFields.one(
            "lines", Text("借贷须相等，金额不得为零。", "Debits equal credits, none of them zero.")
        )


def standing_of(voucher: Voucher, caller: Caller) -> frozenset[VoucherHolder]:
    """Return how somebody stands to a voucher."""
    return held_by_post(caller, voucher.village, VOUCHER_ROLES, {VoucherHolder.TOWN})


def actions_of(
    voucher: Voucher, caller: Caller, officers: Officers = NOBODY
) -> list[VoucherAction]:
    """Return what somebody may do with a voucher now, who has no other part in it already.

    Parameters
    ----------
    officers
        Who runs the collective today; asked for where the voucher does something for somebody.
    """
    standing, me = standing_of(voucher, caller), caller.person_id
    shut = {one for one in _PARTS if _doubled(_parts(voucher, one, me))}
    shut |= dealings.shut(voucher.dealing, voucher.status, officers)
    return VOUCHERS.open_to(voucher.status, lambda holder: holder in standing, shut)


def move(
    voucher: Voucher,
    action: VoucherAction,
    reason: str | None,
    caller: Caller,
    chart: Chart,
    today: date,
    near: Near | None = None,
    officers: Officers = NOBODY,
) -> VoucherChange:
    """Take a step with a voucher.

    Parameters
    ----------
    near
        Who is told to be near to the other party.
    officers
        Who runs the collective today.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    SamePerson
        The caller has another part in it.
    DealsWithOwn
        What it does is for somebody who runs the collective, or is near.
    """
    offered = actions_of(voucher, caller, officers)
    closed = dealings.shut_to_all(voucher.dealing)
    row = VOUCHERS.move(voucher.status, action, closed, offered)
    standing = standing_of(voucher, caller)
    VOUCHERS.allow(row, lambda holder: holder in standing, lambda holder: VOUCHER_ROLES[holder])
    VOUCHERS.require_words(row, _Said(reason, near.person if near else None))
    after = replace(voucher, version=voucher.version + 1)
    if action is VoucherAction.TELL_NEAR:
        assert voucher.dealing is not None, "it is shut to what does nothing for anybody"
        dealing = dealings.told(voucher.dealing, near)
        return VoucherChange(replace(after, dealing=dealing), VoucherEvent.NEAR_TOLD)
    if action is VoucherAction.VOID:
        return VoucherChange(replace(after, status=VoucherStatus.VOID), VoucherEvent.VOIDED)
    _refuse_same(_parts(voucher, action, caller.person_id))
    dealings.refuse_own(voucher.dealing, officers)
    if action is VoucherAction.APPROVE:
        after = replace(after, status=VoucherStatus.APPROVED, approver=caller.person_id)
        if moves_money(voucher, chart):
            return VoucherChange(after, VoucherEvent.APPROVED)
    else:
        assert voucher.approver is not None, "only what is approved is settled"
        after = replace(after, keeper=caller.person_id)
    posted = replace(after, status=VoucherStatus.POSTED, posted_on=today)
    return VoucherChange(posted, VoucherEvent.POSTED)


def moves_money(voucher: Voucher, chart: Chart) -> bool:
    """Tell whether a voucher moves cash, or money at the bank: then its keeper has a part in it."""
    money = {chart.used_for(AccountUse.CASH), chart.used_for(AccountUse.BANK)}
    return any(each.account in money for each in voucher.postings)


def reversed_postings(voucher: Voucher) -> tuple[Posting, ...]:
    """Return what takes a voucher back."""
    return tuple(Posting(each.account, -each.amount) for each in voucher.postings)


class _Said(NamedTuple):
    reason: str | None
    person: str | None


_PARTS = {VoucherAction.APPROVE: "approver", VoucherAction.SETTLE: "keeper"}
"""In which part somebody takes a step that is nobody's who has another."""


def _parts(voucher: Voucher, action: VoucherAction, person: str) -> dict[str, str]:
    """Return who has which part in a voucher once a person takes a step with it."""
    parts = {"handler": voucher.handler, "recorder": voucher.recorder}
    if voucher.approver is not None:
        parts["approver"] = voucher.approver
    return parts | {_PARTS[action]: person}


def _doubled(parts: Mapping[str, str]) -> list[str]:
    """Return the parts that somebody has who has another too."""
    people = list(parts.values())
    return sorted(part for part, person in parts.items() if people.count(person) > 1)


def _refuse_same(parts: Mapping[str, str]) -> None:
    if one := _doubled(parts):
        law = money_law("separate")
        raise SamePerson(
            Text(
                f"制单、审批、经办、保管须为不同人员（{law.named.zh}）。",
                f"Who records, approves, handles and keeps are different people ({law.named.en}).",
            ),
            citation=law,
            parts=one,
        )


MOST_LINES = money_amount("voucher_lines")
