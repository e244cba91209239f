"""What becomes of a village's rule book and supermarket when another village takes its place.

Where that has none of its own yet, as when a placeholder code is replaced by the official one, the book goes on there with its versions and
the shop with its goods. Points go with the households (`move_household`); the sealed ledger, boards and settlements stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.actors import Actor
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, level_of
from points.rules.shop import Goods, StockKind
from points.store import books, shop
from points.store.book_rows import BookRow, LedgerRow, ShelfRow
from points.store.shop import StockChange
from points.store.shop_rows import GoodsRow, ShopRow

_A_PAGE = 100

Followed = tuple[str, str, str, str | None]
"""What goes along: its kind, its id, the village it was of, the one it is of now; None: it stays where it is."""


class _Move(NamedTuple):
    village: str
    into: str
    by: Actor
    dry_run: bool

    def done(
        self, kind: str, what: str, decide: Callable[[UnitOfWork], bool]
    ) -> Iterator[Followed]:
        """Do one thing, or see whether it would be done; give it if so."""
        if decide(UnitOfWork()) if self.dry_run else carry_out(decide).result:
            yield kind, what, self.village, self.into


def follow_villages(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Iterator[Followed]:
    """Let rule books and shops of villages that are no more follow to those that take their place; give each thing as it goes, or stays."""
    for village, into in heirs.items():
        if into is None or level_of(village) is not Level.VILLAGE:
            continue
        move = _Move(village, into, by, dry_run)
        keys = [ShelfRow.key(into), ShopRow.key(village), ShopRow.key(into), LedgerRow.key(village)]
        shelf, own, theirs, ledger = read(keys, consistent=True)
        yield from _book(move, has_own=shelf is not None)
        if own is not None:
            yield from _shop(move, takes_goods=theirs is None or theirs.document == own.document)
        if ledger is not None:
            yield "ledger", village, village, None


def _book(move: _Move, *, has_own: bool) -> Iterator[Followed]:
    kept = read([ShelfRow.key(move.village)], consistent=True)[0]
    if kept is None:
        return
    if not has_own:
        yield from move.done("rule_book", move.village, lambda work: _take_book(work, move))
    elif not _same_book(move):
        yield "rule_book", move.village, move.village, None


def _same_book(move: _Move) -> bool:
    """Tell whether the other village's first version is this village's: its book came along before."""
    one, other = (books.read_version(village, 1) for village in (move.village, move.into))
    return bool(one and other and one.document == other.document)


def _take_book(work: UnitOfWork, move: _Move) -> bool:
    """Have every version of a book under the new code as well, in force from the days it was."""
    old, new = ShelfRow.key(move.village), ShelfRow.key(move.into)
    work.load([old, new, LedgerRow.key(move.into)])
    shelf: ShelfRow = work.find(old)
    if work.find(new) is not None:
        return False
    keys = [BookRow.key(move.village, number) for number in range(1, int(shelf.newest) + 1)]
    for row in filter(None, work.find_all(keys)):
        copied: dict[str, Any] = {
            **row.attribute_values,
            "pk": f"BOOK#{move.into}",
            "change_id": work.change_id,
        }
        work.add(BookRow(**copied))
    placed: dict[str, Any] = {
        **shelf.attribute_values,
        "pk": new.pk,
        "sk": new.sk,
        "version": 1,
        "change_id": work.change_id,
    }
    work.add(ShelfRow(**placed))
    books.has_ledger(work, move.into)
    return True


def _shop(move: _Move, *, takes_goods: bool) -> Iterator[Followed]:
    """Have the shop go on where there is none; of two shops each keeps its merchants, and goods are taken over by hand."""
    if not takes_goods:
        yield "shop", move.village, move.village, None
        return
    yield from move.done("shop", move.village, lambda work: _open_shop(work, move))
    for goods in _all_goods(move.village):
        if not move.dry_run:
            carry_out(lambda work, of=goods.id: _offer(work, of, move))
        if goods.stock:
            yield from move.done(
                "goods", goods.id, lambda work, of=goods.id: _hand_over(work, of, move)
            )


def _open_shop(work: UnitOfWork, move: _Move) -> bool:
    work.load([ShopRow.key(move.village), ShopRow.key(move.into)])
    there = shop.find_shop(work, move.village)
    if there is None or shop.find_shop(work, move.into) is not None:
        return False
    shop.save_shop(work, move.into, there.document)
    return True


def _offer(work: UnitOfWork, goods: str, move: _Move) -> None:
    """Have goods on the new shelf, with nothing in stock yet, and offer them on the old one no more."""
    work.load([GoodsRow.key(move.village, goods), GoodsRow.key(move.into, goods)])
    old = shop.known_goods(work, move.village, goods)
    if shop.find_goods(work, move.into, goods) is None:
        shop.put_goods(work, move.into, replace(old, stock=0, held=0, version=1), is_new=True)
    if old.offered:
        withdrawn = replace(old, offered=False, version=old.version + 1)
        shop.put_goods(work, move.village, withdrawn, is_new=False)


def _hand_over(work: UnitOfWork, goods: str, move: _Move) -> bool:
    """Move what is on the shelf, as a count on both sides; what is set aside comes when it is given back."""
    old = shop.known_goods(work, move.village, goods)
    if not old.stock:
        return False
    if not move.dry_run:
        new, now = shop.known_goods(work, move.into, goods), clock.now()
        for village, there, quantity in (
            (move.village, old, -old.stock),
            (move.into, new, old.stock),
        ):
            _moved_stock(work, village, there, quantity, move, now=now)
    return True


def _moved_stock(
    work: UnitOfWork, village: str, goods: Goods, quantity: int, move: _Move, *, now: datetime
) -> None:
    shop.change_stock(
        work,
        village,
        goods,
        StockChange(StockKind.COUNT, quantity, quantity),
        move.by,
        now,
        condition=shop.are_as_seen(goods),
        reason=f"{move.village} 并入 {move.into}，商品移交",
        counted=goods.stock + goods.held + quantity,
    )


def _all_goods(village: str) -> list[Goods]:
    found: list[Goods] = []
    cursor: str | None = None
    while True:
        page = shop.list_goods(village, _A_PAGE, cursor)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return found
