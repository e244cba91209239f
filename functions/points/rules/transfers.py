"""Every transfer between the accounts of a household and those of its village: postings that sum to zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kernel.ledger.postings import Posting, require_balance
from kernel.problems import Conflict
from kernel.texts import Text
from points.rules.account import (
    VILLAGE_ACCOUNTS,
    Account,
    Lot,
    NotEnoughPoints,
    PointsMove,
    balances,
)
from points.rules.lots import back_again, drawn, merged

_REVERSIBLE = frozenset(
    {
        *(PointsMove.AWARD, PointsMove.DEDUCT, PointsMove.HAND_OVER),
        *(PointsMove.LOT_EXPIRED, PointsMove.YEAR_END),
    }
)


class PointsAlreadySpent(Conflict):
    """A reversal would take back more than is left; say `take_rest` to take what there is."""

    slug = "points-already-spent"
    title = Text("积分已使用", "Points already spent")

    @classmethod
    def of(cls, wanted: int, available: int) -> PointsAlreadySpent:
        """Return the refusal with what is missing."""
        return cls(
            Text(
                f"应收回 {wanted} 分，仅余 {available} 分可用；如仍要冲正，请选“收回余额”：收回现有积分，已预留的退回时收回，其余不追。",
                f"{wanted} points are to be taken back, {available} are left. With `take_rest` what is left is taken, "
                "what is set aside stays with the village if it comes back, and the rest is let go.",
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

    `short` is what a deduction or reversal would have taken if it had been there; `due` is how much of it is set aside for redemptions
    and stays with the village when it comes back.
    """

    account: Account
    kind: PointsMove
    postings: tuple[Posting, ...]
    lots: tuple[Lot, ...] = ()
    short: int = 0
    due: int = 0


def award(account: Account, points: int, expires_on: date) -> Transfer:
    """Give points: to honour for good, to spend until `expires_on`."""
    after = replace(
        account,
        honour=account.honour + points,
        lots=merged((*account.lots, Lot(expires_on, points))),
    )
    return _moved(
        account,
        after,
        PointsMove.AWARD,
        (
            Posting("honour_issue", -points),
            Posting("honour", points),
            Posting("issue", -points),
            Posting("spendable", points),
        ),
        lots=(Lot(expires_on, points),),
    )


def deduct(account: Account, points: int, today: date) -> Transfer:
    """Record a deduction: the demerit in full, from what can be spent as much as there is."""
    taken = min(points, account.available(today))
    lots, used = drawn(account.lots, taken, today)
    after = replace(account, demerit=account.demerit + points, lots=lots)
    postings = (
        Posting("demerit_issue", -points),
        Posting("demerit", points),
        Posting("spendable", -taken),
        Posting("issue", taken),
    )
    return _moved(account, after, PointsMove.DEDUCT, postings, lots=used, short=points - taken)


def hold(account: Account, points: int, today: date) -> Transfer:
    """Set points aside for a redemption, those that expire first; a lot that has ended is gone, whether the clock has seen to it or not.

    Raises
    ------
    NotEnoughPoints
        Fewer can be spent.
    """
    if account.available(today) < points:
        raise NotEnoughPoints.of(points, account.available(today))
    lots, used = drawn(account.lots, points, today)
    after = replace(account, held=account.held + points, lots=lots)
    postings = (Posting("spendable", -points), Posting("held", points))
    return _moved(account, after, PointsMove.HOLD, postings, lots=used)


def hand_over(account: Account, used: Iterable[Lot]) -> Transfer:
    """Give what was set aside to the shop; `used` are the lots it came from."""
    lots = tuple(used)
    points = sum(lot.points for lot in lots)
    held = account.held - points
    after = replace(account, held=held, due=min(account.due, held))
    postings = (Posting("held", -points), Posting("shop", points))
    return _moved(account, after, PointsMove.HAND_OVER, postings, lots=lots)


def release(
    account: Account, used: Iterable[Lot], kind: PointsMove, today: date, earliest: date
) -> Transfer:
    """Give back what was set aside, to the lots it came from, but for what was taken back from the household meanwhile.

    Parameters
    ----------
    kind
        `VOID` or `HOLD_EXPIRED`.
    earliest
        Until when a lot lasts that ended while it was set aside.
    """
    lots = tuple(back_again(lot, today, earliest) for lot in used)
    points = sum(lot.points for lot in lots)
    kept = min(account.due, points)
    back, _ = drawn(lots, kept)
    after = replace(
        account,
        held=account.held - points,
        due=account.due - kept,
        lots=merged((*account.lots, *back)),
    )
    postings = (
        Posting("held", -points),
        Posting("spendable", points - kept),
        Posting("issue", kept),
    )
    return _moved(account, after, kind, postings, lots=back)


def expire(account: Account, today: date, *, year_end: bool) -> Transfer | None:
    """Take out lots whose last day is over; None when there are none."""
    over = tuple(lot for lot in account.lots if lot.expires_on < today)
    if not over:
        return None
    points = sum(lot.points for lot in over)
    after = replace(account, lots=tuple(lot for lot in account.lots if lot.expires_on >= today))
    postings = (Posting("spendable", -points), Posting("expiry", points))
    kind = PointsMove.YEAR_END if year_end else PointsMove.LOT_EXPIRED
    return _moved(account, after, kind, postings, lots=over)


def reverse(
    account: Account,
    kind: PointsMove,
    postings: Iterable[Posting],
    lots: Iterable[Lot],
    *,
    today: date,
    earliest: date,
    take_rest: bool,
) -> Transfer:
    """Undo an entry by its opposite.

    Parameters
    ----------
    kind, postings, lots
        The entry's own.
    earliest
        Until when points can be spent that come back after their end.
    take_rest
        When points that were given are already spent: take what is left and let the rest go, instead of refusing.

    Raises
    ------
    CannotBeReversed
        The entry is a hold, its end, or a reversal itself.
    PointsAlreadySpent
        Less is left than is to be taken back.
    """
    if kind not in _REVERSIBLE:
        raise CannotBeReversed
    back = {posting.account: -posting.amount for posting in postings}
    if kind is PointsMove.HAND_OVER:
        # What was handed over had been held; it comes back to be spent.
        back["spendable"] = back.pop("held")
    change = back.get("spendable", 0)
    short, due, used = 0, 0, ()
    if change < 0:
        available = account.available(today)
        taken = min(-change, available)
        short = -change - taken
        if short and not take_rest:
            raise PointsAlreadySpent.of(-change, available)
        due = min(short, account.held - account.due)
        held_lots, used = drawn(account.lots, taken, today)
        back["spendable"], back["issue"] = -taken, taken
    else:
        used = tuple(back_again(lot, today, earliest) for lot in lots)
        if change and not used:
            used = (Lot(earliest, change),)
        held_lots = merged((*account.lots, *used))
    after = replace(
        account,
        honour=account.honour + back.get("honour", 0),
        demerit=account.demerit + back.get("demerit", 0),
        lots=held_lots,
        due=account.due + due,
    )
    told = tuple(Posting(name, points) for name, points in back.items())
    undone = _moved(account, after, PointsMove.REVERSAL, told, lots=used, short=short)
    return undone._replace(due=due)


def move(out_of: Account, into: Account) -> tuple[Transfer, Transfer]:
    """Take everything along to another village: what leaves the accounts there, and what comes into those here.

    Nothing is set aside any more: redemptions are voided before.
    """
    took = tuple(
        Posting(name, points) for name, points in balances(out_of).items() if name != "held"
    )
    total = sum(posting.amount for posting in took)
    left = replace(out_of, honour=0, demerit=0, lots=())
    came = replace(
        into,
        honour=into.honour + out_of.honour,
        demerit=into.demerit + out_of.demerit,
        lots=merged((*into.lots, *out_of.lots)),
    )
    gave = tuple(Posting(name, -points) for name, points in took)
    return (
        _moved(
            out_of, left, PointsMove.MOVED_OUT, (*gave, Posting("moved", total)), lots=out_of.lots
        ),
        _moved(
            into, came, PointsMove.MOVED_IN, (*took, Posting("moved", -total)), lots=out_of.lots
        ),
    )


def followed(undone: Transfer, left: Account) -> tuple[Transfer, Transfer]:
    """Split the reversal of an entry whose household has moved: the part of the accounts it has now, and that of the village it left.

    Parameters
    ----------
    left
        The household's accounts in the village it left; they stay as they are.
    """
    own = tuple(one for one in undone.postings if one.account not in VILLAGE_ACCOUNTS)
    common = tuple(one for one in undone.postings if one.account in VILLAGE_ACCOUNTS)
    total = sum(posting.amount for posting in own)
    here = undone._replace(postings=(*own, Posting("moved", -total)))
    return here, _moved(left, left, undone.kind, (*common, Posting("moved", total)))


def _moved(
    before: Account,
    after: Account,
    kind: PointsMove,
    postings: tuple[Posting, ...],
    *,
    lots: tuple[Lot, ...] = (),
    short: int = 0,
) -> Transfer:
    kept = tuple(posting for posting in postings if posting.amount)
    require_balance(kept)
    assert min(balances(after).values()) >= 0, "an account would fall below zero"
    return Transfer(replace(after, number=before.number + 1), kind, kept, lots, short)
