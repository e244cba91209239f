"""Accounts of a household and the entry that moves them, in one transaction.

The accounts of a household are one row under a version, so that whoever spends waits for nobody but the own household.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.actors import Actor
from kernel.ledger.audit import Fault
from kernel.ledger.entries import Movement
from kernel.ledger.verification import Kept
from kernel.record import record
from kernel.storage.dynamo import read
from kernel.storage.lists import every_row
from kernel.storage.rows import Alter, Key
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules import account as accounts
from points.rules.account import Account, Lot, PointsMove
from points.rules.book import Parameters
from points.rules.lots import wakes_on
from points.rules.transfers import Transfer
from points.store.documents import line_in
from points.store.ledger import LEDGER
from points.store.ledger_rows import AccountRow, EntryRow, ScoreRow
from points.store.rows import CLOCK


class Reason(NamedTuple):
    """Why points move: in words, with what it rests on.

    Attributes
    ----------
    ref
        The claim, redemption or entry behind it.
    rule
        Version and item of the rule book, or the parameter it follows from.
    """

    reason: str
    ref: str | None = None
    rule: Mapping[str, Any] | None = None
    evidence: tuple[str, ...] = ()
    evaluation: Mapping[str, Any] | None = None
    reverses: str | None = None


@record
class Occasion:
    """By whom, when and under which parameters points move.

    Attributes
    ----------
    scored_at
        When the score belongs to another month than the entry: a reversal corrects the month of what it reverses.
    scores
        Whether points earned and lost are a score of the month at all: of a household that has moved they are none any more.
    """

    actor: Actor
    now: datetime
    parameters: Parameters
    scored_at: datetime | None = None
    scores: bool = True


_SCORED = frozenset({PointsMove.AWARD, PointsMove.DEDUCT, PointsMove.REVERSAL})


def key_of(village: str, household: str) -> Key:
    """Return where the accounts of a household are."""
    return AccountRow.key(village, household)


def see(work: UnitOfWork, village: str, household: str) -> Account:
    """Return the accounts of a household; empty ones when nothing was posted yet."""
    row: AccountRow | None = work.find(AccountRow.key(village, household))
    return _from_row(village, household, row)


def read_account(village: str, household: str) -> Account:
    """Return the accounts of a household as they are now, where nothing is decided."""
    row: AccountRow | None = read([AccountRow.key(village, household)], consistent=True)[0]
    return _from_row(village, household, row)


def _from_row(village: str, household: str, row: AccountRow | None) -> Account:
    if row is None:
        return Account(household, village)
    return from_row(row)


def from_row(row: AccountRow) -> Account:
    """Return the accounts a row holds."""
    return line_in(Account, row, lots=lambda told: tuple(map(Lot.told, json.loads(told))))


def kept_accounts(village: str) -> Iterator[Kept]:
    """Give every household's accounts as they are kept, for verification."""
    for row in every_row(AccountRow, ("pk", f"ACCOUNTS#{village}")):
        account = from_row(row)
        fits = account.spendable == int(row.spendable)
        fault = Fault(
            "lots",
            row.household,
            Text("批次合计与可用积分不符", "lots do not sum to what can be spent"),
        )
        yield Kept(
            row.household, account.number, accounts.balances(account), () if fits else (fault,)
        )


def carry(work: UnitOfWork, transfer: Transfer, reason: Reason, occasion: Occasion) -> str:
    """Carry out a transfer: the accounts, the entry, the month's score; return the entry's id."""
    account, now = transfer.account, occasion.now
    facts = {
        "lots": [lot.as_told() for lot in transfer.lots],
        "short": transfer.short,
        "due": transfer.due,
        "available": account.available(now.astimezone(clock.SHANGHAI).date()),
        **reason._asdict(),
        "balances": dict(accounts.balances(account)),
    }
    movement = Movement(
        account.village, account.household, account.number, transfer.kind, transfer.postings, facts
    )
    entry = LEDGER.enter(movement, occasion.actor, now, work.change_id)
    assert isinstance(entry, EntryRow)
    entry.house, entry.place = f"ENTRIES#{account.household}", entry.id
    keep(work, account, occasion.parameters)
    work.add(entry)
    if transfer.kind in _SCORED and occasion.scores:
        _score(work, transfer, occasion.scored_at or now)
    return entry.id


def _score(work: UnitOfWork, transfer: Transfer, at: datetime) -> None:
    moved = dict(transfer.postings)
    score = {
        name: moved[account]
        for name, account in (("earned", "honour"), ("lost", "demerit"))
        if moved.get(account)
    }
    if score:
        month = f"{at.astimezone(clock.SHANGHAI):%Y-%m}"
        account = transfer.account
        work.write(Alter(ScoreRow.key(account.village, month, account.household), score))


def keep(work: UnitOfWork, account: Account, parameters: Parameters) -> None:
    """Keep a household's accounts, and when the clock must look at them again."""
    wakes = wakes_on(account, parameters.remind_days)
    key = AccountRow.key(account.village, account.household)
    work.save(
        AccountRow(
            key.pk,
            key.sk,
            village=account.village,
            household=account.household,
            honour=account.honour,
            demerit=account.demerit,
            spendable=account.spendable,
            held=account.held,
            lots=json.dumps([lot.as_told() for lot in account.lots]),
            due=account.due,
            number=account.number,
            version=work.version(key) + 1,
            change_id=work.change_id,
            clock=CLOCK if wakes else None,
            wake_at=clock.iso(_midnight(wakes)) if wakes else None,
        )
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)
