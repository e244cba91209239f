"""What comes over a contract by itself: a posting is over, its end is near, rent is late, a claim is about to be barred, it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from economy.rules import rents
from economy.rules.contract_states import (
    CONTRACTS,
    SIGNED,
    ContractAction,
    ContractEvent,
    ContractStatus,
)
from economy.rules.contracts import Contract, ContractKind, ContractPartyKind
from economy.rules.gates_of_contracts import decided_as
from economy.rules.low_rent import is_rent_low
from economy.rules.terms import amount, amounts, last_day_of, morning_of
from kernel import clock
from kernel.clock import day_of


class Woken(NamedTuple):
    """A contract as it is afterwards, what the history says, and what became late: the number of an instalment and the mark it reached."""

    after: Contract
    events: tuple[ContractEvent, ...]
    late: tuple[tuple[int, int], ...] = ()


def wake(contract: Contract, now: datetime) -> Woken:
    """Return what has come over a contract by now; with no event it is as it was."""
    if contract.status is ContractStatus.POSTED:
        return _close_posting(contract, now)
    if contract.status not in SIGNED:
        return Woken(contract, ())
    today = day_of(now)
    after, events = contract, list[ContractEvent]()
    after, late = _mark_late(after, today)
    if late:
        events.append(ContractEvent.RENT_LATE)
    barred = rents.warned_on(after.rent, after.calls)
    if barred is not None and today >= barred and not after.barred_warned:
        after = replace(after, barred_warned=True)
        events.append(ContractEvent.BARRED_SOON)
    if after.status is ContractStatus.IN_FORCE and today > after.ends_on:
        row = CONTRACTS.move(after.status, ContractAction.EXPIRE)
        after = replace(after, status=row.target, ended_on=after.ends_on)
        events.append(ContractEvent.ENDED)
    elif after.status is ContractStatus.IN_FORCE:
        mark = mark_near(after, today)
        if mark is not None and (after.reminded is None or mark < after.reminded):
            after = replace(after, reminded=mark)
            events.append(ContractEvent.EXPIRING)
    if events:
        after = replace(after, version=contract.version + 1)
    return Woken(after, tuple(events), tuple(late))


def mark_near(contract: Contract, today: date) -> int | None:
    """Return the nearest mark before its end that a contract has reached (180, 90, 30 days); None: none yet."""
    left = (contract.ends_on - today).days
    return min((mark for mark in amounts("expiry_marks") if left <= mark), default=None)


def wakes_at(contract: Contract) -> datetime | None:
    """Return when the clock looks at a contract next; None: nothing more comes over it."""
    if contract.status is ContractStatus.POSTED:
        return contract.posting.until if contract.posting else None
    if contract.status not in SIGNED:
        return None
    days: list[date] = []
    for one in contract.rent:
        ahead = rents.next_mark_on(one)
        if ahead is not None:
            days.append(ahead)
    barred = rents.warned_on(contract.rent, contract.calls)
    if barred is not None and not contract.barred_warned:
        days.append(barred)
    moments = [morning_of(day) for day in days]
    if contract.status is ContractStatus.IN_FORCE:
        marks = [
            mark
            for mark in amounts("expiry_marks")
            if contract.reminded is None or mark < contract.reminded
        ]
        moments += [morning_of(contract.ends_on - timedelta(days=mark)) for mark in marks]
        after = contract.ends_on + timedelta(days=1)
        moments.append(datetime.combine(after, time.min, clock.SHANGHAI))
    return min(moments, default=None)


def warnings_of(contract: Contract, today: date) -> list[str]:
    """Return what a contract is looked at for (DOMAIN 16.4), by the names of `WARNINGS`; none of it stands in its way."""
    found = _of_its_use(contract, today)
    if is_registrable(contract):
        found.append("registrable")
    if is_rent_low(contract):
        found.append("rent_low")
    if lacks_tender(contract):
        found.append("no_tender")
    if decided_as(contract) is not None and contract.decision is None:
        found.append("no_decision")
    if rents.late(contract.rent, today) and contract.status in SIGNED:
        found.append("rent_late")
    barred = rents.warned_on(contract.rent, contract.calls)
    if barred is not None and today >= barred:
        found.append("barred")
    return found


def _of_its_use(contract: Contract, today: date) -> list[str]:
    found: list[str] = []
    if contract.status is ContractStatus.IN_FORCE:
        if contract.kind is ContractKind.LAND_TRANSFER and contract.filed_on is None:
            found.append("not_filed")
        if mark_near(contract, today) is not None:
            found.append("expiring")
    if contract.status is ContractStatus.HELD_OVER:
        found.append("held_over")
    if any(one.until >= today for one in contract.mortgages):
        found.append("mortgaged")
    return found


def is_registrable(contract: Contract) -> bool:
    """Tell whether the use of land is transferred for five years or more: then it may be registered (承包法 Art. 41)."""
    least = last_day_of(contract.begins_on, amount("registrable_years"))
    return contract.kind is ContractKind.LAND_TRANSFER and contract.ends_on >= least


def lacks_tender(contract: Contract) -> bool:
    """Tell whether something of a high value is let to others than members, and no open bidding is on record."""
    return (
        contract.kind in (ContractKind.LEASE, ContractKind.LAND_CONTRACT)
        and contract.party.kind is not ContractPartyKind.MEMBER
        and contract.rent_fen > amount("open_market_fen")
        and contract.tender is None
    )


def _close_posting(contract: Contract, now: datetime) -> Woken:
    if contract.posting is None or now < contract.posting.until:
        return Woken(contract, ())
    row = CONTRACTS.move(contract.status, ContractAction.CLOSE_POSTING)
    after = replace(contract, status=row.target, version=contract.version + 1)
    return Woken(after, (ContractEvent.CLEARED,))


def _mark_late(contract: Contract, today: date) -> tuple[Contract, list[tuple[int, int]]]:
    late: list[tuple[int, int]] = []
    plan: list[rents.Instalment] = []
    for one in contract.rent:
        mark = rents.mark_reached(one, today)
        if mark > one.mark:
            late.append((one.number, mark))
            plan.append(replace(one, mark=mark))
        else:
            plan.append(one)
    return (replace(contract, rent=tuple(plan)) if late else contract), late
