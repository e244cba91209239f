"""Vouchers as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.contract_parts import NearView, near_view
from economy.model.fields import masked
from economy.rules.dealings import Dealing, DealingKind
from economy.rules.vouchers import Voucher
from kernel.ledger.postings import Posting
from kernel.seen import Seen
from kernel.texts import Language, Text

Names = Mapping[str, Text]
"""What accounts are called, by code."""


class VoucherLineView(TypedDict):
    """A line of a voucher."""

    account: str
    account_name: str
    side: str
    side_name: str
    fen: int


class BringsView(TypedDict):
    """What a voucher paid: something of an instalment of a contract's rent, or a machine's hire."""

    contract: str | None
    instalment: int | None
    hire: str | None
    fen: int


class PaysSharesView(TypedDict):
    """What a voucher paid out of a year's distribution, and to how many members."""

    year: int
    fen: int
    members: int


class DealingView(TypedDict):
    """To whom it lends, for whom it stands good, or whose deal it rewards; a name is shown in part."""

    kind: DealingKind
    kind_name: str
    to: str
    household: str | None
    near: list[NearView]


class VoucherView(TypedDict):
    """A voucher."""

    id: str
    village: str
    number: str
    on: str
    said: str
    lines: list[VoucherLineView]
    paper: str
    handler: str
    recorder: str
    approver: str | None
    keeper: str | None
    reverses: str | None
    reversed_by: str | None
    brings: list[BringsView]
    pays: list[PaysSharesView]
    dealing: DealingView | None
    also_in: Annotated[
        list[str], Field(description="Vouchers on the same proof / 共用原始凭证的凭证")
    ]
    paper_again: str | None
    status: str
    status_name: str
    posted_on: str | None
    actions: list[str]
    version: int


class VoucherList(TypedDict):
    """One page of vouchers, the latest first."""

    items: list[VoucherView]
    next_cursor: str | None


SIDES = {"debit": Text("借", "debit"), "credit": Text("贷", "credit")}


def voucher_view(seen: Seen[Voucher], accounts: Names, language: Language) -> VoucherView:
    """Return a voucher; `accounts` are the names of all accounts."""
    one = seen.thing
    return {
        "id": one.id,
        "village": one.village,
        "number": one.number,
        "on": one.on.isoformat(),
        "said": one.said,
        "lines": lines_view(one, accounts, language),
        "paper": one.paper,
        "handler": one.handler,
        "recorder": one.recorder,
        "approver": one.approver,
        "keeper": one.keeper,
        "reverses": one.reverses,
        "reversed_by": one.reversed_by,
        "brings": [
            {
                "contract": each.contract,
                "instalment": each.instalment,
                "hire": each.hire,
                "fen": each.fen,
            }
            for each in one.brings
        ],
        "pays": [
            {"year": each.year, "fen": each.fen, "members": each.members} for each in one.pays
        ],
        "dealing": dealing_view(one.dealing, language) if one.dealing else None,
        "also_in": list(one.also_in),
        "paper_again": one.paper_again,
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "posted_on": one.posted_on.isoformat() if one.posted_on else None,
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }


def dealing_view(one: Dealing, language: Language) -> DealingView:
    """Return what a voucher does for somebody."""
    return {
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "to": masked(one.to),
        "household": one.household,
        "near": [near_view(each) for each in one.near],
    }


def lines_view(one: Voucher, accounts: Names, language: Language) -> list[VoucherLineView]:
    """Return the lines of a voucher, each on its side."""
    return [_line(each, accounts, language) for each in one.postings]


def name_of_account(code: str, accounts: Names, language: Language) -> str:
    """Return what an account is called; its code where a chart of before had it."""
    named = accounts.get(code)
    return named.say(language) if named else code


def _line(one: Posting, accounts: Names, language: Language) -> VoucherLineView:
    side = "debit" if one.amount > 0 else "credit"
    return {
        "account": one.account,
        "account_name": name_of_account(one.account, accounts, language),
        "side": side,
        "side_name": SIDES[side].say(language),
        "fen": abs(one.amount),
    }
