"""What every member of a collective reads of it: vouchers in the books, the register of contracts, the list of members (集体法 Arts. 13, 45)."""

from __future__ import annotations

from economy.rules.contract_states import ContractStatus
from economy.rules.members import Member, MemberStatus
from economy.rules.voucher_states import VoucherStatus
from economy.store import money, things
from kernel.storage.lists import Listed


def list_open_vouchers(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the vouchers in a village's books, the latest first."""
    name = money.vouchers_in(village, VoucherStatus.POSTED)
    return money.VOUCHERS.in_list(name, limit, cursor, newest_first=True)


def list_open_contracts(
    village: str, status: ContractStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's contracts of a status, what ends first on top."""
    return things.CONTRACTS.in_list(things.contracts_of(village, status), limit, cursor)


def list_open_members(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of who is on a village's list; who came off it is no member's business any more."""
    name = money.members_of(village)
    return money.MEMBERS.about(name, limit, cursor, fits=_is_on_it)


def _is_on_it(one: Member) -> bool:
    return one.status is not MemberStatus.ENDED
