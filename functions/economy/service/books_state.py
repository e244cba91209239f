"""How far the books of a village are: what stands in them, and until when they are closed."""

from __future__ import annotations

from datetime import date

from economy.rules import closing
from economy.rules.voucher_states import VoucherStatus
from economy.store import money
from kernel.storage.unit_of_work import UnitOfWork


def stands_in_books(work: UnitOfWork, voucher_id: str) -> bool:
    """Tell whether a voucher is, or may come to be, in the books: neither void, nor taken back by one that is in them."""
    voucher = money.VOUCHERS.find(work, voucher_id)
    if voucher is None or voucher.status is VoucherStatus.VOID:
        return False
    back = money.VOUCHERS.find(work, voucher.reversed_by) if voucher.reversed_by else None
    return back is None or back.status is not VoucherStatus.POSTED


def refuse_closed(work: UnitOfWork, village: str, on: date, *, enters: bool) -> None:
    """Let something be of a day whose books are open.

    Parameters
    ----------
    enters
        Whether it is entered in the books now: then nobody closes them meanwhile.

    Raises
    ------
    PeriodClosed
        They are closed.
    """
    closed = money.CLOSINGS.find(work, village)
    closing.refuse_closed(closed, on)
    if enters:
        work.write(money.unmoved_closing(village, closed))
