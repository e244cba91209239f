"""Every transfer between the accounts of a household and those of its village: postings that sum to zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from kernel.ledger.postings import Posting, require_balance
from kernel.problems import Conflict
from kernel.texts import Text
from points.rules.account import Account, Kind, Lot, NotEnoughPoints, balances
from points.rules.book import Parameters


class PointsAlreadySpent(Conflict):
    """A reversal would take back more than is left; say `take_rest` to take what there is."""

    slug = "points-already-spent"
    title = Text("积分已使用", "Points already spent")

    @classmethod
    def of(cls, wanted: int, available: int) -> PointsAlreadySpent:
        """Return the refusal with what is missing."""
        return cls(
            Text(
                f"应收回 {wanted} 分，仅余 {available} 分可用；如仍要冲正，请选 take_rest，只收回余额，差额不追。",
                f"{wanted} points are to be taken back, {available} are left. With `take_rest` what is left is taken and the rest let go.",
            ),
            wanted=wanted,
            available=available,
            missing=wanted - available,
        )


class CannotBeReversed(Conflict):
    """Holds are voided, not reversed; a reversal is not reversed again."""

    slug = "cannot-be-reversed"
    said = Text(
        "此类分录不能冲正：兑换预留请撤销兑换，冲正分录请另行入账。",
        "This kind of entry cannot be reversed: void the redemption, or post anew what was reversed.",
    )


class Transfer(NamedTuple):
    """A decided transfer: the household's accounts after it, its postings, and which lots it drew from or returned to.

    `short` is what a deduction or reversal would have taken if it had been there.
    """

    account: Account
    kind: Kind
    postings: tuple[Posting, ...]
    lots: tuple[Lot, ...] = ()
    short: int = 0


def lot_day(day: date, months: int, *, reset: bool) -> date:
    """Return the last day points of `day` can be spent.

    Lots end with a month, so that a household never has more than a few; with a reset at year end none outlives its year.
    """
    number = day.year * 12 + day.month - 1 + months + 1
    last = date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return min(last, date(day.year, 12, 31)) if reset else last


def last_day(day: date, parameters: Parameters) -> date:
    """Return the last day points given on `day` can be spent."""
    return lot_day(day, parameters.lot_months, reset=parameters.year_end == "reset")


def grace_day(day: date, parameters: Parameters) -> date:
    """Return the day until which points that come back on `day` can be spent at least."""
    return day + timedelta(days=parameters.grace_days)


def award(account: Account, points: int, expires_on: date) -> Transfer:
    """Give points: to honour for good, to spend until `expires_on`."""
    after = replace(
        account,
        honour=account.honour + points,
        lots=_merged((*account.lots, Lot(expires_on, points))),
    )
    return _moved(
        account,
        after,
        Kind.AWARD,
        (
            Posting("honour_issue", -points),
            Posting("honour", points),
            Posting("issue", -points),
            Posting("spendable", points),
        ),
        lots=(Lot(expires_on, points),),
    )


def deduct(account: Account, points: int) -> Transfer:
    """Record a deduction: the demerit in full, from what can be spent as much as there is."""
    taken = min(points, account.spendable)
    lots, used = _drawn(account.lots, taken)
    after = replace(account, demerit=account.demerit + points, lots=lots)
    postings = (
        Posting("demerit_issue", -points),
        Posting("demerit", points),
        Posting("spendable", -taken),
        Posting("issue", taken),
    )
    return _moved(account, after, Kind.DEDUCT, postings, lots=used, short=points - taken)


def hold(account: Account, points: int) -> Transfer:
    """Set points aside for a redemption, those that expire first.

    Raises
    ------
    NotEnoughPoints
        Fewer can be spent.
    """
    if account.spendable < points:
        raise NotEnoughPoints.of(points, account.spendable)
    lots, used = _drawn(account.lots, points)
    after = replace(account, held=account.held + points, lots=lots)
    postings = (Posting("spendable", -points), Posting("held", points))
    return _moved(account, after, Kind.HOLD, postings, lots=used)


def hand_over(account: Account, used: Iterable[Lot]) -> Transfer:
    """Give what was set aside to the shop; `used` are the lots it came from."""
    lots = tuple(used)
    points = sum(lot.points for lot in lots)
    after = replace(account, held=account.held - points)
    postings = (Posting("held", -points), Posting("shop", points))
    return _moved(account, after, Kind.HAND_OVER, postings, lots=lots)


def release(account: Account, used: Iterable[Lot], kind: Kind, earliest: date) -> Transfer:
    """Give back what was set aside, to the lots it came from; a lot that ended meanwhile lasts until `earliest`.

    Parameters
    ----------
    kind
        `VOID` or `HOLD_EXPIRED`.
    """
    back = tuple(Lot(max(lot.expires_on, earliest), lot.points) for lot in used)
    points = sum(lot.points for lot in back)
    after = replace(account, held=account.held - points, lots=_merged((*account.lots, *back)))
    postings = (Posting("held", -points), Posting("spendable", points))
    return _moved(account, after, kind, postings, lots=back)


def expire(account: Account, today: date, *, year_end: bool) -> Transfer | None:
    """Take out lots whose last day is over; None when there are none."""
    over = tuple(lot for lot in account.lots if lot.expires_on < today)
    if not over:
        return None
    points = sum(lot.points for lot in over)
    after = replace(account, lots=tuple(lot for lot in account.lots if lot.expires_on >= today))
    postings = (Posting("spendable", -points), Posting("expiry", points))
    kind = Kind.YEAR_END if year_end else Kind.LOT_EXPIRED
    return _moved(account, after, kind, postings, lots=over)


def reverse(
    account: Account,
    kind: Kind,
    postings: Iterable[Posting],
    lots: Iterable[Lot],
    *,
    earliest: date,
    take_rest: bool,
) -> Transfer:
    """Undo an entry by its opposite.

    Parameters
    ----------
    kind, postings, lots
        The entry's own.
    earliest
        Points that come back can be spent at least until then.
    take_rest
        When points that were given are already spent: take what is left and let the rest go, instead of refusing.

    Raises
    ------
    CannotBeReversed
        The entry is a hold, its end, or a reversal itself.
    PointsAlreadySpent
        Less is left than is to be taken back.
    """
    if kind not in (
        Kind.AWARD,
        Kind.DEDUCT,
        Kind.HAND_OVER,
        Kind.LOT_EXPIRED,
        Kind.YEAR_END,
    ):
        raise CannotBeReversed
    back = {posting.account: -posting.amount for posting in postings}
    if kind is Kind.HAND_OVER:
        # What was handed over had been held; it comes back to be spent.
        back["spendable"] = back.pop("held")
    change = back.get("spendable", 0)
    short, used = 0, ()
    if change < 0:
        taken = min(-change, account.spendable)
        short = -change - taken
        if short and not take_rest:
            raise PointsAlreadySpent.of(-change, account.spendable)
        held_lots, used = _drawn(account.lots, taken)
        back["spendable"], back["issue"] = -taken, taken
    else:
        used = tuple(Lot(max(lot.expires_on, earliest), lot.points) for lot in lots)
        if change and not used:
            used = (Lot(earliest, change),)
        held_lots = _merged((*account.lots, *used))
    after = replace(
        account,
        honour=account.honour + back.get("honour", 0),
        demerit=account.demerit + back.get("demerit", 0),
        lots=held_lots,
    )
    told = tuple(Posting(name, points) for name, points in back.items())
    return _moved(account, after, Kind.REVERSAL, told, lots=used, short=short)


def remind(account: Account, today: date, days: int) -> tuple[Account, tuple[Lot, ...]]:
    """Return the accounts with lots marked whose end is at most `days` away, and which these are."""
    soon = tuple(
        lot
        for lot in account.lots
        if not lot.reminded and today <= lot.expires_on <= today + timedelta(days=days)
    )
    marked = tuple(lot._replace(reminded=True) if lot in soon else lot for lot in account.lots)
    return replace(account, lots=marked), soon


def wakes_on(account: Account, remind_days: int) -> date | None:
    """Return the next day something is due: a reminder, or the day after a lot's last one."""
    days = [
        lot.expires_on + timedelta(days=1)
        if lot.reminded
        else lot.expires_on - timedelta(days=remind_days)
        for lot in account.lots
    ]
    return min(days, default=None)


def _moved(
    before: Account,
    after: Account,
    kind: Kind,
    postings: tuple[Posting, ...],
    *,
    lots: tuple[Lot, ...] = (),
    short: int = 0,
) -> Transfer:
    kept = tuple(posting for posting in postings if posting.amount)
    require_balance(kept)
    assert min(balances(after).values()) >= 0, "an account would fall below zero"
    return Transfer(replace(after, number=before.number + 1), kind, kept, lots, short)


def _merged(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    by_day: dict[date, Lot] = {}
    for lot in lots:
        there = by_day.get(lot.expires_on)
        by_day[lot.expires_on] = (
            Lot(lot.expires_on, there.points + lot.points, there.reminded) if there else lot
        )
    return tuple(by_day[day] for day in sorted(by_day) if by_day[day].points)


def _drawn(lots: tuple[Lot, ...], points: int) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """Take points from the lots that expire first; return what is left and what was taken."""
    left: list[Lot] = []
    used: list[Lot] = []
    for lot in lots:
        taken = min(lot.points, points)
        points -= taken
        if taken:
            used.append(Lot(lot.expires_on, taken))
        if lot.points > taken:
            left.append(lot._replace(points=lot.points - taken))
    return tuple(left), tuple(used)
