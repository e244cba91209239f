"""Verifying a whole book: chain, kept balances, zero sum."""

from __future__ import annotations

import heapq
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kernel import clock
from kernel.ledger.audit import Audit, Fault, Sealed
from kernel.ledger.entries import Ledger
from kernel.ledger.rows import EntryRow, HeadRow, ReportRow
from kernel.storage.dynamo import read
from kernel.storage.lists import every_row
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text

TELL_EVERY = 1_000
"""After so many entries whoever waits is told how far a verification has come."""

_LATE = timedelta(minutes=10)
"""An entry that has no seal by then was dropped on the way."""


class Kept(NamedTuple):
    """A holder's accounts as the context keeps them, with how many movements they have seen, and what is wrong with the row itself."""

    holder: str
    number: int
    balances: Mapping[str, int]
    faults: tuple[Fault, ...] = ()


Newest = Callable[[str, int], Iterable[EntryRow]]
"""Gives the newest entries of a holder, at least so many as asked for if there are, newest first."""


class Verified(NamedTuple):
    """What a verification found.

    Attributes
    ----------
    document
        The report, as it is kept.
    complete
        Whether it came to the end.
    unsealed
        Entries that should have been sealed by now.
    """

    document: dict[str, Any]
    complete: bool
    unsealed: list[str]


def verify(
    ledger: Ledger,
    book: str,
    kept: Iterable[Kept],
    newest: Newest,
    now: datetime,
    *,
    most: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verified:
    """Recompute a book's chain, balances and zero sum from its entries.

    Memory is bounded by the book's accounts and one page, however many entries there are: entries come by id, nearly in the order of
    the chain, and wait in a small heap for their number.

    Parameters
    ----------
    kept
        Everybody's accounts; read after the entries, so that what moves meanwhile is behind them, never ahead.
    most
        Give up after so many entries; the answer is then not complete.
    progress
        Is told how many entries are checked, every so many.
    """
    begun = time.monotonic()
    audit = Audit(ledger.unit, ledger.common)
    unsealed = _read_chain(ledger, book, audit, most, progress)
    if unsealed is None:
        return Verified({}, complete=False, unsealed=[])
    for row in unsealed:
        audit.add(row.id, row.content)
    _check_head(ledger, book, audit)
    for one in kept:
        _check_holder(one, newest, audit)
    audit.close()
    late = [row.id for row in unsealed if clock.from_iso(row.at) < now - _LATE]
    document = _document(book, audit, len(unsealed), now)
    document["milliseconds"] = round((time.monotonic() - begun) * 1000)
    return Verified(document, complete=True, unsealed=late)


def _read_chain(
    ledger: Ledger,
    book: str,
    audit: Audit,
    most: int | None,
    progress: Callable[[int], None] | None,
) -> list[EntryRow] | None:
    """Take every sealed entry in the order of the chain; return those without a seal, or None beyond `most`."""
    waiting: list[tuple[int, Sealed]] = []
    unsealed: list[EntryRow] = []
    for row in entries_of(ledger, book):
        if not row.seal:
            unsealed.append(row)
            continue
        heapq.heappush(waiting, (int(row.seq), Sealed(row.id, int(row.seq), row.seal, row.content)))
        while waiting and waiting[0][0] == audit.entries + 1:
            audit.take(heapq.heappop(waiting)[1])
        if most is not None and audit.entries >= most:
            return None
        if progress and audit.entries and audit.entries % TELL_EVERY == 0:
            progress(audit.entries)
    while waiting:
        audit.take(heapq.heappop(waiting)[1])
    return unsealed


def entries_of(ledger: Ledger, book: str) -> Iterator[EntryRow]:
    """Give every entry of a book, oldest first."""
    partition, within = ledger.listing(book)
    return every_row(ledger.entries, partition, within=within)


def _check_head(ledger: Ledger, book: str, audit: Audit) -> None:
    head: HeadRow | None = read([ledger.head_key(book)], consistent=True)[0]
    seq = int(head.seq) if head else 0
    # While this was reading, more may have been sealed; fewer never.
    if seq < audit.entries or (seq == audit.entries and head and head.seal != audit.head):
        audit.note("head", book, Text("链尾与分录不符", "the end of the chain does not fit"))


def _check_holder(one: Kept, newest: Newest, audit: Audit) -> None:
    behind = one.number - audit.numbers[one.holder]
    if behind > 0:
        _catch_up(one.holder, behind, newest, audit)
    elif behind < 0:
        audit.note(
            "lost_account", one.holder, Text("账户落后于分录", "accounts lag behind entries")
        )
    for fault in one.faults:
        audit.note(*fault)
    audit.compare(one.holder, one.balances)


def _catch_up(holder: str, behind: int, newest: Newest, audit: Audit) -> None:
    """Add the entries that came while the book was being read; whatever is still missing then is a fault."""
    known = audit.numbers[holder]
    for row in newest(holder, behind):
        if int(json.loads(row.content)["number"]) > known:
            audit.add(row.id, row.content)
    if audit.numbers[holder] != known + behind:
        audit.note("missing", holder, Text("缺少分录", "entries are missing"))


def _document(book: str, audit: Audit, unsealed: int, now: datetime) -> dict[str, Any]:
    return {
        "book": book,
        "verified_at": clock.local_iso(now),
        "sound": not audit.faults,
        "entries": audit.entries + unsealed,
        "sealed": audit.entries,
        "waiting_for_seal": unsealed,
        "head": audit.head,
        "totals": {name: audit.totals[name] for name in sorted(audit.totals)},
        "sum": sum(audit.totals.values()),
        "holders": len(audit.holders),
        "faults": [
            {
                "code": fault.code,
                "place": fault.place,
                "text": fault.text.zh,
                "text_en": fault.text.en,
            }
            for fault in audit.faults
        ],
    }


def keep_report(ledger: Ledger, book: str, document: Mapping[str, Any], now: datetime) -> None:
    """Keep what a verification found, for whoever asks later."""
    key = ledger.report_key(book)
    told = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    row = ledger.reports(key.pk, key.sk, at=clock.iso(now), document=told)
    carry_out(lambda work: work.write(Write(row)))


def last_report(ledger: Ledger, book: str) -> dict[str, Any] | None:
    """Return what the last kept verification found."""
    row: ReportRow | None = read([ledger.report_key(book)], consistent=True)[0]
    return json.loads(row.document) if row else None
