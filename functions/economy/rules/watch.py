"""How far the night's look at a collective is: thing by thing, then its books, going on where it stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from kernel import clock
from kernel.record import record
from kernel.texts import Named

NIGHT: Final = time(2)
"""When a night's look begins where people live: nobody works on the books then."""
MOST_TRIES: Final = 2
"""So often the books are begun; cut off every time, they count as faulty."""


class Stage(Named):
    """What is looked at, in this order."""

    CONTRACTS = "contracts", "合同", "contracts"
    ASSETS = "assets", "资产", "assets"
    VOUCHERS = "vouchers", "凭证", "vouchers"
    NOTED = "noted", "往来和共用凭据的凭证", "vouchers that are looked at whatever their status"
    PERIODS = "periods", "公开期间", "periods"
    CASH = "cash", "库存现金", "cash in hand"
    OPEN = "open", "待处理预警", "open alerts"
    DISMISSED = "dismissed", "已撤销预警", "dismissed alerts"
    BOOKS = "books", "账簿", "books"


@record
class Watch:
    """That a village has a collective, and how far the night's look at it is; one for each village.

    Attributes
    ----------
    wake_at
        When the clock looks at it next.
    cursor
        Where within the stage the last piece ended; None: at its beginning.
    tries
        How often the books were begun this night.
    seen_at
        When the last whole look ended.
    """

    id: str
    wake_at: datetime
    stage: Stage = Stage.CONTRACTS
    cursor: str | None = None
    tries: int = 0
    seen_at: datetime | None = None
    version: int = 1


def begun(village: str, now: datetime) -> Watch:
    """Return the watch over a collective that nobody watched so far."""
    return Watch(village, next_night(now))


def next_night(now: datetime) -> datetime:
    """Return when the next night's look begins."""
    today = clock.day_of(now)
    tonight = datetime.combine(today, NIGHT, clock.SHANGHAI)
    return tonight if now < tonight else tonight + timedelta(days=1)


def went_on(watch: Watch, cursor: str | None, now: datetime) -> Watch:
    """Return a watch after a piece: at the next piece, the next stage, or asleep until the next night."""
    if cursor is not None:
        return replace(watch, cursor=cursor, wake_at=now, version=watch.version + 1)
    stages = list(Stage)
    after = stages.index(watch.stage) + 1
    over = after == len(stages)
    return replace(
        watch,
        stage=stages[0] if over else stages[after],
        cursor=None,
        tries=0,
        wake_at=next_night(now) if over else now,
        seen_at=now if over else watch.seen_at,
        version=watch.version + 1,
    )


def tried(watch: Watch) -> Watch:
    """Return a watch that begins with the books, for once more."""
    return replace(watch, tries=watch.tries + 1, version=watch.version + 1)
