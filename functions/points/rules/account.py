"""The accounts of a household: whole numbers, never below zero.

| account | whose | holds |
|---|---|---|
| `honour` | household | all points ever earned; only a reversal lowers it |
| `demerit` | household | all points ever lost by deductions; only a reversal lowers it |
| `spendable` | household | what can be spent, in lots by the day they expire |
| `held` | household | what redemptions have set aside |
| `issue`, `honour_issue`, `demerit_issue` | village | where points come from: the negative of what was given out |
| `shop`, `expiry` | village | where spent and expired points go |
| `moved` | village | where points go, or come from, with a household that moves to or from another village |

A transfer is a list of postings that sum to zero. The village's accounts have no row of their own that buyers would wait for: they
are the sums of their postings, which `GET …/ledger/verify` recomputes. A deduction takes what there is and no more: nobody owes the
village points (DOMAIN 3.1: a negative balance must not follow a household).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text

VILLAGE_ACCOUNTS = frozenset({"issue", "honour_issue", "demerit_issue", "shop", "expiry", "moved"})


class PointsMove(Named):
    """Why points moved."""

    AWARD = "award", "积分入账", "points earned"
    DEDUCT = "deduct", "扣分", "points deducted"
    HOLD = "hold", "兑换预留", "set aside for a redemption"
    HAND_OVER = "hand_over", "兑换核销", "redeemed"
    VOID = "void", "兑换撤销，积分退回", "redemption cancelled, points returned"
    HOLD_EXPIRED = (
        "hold_expired",
        "兑换逾期未领，积分退回",
        "redemption not collected, points returned",
    )
    LOT_EXPIRED = "lot_expired", "积分到期", "points expired"
    YEAR_END = "year_end", "年末清零", "year-end reset"
    REVERSAL = "reversal", "冲正", "reversal"
    MOVED_OUT = "moved_out", "户迁出，积分转出", "moved to another village"
    MOVED_IN = "moved_in", "户迁入，积分转入", "moved from another village"


class NotEnoughPoints(Conflict):
    """The household has fewer points to spend than this takes; `available` says how many."""

    slug = "not-enough-points"
    title = Text("积分不足", "Not enough points")

    @classmethod
    def of(cls, wanted: int, available: int) -> NotEnoughPoints:
        """Return the refusal with both numbers."""
        return cls(
            Text(
                f"需要 {wanted} 分，可用 {available} 分。",
                f"This takes {wanted} points; {available} can be spent.",
            ),
            wanted=wanted,
            available=available,
        )


class Lot(NamedTuple):
    """Points that expire at the end of the same day.

    Attributes
    ----------
    reminded
        Once the household was told.
    prolonged
        Once they came back after their end and were given time; that happens once.
    """

    expires_on: date
    points: int
    reminded: bool = False
    prolonged: bool = False

    def as_told(self) -> list[Any]:
        """Return the lot as rows and entries keep it."""
        told: list[Any] = [self.expires_on.isoformat(), self.points, self.reminded, self.prolonged]
        return told

    @classmethod
    def told(cls, told: Sequence[Any]) -> Lot:
        """Return the lot that was kept so."""
        day, points, *marks = told
        return cls(date.fromisoformat(day), int(points), *map(bool, marks))


@record
class Account:
    """All accounts of one household, as one row: whoever spends contends with nobody but the own household.

    Attributes
    ----------
    lots
        What can be spent, soonest to expire first; their sum is `spendable`, also of those that have ended until the clock takes them out.
    due
        Points of `held` that were taken back from the household while they were set aside: they do not come back to it.
    number
        How many transfers there were so far, so that a missing one is noticed.
    """

    household: str
    village: str
    honour: int = 0
    demerit: int = 0
    held: int = 0
    lots: tuple[Lot, ...] = ()
    due: int = 0
    number: int = 0

    @property
    def spendable(self) -> int:
        """What the ledger holds as spendable."""
        return sum(lot.points for lot in self.lots)

    def live(self, day: date) -> tuple[Lot, ...]:
        """Return the lots that can be spent on a day."""
        return tuple(lot for lot in self.lots if lot.expires_on >= day)

    def available(self, day: date) -> int:
        """Return what can be spent on a day."""
        return sum(lot.points for lot in self.live(day))


def balances(account: Account) -> Mapping[str, int]:
    """Return the household's balances by account."""
    return {
        "honour": account.honour,
        "demerit": account.demerit,
        "spendable": account.spendable,
        "held": account.held,
    }
