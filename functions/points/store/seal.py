"""Sealing a village's entries behind the writes, and verifying the whole ledger.

The stream hands over entries roughly in the order they were written; the order in which they are sealed is the order of the chain. A
sealer proves by the chain's head that nobody sealed meanwhile, and each entry takes a seal once, so that a record delivered twice does
nothing and two sealers never fork the chain.
"""

from __future__ import annotations

import heapq
import json
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kernel import clock
from kernel.problems import TryAgain
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.rows import Alter, ConditionFailed, Ensure, Write
from kernel.texts import Text
from points.rules import chain
from points.rules.account import balances
from points.rules.chain import Audit, Sealed
from points.store.base import in_words, new_change
from points.store.ledger import seen_in
from points.store.rows import (
    BY_HOUSE,
    AccountRow,
    EntryRow,
    HeadRow,
    LedgerRow,
    ReportRow,
)

A_TRANSACTION = 40
_TRIES = 8
_A_READ = 500
_LATE = timedelta(minutes=10)


def seal(village: str, entries: Iterable[str], now: datetime) -> int:
    """Seal entries of a village that are not sealed yet; return how many were.

    Raises
    ------
    TryAgain
        Others were sealing all the while.
    """
    wanted = list(dict.fromkeys(entries))
    done = 0
    for first in range(0, len(wanted), A_TRANSACTION):
        done += _seal_some(village, wanted[first : first + A_TRANSACTION], now)
    return done


def _seal_some(village: str, entries: list[str], now: datetime) -> int:
    for _ in range(_TRIES):
        head, *rows = read(
            [HeadRow.key(village), *(EntryRow.key(village, entry) for entry in entries)],
            consistent=True,
        )
        fresh: list[EntryRow] = [row for row in rows if row is not None and not row.seal]
        if not fresh:
            return 0
        seq, previous = (int(head.seq), head.seal) if head else (0, chain.GENESIS)
        seen, change_id = seq, new_change(now)
        writes: list[Write | Alter] = []
        for row in fresh:
            seq += 1
            previous = chain.link(previous, seq, row.content)
            unsealed = EntryRow.seq.does_not_exist() & EntryRow.pk.exists()
            writes.append(
                Alter(EntryRow.key(village, row.id), {}, {"seq": seq, "seal": previous}, unsealed)
            )
        moved = HeadRow(f"LEDGER#{village}", "HEAD", seq=seq, seal=previous, change_id=change_id)
        writes.append(Write(moved, HeadRow.seq == seen if head else Ensure.is_new))
        try:
            write(writes)
        except ConditionFailed:
            # Another sealer was faster, or our own answer was lost: what is sealed now is left out of the next try.
            continue
        return len(fresh)
    raise TryAgain


class Verified(NamedTuple):
    """What a verification found; `complete` when it came to the end."""

    document: dict[str, Any]
    complete: bool
    unsealed: list[str]


def verify(village: str, now: datetime, *, most: int | None = None) -> Verified:
    """Recompute a village's chain, balances and zero sum from its entries.

    Memory is bounded by the village's accounts and one page, however many entries there are: entries come by id, nearly in the
    order of the chain, and wait in a small heap for their number.

    Parameters
    ----------
    most
        Give up after so many entries; the answer is then not complete.
    """
    begun = time.monotonic()
    audit = Audit()
    waiting: list[tuple[int, Sealed]] = []
    unsealed: list[EntryRow] = []
    for row in _entries(village):
        if not row.seal:
            unsealed.append(row)
            continue
        heapq.heappush(waiting, (int(row.seq), Sealed(row.id, int(row.seq), row.seal, row.content)))
        while waiting and waiting[0][0] == audit.entries + 1:
            audit.take(heapq.heappop(waiting)[1])
        if most is not None and audit.entries >= most:
            return Verified({}, complete=False, unsealed=[])
    while waiting:
        audit.take(heapq.heappop(waiting)[1])
    for row in unsealed:
        audit.add(row.id, row.content)
    _check_head(village, audit)
    _check_accounts(village, audit)
    audit.close()
    late = [row.id for row in unsealed if clock.from_iso(row.at) < now - _LATE]
    document = {
        "village": village,
        "verified_at": clock.local_iso(now),
        "sound": not audit.faults,
        "entries": audit.entries + len(unsealed),
        "sealed": audit.entries,
        "waiting_for_seal": len(unsealed),
        "head": audit.head,
        "totals": {name: audit.totals[name] for name in sorted(audit.totals)},
        "sum": sum(audit.totals.values()),
        "households": len(audit.households),
        "faults": [
            {
                "code": fault.code,
                "place": fault.place,
                "text": fault.text.zh,
                "text_en": fault.text.en,
            }
            for fault in audit.faults
        ],
        "milliseconds": round((time.monotonic() - begun) * 1000),
    }
    return Verified(document, complete=True, unsealed=late)


def _check_head(village: str, audit: Audit) -> None:
    head: HeadRow | None = read([HeadRow.key(village)], consistent=True)[0]
    seq = int(head.seq) if head else 0
    # While this was reading, more may have been sealed; fewer never.
    if seq < audit.entries or (seq == audit.entries and head and head.seal != audit.head):
        audit.note("head", village, Text("链尾与分录不符", "the end of the chain does not fit"))


def _check_accounts(village: str, audit: Audit) -> None:
    start: dict[str, Any] | None = None
    while True:
        page = query(
            AccountRow,
            ("pk", f"ACCOUNTS#{village}"),
            limit=_A_READ,
            start=start,
            consistent=True,
        )
        for item in page.items:
            row = AccountRow.from_raw_data(item)
            account = seen_in(village, row.household, row).account
            behind = account.version - audit.transfers[row.household]
            if behind > 0:
                _catch_up(row.household, behind, audit)
            elif behind < 0:
                audit.note(
                    "lost_account",
                    row.household,
                    Text("账户落后于分录", "accounts lag behind entries"),
                )
            if account.spendable != int(row.spendable):
                audit.note(
                    "lots",
                    row.household,
                    Text("批次合计与可用积分不符", "lots do not sum to what can be spent"),
                )
            audit.compare(row.household, balances(account))
        start = page.next_key
        if start is None:
            return


def _catch_up(household: str, behind: int, audit: Audit) -> None:
    """Add the entries that came while the ledger was being read; whatever is still missing then is a fault."""
    page = query(
        EntryRow,
        ("house", f"ENTRIES#{household}"),
        index=BY_HOUSE,
        limit=min(behind, _A_READ),
        newest_first=True,
    )
    known = audit.transfers[household]
    for item in page.items:
        told = json.loads(item["content"]["S"])
        if int(told["number"]) > known:
            audit.add(item["id"]["S"], item["content"]["S"])
    if audit.transfers[household] != known + behind:
        audit.note("missing", household, Text("缺少分录", "entries are missing"))


def _entries(village: str) -> Iterator[EntryRow]:
    start: dict[str, Any] | None = None
    while True:
        page = query(
            EntryRow,
            ("pk", f"LEDGER#{village}"),
            within=Range("sk", "begins_with", ("E#",)),
            limit=_A_READ,
            start=start,
            consistent=True,
        )
        for item in page.items:
            yield EntryRow.from_raw_data(item)
        start = page.next_key
        if start is None:
            return


def keep_report(village: str, document: dict[str, Any], now: datetime) -> None:
    """Keep what a verification found, for whoever asks later."""
    write(
        [
            Write(
                ReportRow(
                    f"LEDGER#{village}", "REPORT", at=clock.iso(now), document=in_words(document)
                )
            )
        ]
    )


def last_report(village: str) -> dict[str, Any] | None:
    """Return what the last kept verification found."""
    row: ReportRow | None = read([ReportRow.key(village)], consistent=True)[0]
    return json.loads(row.document) if row else None


def villages() -> Iterator[str]:
    """Give every village with a ledger."""
    start: dict[str, Any] | None = None
    while True:
        page = query(LedgerRow, ("pk", "LEDGERS"), limit=_A_READ, start=start)
        yield from (item["sk"]["S"] for item in page.items)
        start = page.next_key
        if start is None:
            return
