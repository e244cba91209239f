"""Vouchers as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping

from typing_extensions import TypedDict

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
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "posted_on": one.posted_on.isoformat() if one.posted_on else None,
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
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
