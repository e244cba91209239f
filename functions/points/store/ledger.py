"""The ledger: a household's accounts and the entry that moved them, in one transaction; reversal; reading back.

The accounts of a household are one row under a version, so that whoever spends waits for nobody but the own household. An entry's content
is written once; its seal and the link to its reversal are added later, each once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kernel import clock, ids
from kernel.problems import Conflict, NotFound
from kernel.storage.dynamo import read
from kernel.storage.rows import Alter, Ensure, Write
from kernel.texts import Text
from points.rules import account as accounts
from points.rules import chain
from points.rules.account import Account, Kind, Lot, Posting, Transfer
from points.rules.book import Parameters
from points.store.base import Actor
from points.store.rows import (
    CLOCK,
    AccountRow,
    EntryRow,
    NoteRow,
    ScoreRow,
)


class AlreadyReversed(Conflict):
    """An entry is reversed once."""

    slug = "already-reversed"
    said = Text("该分录已冲正。", "This entry is reversed already.")


class Seen(NamedTuple):
    """Accounts as they were read: `revision` counts every write, reminders included; 0: there is no row yet."""

    account: Account
    revision: int


class Reason(NamedTuple):
    """Why points move: in words, with what it rests on.

    Attributes
    ----------
    ref
        The claim, redemption or entry behind it.
    rule
        Version and item of the rule book, or the parameter it follows from.
    """

    text: str
    ref: str | None = None
    rule: Mapping[str, Any] | None = None
    evidence: tuple[str, ...] = ()
    evaluation: Mapping[str, Any] | None = None
    reverses: str | None = None


class Moved(NamedTuple):
    """The writes of a transfer, the id of its entry, and the accounts after it."""

    writes: list[Write | Alter]
    entry: str
    account: Account


def see(village: str, household: str) -> Seen:
    """Return the accounts of a household as they are now; empty ones when nothing was posted yet."""
    row: AccountRow | None = read([AccountRow.key(village, household)], consistent=True)[0]
    return seen_in(village, household, row)


def seen_in(village: str, household: str, row: AccountRow | None) -> Seen:
    """Return the accounts a row holds."""
    if row is None:
        return Seen(Account(household, village), 0)
    lots = tuple(
        Lot(date.fromisoformat(day), int(points), bool(told))
        for day, points, told in json.loads(row.lots)
    )
    account = Account(
        household,
        village,
        honour=int(row.honour),
        demerit=int(row.demerit),
        held=int(row.held),
        lots=lots,
        version=int(row.version),
    )
    return Seen(account, int(row.revision))


def record(
    seen: Seen,
    transfer: Transfer,
    reason: Reason,
    actor: Actor,
    now: datetime,
    parameters: Parameters,
    change_id: str,
    scored_at: datetime | None = None,
) -> Moved:
    """Return the writes that carry out a transfer: the accounts, the entry, the month's score.

    Parameters
    ----------
    scored_at
        When the score belongs to another month than the entry: a reversal corrects the month of what it reverses.
    """
    account = transfer.account
    entry = ids.new_id(now)
    content = {
        "id": entry,
        "village": account.village,
        "household": account.household,
        "kind": str(transfer.kind),
        "number": account.version,
        "postings": [list(posting) for posting in transfer.postings],
        "lots": [[lot.expires_on.isoformat(), lot.points] for lot in transfer.lots],
        "short": transfer.short,
        "reason": reason.text,
        "ref": reason.ref,
        "rule": reason.rule,
        "evidence": list(reason.evidence),
        "evaluation": reason.evaluation,
        "reverses": reason.reverses,
        "actor": actor.person_id,
        "actor_name": actor.name,
        "actor_role": actor.role,
        "actor_unit": actor.unit,
        "at": clock.iso(now),
        "balances": accounts.balances(account),
    }
    row = EntryRow(
        f"LEDGER#{account.village}",
        f"E#{entry}",
        id=entry,
        village=account.village,
        household=account.household,
        kind=str(transfer.kind),
        at=clock.iso(now),
        content=chain.canonical(content),
        change_id=change_id,
        house=f"ENTRIES#{account.household}",
        place=entry,
    )
    writes: list[Write | Alter] = [
        keep(seen, account, parameters, change_id),
        Write(row, Ensure.is_new),
    ]
    moved = dict(transfer.postings)
    score = {
        name: moved[account_name]
        for name, account_name in (("earned", "honour"), ("lost", "demerit"))
        if moved.get(account_name)
    }
    if score:
        month = f"{(scored_at or now).astimezone(clock.SHANGHAI):%Y-%m}"
        key = ScoreRow.key(account.village, month, account.household)
        writes.append(Alter(key, score))
    return Moved(writes, entry, account)


def keep(seen: Seen, account: Account, parameters: Parameters, change_id: str) -> Write:
    """Return the write of a household's accounts, on the version that was seen."""
    wakes = accounts.wakes_on(account, parameters.remind_days)
    row = AccountRow(
        f"ACCOUNTS#{account.village}",
        account.household,
        village=account.village,
        household=account.household,
        honour=account.honour,
        demerit=account.demerit,
        spendable=account.spendable,
        held=account.held,
        lots=json.dumps(
            [[lot.expires_on.isoformat(), lot.points, lot.reminded] for lot in account.lots]
        ),
        version=account.version,
        revision=seen.revision + 1,
        change_id=change_id,
        clock=CLOCK if wakes else None,
        wake_at=clock.iso(_midnight(wakes)) if wakes else None,
    )
    unchanged = AccountRow.revision == seen.revision if seen.revision else Ensure.is_new
    return Write(row, unchanged)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


def lot_day(parameters: Parameters, now: datetime) -> date:
    """Return the last day points given now can be spent."""
    day = now.astimezone(clock.SHANGHAI).date()
    return accounts.lot_day(day, parameters.lot_months, reset=parameters.year_end == "reset")


def grace_day(parameters: Parameters, now: datetime) -> date:
    """Return the day until which points that come back can be spent at least."""
    day = now.astimezone(clock.SHANGHAI).date()
    return day + timedelta(days=parameters.grace_days)


def find_entry(village: str, entry: str) -> EntryRow | None:
    """Return an entry."""
    return read([EntryRow.key(village, entry)], consistent=True)[0]


class Undone(NamedTuple):
    """A decided reversal, and the entry it undoes."""

    moved: Moved
    transfer: Transfer
    original: Mapping[str, Any]


def reverse(
    village: str,
    entry: str,
    reason: str,
    *,
    take_rest: bool,
    actor: Actor,
    now: datetime,
    parameters: Parameters,
    change_id: str,
) -> Undone:
    """Return the writes that undo an entry: the opposite entry, and on the entry the link that lets it be undone only once.

    Raises
    ------
    NotFound
        There is no such entry.
    AlreadyReversed
        It was undone before.
    PointsAlreadySpent, CannotBeReversed
        See `rules.account.reverse`.
    """
    row = find_entry(village, entry)
    if row is None:
        raise NotFound
    if row.reversed_by:
        raise AlreadyReversed(reversed_by=row.reversed_by)
    told: Mapping[str, Any] = json.loads(row.content)
    seen = see(village, told["household"])
    transfer = accounts.reverse(
        seen.account,
        Kind(told["kind"]),
        [Posting(name, int(points)) for name, points in told["postings"]],
        lots_of(told["lots"]),
        earliest=grace_day(parameters, now),
        take_rest=take_rest,
    )
    why = Reason(reason, ref=told["ref"], rule=told["rule"], reverses=entry)
    then = clock.from_iso(told["at"])
    moved = record(seen, transfer, why, actor, now, parameters, change_id, then)
    moved.writes.append(
        Alter(
            EntryRow.key(village, entry),
            {},
            {"reversed_by": moved.entry},
            EntryRow.reversed_by.does_not_exist() & EntryRow.pk.exists(),
        )
    )
    return Undone(moved, transfer, told)


def lots_of(told: Iterable[Any]) -> tuple[Lot, ...]:
    """Return lots from what an entry or redemption says of them."""
    return tuple(Lot(date.fromisoformat(day), int(points)) for day, points in told)


def note(household: str, kind: str, text: Text, now: datetime) -> Write:
    """Return the write of a word to a household."""
    return Write(
        NoteRow(
            f"NOTES#{household}",
            ids.new_id(now),
            at=clock.iso(now),
            kind=kind,
            zh=text.zh,
            en=text.en,
        )
    )
