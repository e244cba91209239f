"""The first vouchers of the collective of 庄头村: rent at the bank, petty cash drawn and spent, a fee for upkeep. Everybody in it is invented."""

from __future__ import annotations

from typing import Any


def books() -> dict[str, Any]:
    """Return what `infra/local/demo_books.py` enters in 庄头村, with days as they are before the one it is loaded on."""
    return {
        "village": "140426106201",
        "bookkeeper": "p-bk-01",
        "approver": "p-cd-01",
        "cashier": "p-cs-01",
        "handler": "p-vo-01",
        "vouchers": [
            _voucher(3, "收农机租金", "收据0001", ("102", 1_200_000), ("501", -1_200_000)),
            _voucher(2, "提取备用金", "支票存根0001", ("101", 100_000), ("102", -100_000)),
            _voucher(1, "支付库房维修费", "发票0001", ("513", 46_000), ("101", -46_000)),
        ],
    }


def _voucher(ago: int, said: str, paper: str, *lines: tuple[str, int]) -> dict[str, Any]:
    return {
        "on": f"$days_ago:{ago}",
        "said": said,
        "paper": paper,
        "lines": [
            {"account": account, "side": "debit" if fen > 0 else "credit", "fen": abs(fen)}
            for account, fen in lines
        ],
    }
