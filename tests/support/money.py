"""The books of a collective as tests use them: vouchers that fit, and their way into the books."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.support.county import VILLAGE, County
from tests.support.economy import did, stepped

_NUMBERS = count(1)
"""Of receipts: each voucher rests on its own."""


def voucher_of(*lines: tuple[str, str, int], **more: Any) -> dict[str, Any]:
    """Return what records a voucher: rent to the bank where no lines are given."""
    said = lines or (("102", "debit", 120_000), ("501", "credit", 120_000))
    return {
        "village": VILLAGE,
        "on": "2026-11-20",
        "said": "收租金",
        "lines": [{"account": a, "side": s, "fen": fen} for a, s, fen in said],
        "paper": f"收据{next(_NUMBERS):06d}",
        "handler": "village",
    } | more


def recorded(county: County, *lines: tuple[str, str, int], **more: Any) -> str:
    """Record a voucher and return its path."""
    made = did(county, "vouchers", voucher_of(*lines, **more), by="bookkeeper")
    return f"vouchers/{made['id']}"


def entered(county: County, *lines: tuple[str, str, int], **more: Any) -> Any:
    """Record a voucher, let it be approved and settled, and return it."""
    path = recorded(county, *lines, **more)
    return entered_at(county, path)


def entered_at(county: County, path: str) -> Any:
    """Let a recorded voucher be approved, and settled where it moves money."""
    seen = stepped(county, path, "approve")
    if seen["status"] == "approved":
        seen = stepped(county, path, "settle", by="cashier")
    return seen


def brought(county: County, fen: int, on: str, how: str = "bank") -> str:
    """Enter money that came in as income, and return the voucher's id."""
    account = {"bank": "102", "cash": "101"}[how]
    lines = ((account, "debit", fen), ("501", "credit", fen))
    return entered(county, *lines, on=on)["id"]


def paying(contract: str, voucher: str, fen: int, on: str, **more: Any) -> dict[str, Any]:
    """Return what enters that a voucher paid something of an instalment."""
    said = {"instalment": 1, "fen": fen, "on": on, "how": "bank", "voucher": voucher}
    return {"thing": contract, "action": "pay", "by": "bookkeeper"} | said | more


def paid_rent(
    county: County, contract: str, number: int, fen: int, on: str, how: str = "bank"
) -> Any:
    """Let an instalment be paid by a voucher of its own."""
    voucher = brought(county, fen, on, how)
    return stepped(county, **paying(contract, voucher, fen, on, instalment=number, how=how))
