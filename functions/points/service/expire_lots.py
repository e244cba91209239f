"""What the clock does with a household's accounts: take out what has ended, tell what ends soon."""

from __future__ import annotations

from kernel import clock
from kernel.actors import CLOCK
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules import transfers
from points.rules.account import Lot
from points.rules.book import YearEnd
from points.rules.lots import remind
from points.store import accounts, books
from points.store.accounts import Occasion, Reason
from points.store.history import tell_household


def expire_lots(work: UnitOfWork, village: str, household: str) -> int:
    """Take out lots whose last day is over, then remind of those that end soon; return 1 if there was anything."""
    now, today = clock.now(), clock.today()
    parameters = books.parameters_on(village, today)
    year_end = today.month == 1 and parameters.year_end is YearEnd.RESET
    before = accounts.see(work, village, household)
    transfer = transfers.expire(before, today, year_end=year_end)
    account, soon = remind(transfer.account if transfer else before, today, parameters.remind_days)
    if not transfer and not soon:
        return 0
    for lot in soon:
        ends = {"points": lot.points, "until": lot.expires_on.isoformat()}
        tell_household(work, household, "expiry", _ends_soon(lot), now, details=ends)
    if transfer is None:
        accounts.keep(work, account, parameters)
        return 1
    points = sum(lot.points for lot in transfer.lots)
    why = Reason(
        f"{points} 积分已过有效期", rule={"parameter": "lot_months", "value": parameters.lot_months}
    )
    accounts.carry(work, transfer._replace(account=account), why, Occasion(CLOCK, now, parameters))
    return 1


def _ends_soon(lot: Lot) -> Text:
    return Text(
        f"您户 {lot.points} 积分将于 {lot.expires_on} 到期，请及时兑换。",
        f"{lot.points} points of your household can be spent until {lot.expires_on}.",
    )
