"""Undo an entry of the ledger by its opposite, once, linked both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.ledger.postings import Posting
from kernel.problems import Conflict, NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules import transfers
from points.rules.account import Account, Lot, PointsMove
from points.rules.board import Removal
from points.rules.book import Parameters
from points.rules.claim_moves import Step
from points.rules.claim_states import ClaimStatus, Event
from points.rules.lots import grace_day
from points.rules.recusal import NEAR, Recused
from points.rules.redemption import reversed_over
from points.rules.redemption_states import RedemptionStatus
from points.rules.shop import StockKind
from points.rules.transfers import Transfer
from points.service.asking import home_of, homes_of, village_of
from points.service.leave_boards import leave_boards
from points.store import accounts, books, claims, ledger, redemptions, shop
from points.store.accounts import Occasion, Reason
from points.store.ledger import LEDGER
from points.store.ledger_rows import EntryRow
from points.store.shop import StockChange
from registry import Home

if TYPE_CHECKING:
    from points.model.claim_requests import Reverse

REVERSERS = frozenset({Role.VILLAGE_OFFICER, Role.TOWN_OFFICER})
_LEAVES_BOARDS = {PointsMove.AWARD: Removal.REVERSED, PointsMove.DEDUCT: Removal.CORRECTED}


class AlreadyReversed(Conflict):
    """An entry is reversed once."""

    slug = "already-reversed"
    said = Text("该分录已冲正。", "This entry is reversed already.")


@record
class Reversal:
    """An entry, what it reverses, and what could not be taken back (`short`)."""

    entry: str
    reverses: str
    household: str
    short: int
    postings: Sequence[Posting]
    account: Account


def reverse_entry(
    work: UnitOfWork, asking: Scope, village: str, entry: str, command: Reverse
) -> Reversal:
    """Undo an entry by its opposite."""
    post = asking.within(village, REVERSERS)
    row = ledger.find_entry(work, village, entry)
    if row is None:
        raise NotFound
    home = homes_of(row.holder).get(row.holder)
    _refuse_near(asking, row.holder, home)
    parameters = books.book_on(village, clock.today()).parameters
    lives_in = village_of(home) if home else village
    return reverse(work, row, command, Actor.of(asking.person, post), parameters, lives_in)


def _refuse_near(asking: Scope, household: str, home: Home | None) -> None:
    own = home_of(asking)
    if own and (own == household or (home is not None and own in home.relatives)):
        raise Recused(
            Text(
                "本户及近亲属的分录不能由本人冲正。",
                "Nobody reverses entries of the own household or of near relatives.",
            ),
            ground=NEAR,
        )


def reverse(
    work: UnitOfWork,
    row: EntryRow,
    command: Reverse,
    actor: Actor,
    parameters: Parameters,
    lives_in: str | None = None,
) -> Reversal:
    """Undo an entry by its opposite; what follows for a redemption and for boards is part of it.

    Parameters
    ----------
    lives_in
        The village whose ledger has the household's accounts now, where it is another one.

    Raises
    ------
    AlreadyReversed
        It was undone before.
    PointsAlreadySpent, CannotBeReversed
        See `rules.transfers.reverse`.
    """
    if row.reversed_by:
        raise AlreadyReversed(reversed_by=row.reversed_by)
    now, told = clock.now(), ledger.content_of(row)
    kind = PointsMove(told["kind"])
    account = accounts.see(work, lives_in or row.book, row.holder)
    transfer = _opposite(account, told, kind, command, parameters)
    why = Reason(command.reason, ref=told["ref"], rule=told["rule"], reverses=row.id)
    occasion = Occasion(actor, now, parameters, clock.from_iso(told["at"]))
    if account.village == row.book:
        undone = accounts.carry(work, transfer, why, occasion)
    else:
        occasion = replace(occasion, scores=False)
        left = accounts.see(work, row.book, row.holder)
        here, there = transfers.followed(transfer, left)
        undone = accounts.carry(work, there, why, occasion)
        accounts.carry(work, here, why._replace(ref=undone), occasion)
    work.write(LEDGER.link_reversal(row.book, row.id, undone))
    if kind is PointsMove.HAND_OVER:
        _mark_redemption(work, row, told["ref"], command, actor, now)
    if kind in _LEAVES_BOARDS:
        _reverse_claim(work, told["ref"], command, actor, now)
        leave_boards(work, row.book, row.holder, _LEAVES_BOARDS[kind], actor, now)
    return Reversal(undone, row.id, row.holder, transfer.short, transfer.postings, transfer.account)


def _opposite(
    account: Account,
    told: Mapping[str, Any],
    kind: PointsMove,
    command: Reverse,
    parameters: Parameters,
) -> Transfer:
    return transfers.reverse(
        account,
        kind,
        [Posting(name, int(points)) for name, points in told["postings"]],
        map(Lot.told, told["lots"]),
        today=clock.today(),
        earliest=grace_day(clock.today(), parameters),
        take_rest=command.if_spent == "take_rest",
    )


def _reverse_claim(
    work: UnitOfWork, claim_id: str | None, command: Reverse, actor: Actor, now: datetime
) -> None:
    """Take a claim back whose entry is reversed: its day is free again and no cap counts it, so that it can be claimed rightly."""
    claim = claims.find(work, claim_id) if claim_id else None
    if claim is not None and claim.status is ClaimStatus.POSTED:
        after = replace(claim, status=ClaimStatus.REVERSED, updated_at=now)
        claims.save(work, claim, after, [Step(Event.REVERSED, actor, command.reason)])


def _mark_redemption(
    work: UnitOfWork, row: EntryRow, redemption: str, command: Reverse, actor: Actor, now: datetime
) -> None:
    """Mark a redemption whose hand-over is reversed; goods that came back are stock again."""
    one = redemptions.find(work, redemption)
    if one is None or one.hand_over_entry != row.id:
        return
    if one.status is RedemptionStatus.REVERSED:
        # Somebody was faster, after the entry was read and before this was.
        raise AlreadyReversed
    redemptions.changed(work, one, reversed_over(one, now), "reversed", actor, command.reason)
    if command.goods_returned:
        goods = shop.known_goods(work, one.village, one.goods)
        change = StockChange(StockKind.RETURNED, one.quantity, one.quantity)
        shop.change_stock(
            work, one.village, goods, change, actor, now, redemption=one.id, points=one.points
        )
