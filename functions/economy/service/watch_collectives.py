"""The night's look at a collective: a piece of it at a time, going on where the last one stopped; what stands out is raised, what is gone ends."""

from __future__ import annotations

from collections.abc import Callable

from economy.rules.alert_states import Shelf
from economy.rules.alert_terms import AlertSubject
from economy.rules.voucher_states import VoucherStatus
from economy.rules.watch import Stage, Watch, went_on
from economy.service.keep_alerts import follow_up, raise_alerts
from economy.service.look_at_things import find_of, load_and_find
from economy.service.verify_books import verify_tonight
from economy.store import money, things
from economy.store.alerts import ALERTS, alerts_on, within
from economy.store.watches import WATCHES
from kernel import clock
from kernel.observability import count_failures, log_fault
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork, carry_out

A_PIECE = 50
"""Things a piece looks at, so that none is longer than a few seconds."""
PIECES_A_RUN = 10
"""Pieces of one village in a run of the clock: then the others have their turn."""


def watch_village(village: str) -> None:
    """Go on with tonight's look at a village; does nothing before its time."""
    for _ in range(PIECES_A_RUN):
        watch = WATCHES.load(village)
        if watch is None or watch.wake_at > clock.now():
            return
        cursor = _PIECES[watch.stage](watch)
        carry_out(lambda work, watch=watch, cursor=cursor: _went_on(work, watch, cursor))


def _went_on(work: UnitOfWork, watch: Watch, cursor: str | None) -> bool:
    known = WATCHES.require(work, watch.id)
    # Another run that was here meanwhile did the same piece.
    if (known.stage, known.cursor) == (watch.stage, watch.cursor):
        WATCHES.save(work, went_on(known, cursor, clock.now()))
    return True


def _contracts(watch: Watch) -> str | None:
    about = things.every_contract_of(watch.id)
    page = things.CONTRACTS.about(about, A_PIECE, watch.cursor)
    return _raised(watch, AlertSubject.CONTRACT, page)


def _assets(watch: Watch) -> str | None:
    page = things.ASSETS.about(things.every_asset_of(watch.id), A_PIECE, watch.cursor)
    return _raised(watch, AlertSubject.ASSET, page)


def _vouchers(watch: Watch) -> str | None:
    waiting = money.vouchers_in(watch.id, VoucherStatus.RECORDED)
    page = money.VOUCHERS.in_list(waiting, A_PIECE, watch.cursor)
    return _raised(watch, AlertSubject.VOUCHER, page)


def _noted(watch: Watch) -> str | None:
    page = money.NOTED.about(money.noted_of(watch.id), A_PIECE, watch.cursor)
    known = money.VOUCHERS.load_all(one.id for one in page.rows)
    found = [one for one in known if one is not None]
    return _raised(watch, AlertSubject.VOUCHER, Listed(found, page.next_cursor))


def _periods(watch: Watch) -> str | None:
    page = money.PERIODS.about(money.periods_of(watch.id), A_PIECE, watch.cursor)
    return _raised(watch, AlertSubject.PERIOD, page)


def _cash(watch: Watch) -> str | None:
    boxes = [box for box in money.CASH.load_all([watch.id]) if box is not None]
    return _raised(watch, AlertSubject.CASH, Listed(boxes, None))


def _raised(watch: Watch, about: AlertSubject, page: Listed) -> str | None:
    for one, findings in find_of(about, watch.id, page.rows):
        _try(lambda: raise_alerts(watch.id, about, one, findings), one)  # noqa: B023 - at once
    return page.next_cursor


def _follow(watch: Watch, shelf: Shelf) -> str | None:
    """Let alerts end whose cause is gone, and let those be talked about that were checked long ago."""
    own = within(f"{watch.id}#")
    page = ALERTS.in_list(alerts_on(shelf), A_PIECE, watch.cursor, within=own)
    for one in page.rows:
        _try(lambda: follow_up(one.id, load_and_find(one)), one.id)  # noqa: B023 - at once
    return page.next_cursor


def _try(act: Callable[[], None], thing: str) -> None:
    """Do something for one thing; where it cannot be done, the others are looked at all the same."""
    try:
        act()
    except Exception as fault:  # noqa: BLE001
        log_fault("could not look at a thing of a collective", fault, id=thing)
        count_failures()


def _books(watch: Watch) -> str | None:
    verify_tonight(watch.id)
    return None


_PIECES: dict[Stage, Callable[[Watch], str | None]] = {
    Stage.CONTRACTS: _contracts,
    Stage.ASSETS: _assets,
    Stage.VOUCHERS: _vouchers,
    Stage.NOTED: _noted,
    Stage.PERIODS: _periods,
    Stage.CASH: _cash,
    Stage.OPEN: lambda watch: _follow(watch, Shelf.OPEN),
    Stage.DISMISSED: lambda watch: _follow(watch, Shelf.DISMISSED),
    Stage.BOOKS: _books,
}
