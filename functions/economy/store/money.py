"""Where members, vouchers, cash, budgets and distributions are kept, and the lists they are found in."""

from __future__ import annotations

from typing import Final

from economy.rules.books import Budget, Distribution, Period, Roll, Seat
from economy.rules.carried import Use
from economy.rules.cash import CashBox
from economy.rules.closing import Closing
from economy.rules.distribution import Charter
from economy.rules.members import Member, MemberStatus
from economy.rules.papers import Noted, Paper
from economy.rules.vouchers import Voucher
from economy.store.table import StepRow, ThingRow
from kernel.numbering import Series
from kernel.storage.dynamo import Range
from kernel.storage.repository import Placed, Repository
from kernel.storage.rows import Check, Ensure
from kernel.texts import Text

_A_HOUSEHOLD: Final = 50
"""People of a household that are looked at."""
VOUCHER_SERIES: Final = Series("collective_voucher", "{organ}〔{year}〕记字第{number}号")


def members_of(village: str) -> str:
    """Return what the members of a village's collective are about: its list, those who are off it too."""
    return f"MEMBERS#{village}"


def vouchers_of(village: str) -> str:
    """Return what all vouchers of a village are about."""
    return f"VOUCHERS#{village}"


def vouchers_in(village: str, status: str) -> str:
    """Return the list of a village's vouchers of a status."""
    return f"VOUCHERS#{village}#{status}"


def _member(one: Member) -> Placed:
    return Placed(None, members_of(one.village), f"{one.household}#{one.id}")


def periods_of(village: str) -> str:
    """Return what all periods of a village's books are about."""
    return f"BOOKPERIODS#{village}"


def _period(one: Period) -> Placed:
    village, _, period = one.id.partition("~")
    return Placed(None, periods_of(village), period)


def _voucher(one: Voucher) -> Placed:
    return Placed(vouchers_in(one.village, one.status), vouchers_of(one.village), one.id)


def noted_of(village: str) -> str:
    """Return what the vouchers of a village are about that are looked at whatever their status."""
    return f"NOTED-IN#{village}"


def is_members_home(household: str, village: str) -> bool:
    """Tell whether somebody of a household is on the list of a village's collective; one Query."""
    found = MEMBERS.about(
        members_of(village),
        _A_HOUSEHOLD,
        None,
        within=Range("place", "begins_with", (f"{household}#",)),
    )
    members: list[Member] = found.rows
    return any(one.status is MemberStatus.MEMBER for one in members)


MEMBERS: Final = Repository(
    ThingRow, StepRow, "MEMBER", Member, Text("该成员", "such member"), _member
)


def unmoved_closing(village: str, closed: Closing | None) -> Check:
    """Return that the books of a village are closed as far as they were: nobody closes them while something is entered."""
    key = CLOSINGS.key(village)
    return Check(key, Ensure.is_new if closed is None else ThingRow.version == closed.version)


def unmoved_voucher(voucher: Voucher) -> Check:
    """Return that a voucher is as it was read: nobody takes it back while something is done by it."""
    return Check(VOUCHERS.key(voucher.id), ThingRow.version == voucher.version)


CLOSINGS: Final = Repository(
    ThingRow, StepRow, "BOOKSCLOSED", Closing, Text("该账簿", "such books"), lambda _: Placed()
)
USES: Final = Repository(
    ThingRow, StepRow, "DECISIONUSE", Use, Text("决议执行", "such use"), lambda _: Placed()
)
SEATS: Final = Repository(
    ThingRow, StepRow, "MEMBERSEAT", Seat, Text("该人", "such person"), lambda _: Placed()
)
ROLLS: Final = Repository(
    ThingRow, StepRow, "MEMBERROLL", Roll, Text("成员名册", "such list"), lambda _: Placed()
)
VOUCHERS: Final = Repository(
    ThingRow, StepRow, "VOUCHER", Voucher, Text("该凭证", "such voucher"), _voucher
)
PAPERS: Final = Repository(
    ThingRow, StepRow, "PROOF", Paper, Text("该原始凭证", "such proof"), lambda _: Placed()
)
NOTED: Final = Repository(
    ThingRow,
    StepRow,
    "NOTED",
    Noted,
    Text("该凭证", "such voucher"),
    lambda one: Placed(None, noted_of(one.village), one.id),
)
CASH: Final = Repository(
    ThingRow, StepRow, "CASHBOX", CashBox, Text("现金账", "such cash"), lambda _: Placed()
)
PERIODS: Final = Repository(
    ThingRow, StepRow, "BOOKPERIOD", Period, Text("该期间", "such period"), _period
)
CHARTERS: Final = Repository(
    ThingRow, StepRow, "CHARTER", Charter, Text("章程规定", "such charter"), lambda _: Placed()
)
BUDGETS: Final = Repository(
    ThingRow, StepRow, "BUDGET", Budget, Text("该预算", "such budget"), lambda _: Placed()
)
DISTRIBUTIONS: Final = Repository(
    ThingRow,
    StepRow,
    "DISTRIBUTION",
    Distribution,
    Text("该分配", "such distribution"),
    lambda _: Placed(),
)
