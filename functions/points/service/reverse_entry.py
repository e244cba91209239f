"""Undo an entry of the ledger by its opposite, once, linked both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

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
from points.rules.account import Account, Kind, Lot
from points.rules.board import Removal
from points.rules.book import Parameters
from points.rules.claim_moves import Step
from points.rules.claim_states import ClaimStatus, Event
from points.rules.recusal import NEAR, Recused
from points.rules.redemption import reversed_over
from points.rules.redemption_states import RedemptionStatus
from points.rules.shop import StockKind
from points.rules.transfers import Transfer
from points.service.asking import home_of, homes_of
from points.service.leave_boards import leave_boards
from points.store import accounts, books, claims, ledger, redemptions, shop
from points.store.accounts import Occasion, Reason
from points.store.ledger import LEDGER
from points.store.ledger_rows import EntryRow
from points.store.shop import StockChange

REVERSERS = frozenset({Role.VILLAGE_OFFICER, Role.TOWN_OFFICER})
_LEAVES_BOARDS = {Kind.AWARD: Removal.REVERSED, Kind.DEDUCT: Removal.CORRECTED}


class AlreadyReversed(Conflict):
    """An entry is reversed once."""

    slug = "already-reversed"
    said = Text("该分录已冲正。", "This entry is reversed already.")


@record
class Command:
    """Why an entry is reversed; what if its points are spent, and whether goods came back."""

    reason: str
    take_rest: bool
    goods_returned: bool


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
    work: UnitOfWork, asking: Scope, village: str, entry: str, command: Command
) -> Reversal:
    """Undo an entry by its opposite."""
    post = asking.within(village, REVERSERS)
    row = ledger.find_entry(work, village, entry)
    if row is None:
        raise NotFound
    _refuse_near(asking, row.holder)
    parameters = books.book_on(village, clock.today()).parameters
    return reverse(work, row, command, Actor.of(asking.person, post), parameters)


def _refuse_near(asking: Scope, household: str) -> None:
    own = home_of(asking)
    home = homes_of(household).get(household)
    if own and (own == household or (home is not None and own in home.relatives)):
        raise Recused(
            Text(
                "本户及近亲属的分录不能由本人冲正。",
                "Nobody reverses entries of the own household or of near relatives.",
            ),
            ground=NEAR,
        )


def reverse(
    work: UnitOfWork, row: EntryRow, command: Command, actor: Actor, parameters: Parameters
) -> Reversal:
    """Undo an entry by its opposite; what follows for a redemption and for boards is part of it.

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
    kind = Kind(told["kind"])
    transfer = _opposite(work, row, told, kind, command, parameters)
    why = Reason(command.reason, ref=told["ref"], rule=told["rule"], reverses=row.id)
    occasion = Occasion(actor, now, parameters, clock.from_iso(told["at"]))
    undone = accounts.carry(work, transfer, why, occasion)
    work.write(LEDGER.link_reversal(row.book, row.id, undone))
    if kind is Kind.HAND_OVER:
        _mark_redemption(work, row, told["ref"], command, actor, now)
    if kind in _LEAVES_BOARDS:
        _reverse_claim(work, told["ref"], command, actor, now)
        leave_boards(work, row.book, row.holder, _LEAVES_BOARDS[kind], actor, now)
    return Reversal(undone, row.id, row.holder, transfer.short, transfer.postings, transfer.account)


def _opposite(
    work: UnitOfWork,
    row: EntryRow,
    told: Mapping[str, Any],
    kind: Kind,
    command: Command,
    parameters: Parameters,
) -> Transfer:
    return transfers.reverse(
        accounts.see(work, row.book, row.holder),
        kind,
        [Posting(name, int(points)) for name, points in told["postings"]],
        map(Lot.told, told["lots"]),
        today=clock.today(),
        earliest=transfers.grace_day(clock.today(), parameters),
        take_rest=command.take_rest,
    )


def _reverse_claim(
    work: UnitOfWork, claim_id: str | None, command: Command, actor: Actor, now: datetime
) -> None:
    """Take a claim back whose entry is reversed: its day is free again and no cap counts it, so that it can be claimed rightly."""
    claim = claims.find(work, claim_id) if claim_id else None
    if claim is not None and claim.status is ClaimStatus.POSTED:
        after = replace(claim, status=ClaimStatus.REVERSED, updated_at=now)
        claims.save(work, claim, after, [Step(Event.REVERSED, actor, command.reason)])


def _mark_redemption(
    work: UnitOfWork, row: EntryRow, redemption: str, command: Command, actor: Actor, now: datetime
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
