"""Recompute a village's ledger from its entries; at night every village's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.ledger.entries import book_of_key
from kernel.ledger.sealing import seal
from kernel.ledger.verification import Verified, keep_report, last_report, verify
from kernel.observability import count, log, log_fault
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.texts import Text
from points.service.asking import OVERSEERS
from points.store.accounts import kept_accounts
from points.store.ledger import LEDGER, newest_entries, villages

MOST_AT_ONCE = 5_000
"""Entries a request recomputes; beyond them it answers what the night found."""


class Report(NamedTuple):
    """What a verification found; `fresh`: recomputed now, else the last one kept."""

    document: Mapping[str, Any]
    fresh: bool


def verify_village(village: str, now: datetime, *, most: int | None = None) -> Verified:
    """Recompute a village's ledger."""
    return verify(LEDGER, village, kept_accounts(village), newest_entries, now, most=most)


def read_report(asking: Scope, village: str) -> Report:
    """Recompute a village's ledger, or tell what the night found where that takes too long.

    Raises
    ------
    NotFound
        The night has not found anything yet.
    """
    asking.within(village, OVERSEERS)
    found = verify_village(village, clock.now(), most=MOST_AT_ONCE)
    if found.complete:
        return Report(found.document, fresh=True)
    kept = last_report(LEDGER, village)
    if kept is None:
        raise NotFound(Text("尚无夜间核对结果。", "There is no nightly report yet."))
    return Report(kept, fresh=False)


def verify_all() -> int:
    """Verify every village's ledger, seal what the stream dropped, keep the reports; return the number of faulty ledgers."""
    faulty = 0
    for village in villages():
        try:
            document = _verify_at_night(village)
        except Exception as fault:  # noqa: BLE001 - the others are verified all the same
            log_fault("could not verify", fault, village=village)
            faulty += 1
            continue
        if not document["sound"]:
            log.error("ledger is not sound", village=village, faults=document["faults"][:5])
            faulty += 1
    count("LedgerFaults", faulty)
    count("LedgerVerifications")
    return faulty


def _verify_at_night(village: str) -> Mapping[str, Any]:
    now = clock.now()
    found = verify_village(village, now)
    if found.unsealed:
        seal(LEDGER, village, found.unsealed)
        count("EntriesSealedLate", len(found.unsealed))
        found = verify_village(village, now)
    keep_report(LEDGER, village, found.document, now)
    return found.document


def seal_new_entries(records: Iterable[Mapping[str, Any]]) -> str | None:
    """Seal the entries of stream records; return the number of the first record of what could not be sealed."""
    by_village: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for record in records:
        keys = record["dynamodb"]["Keys"]
        found = book_of_key(keys["pk"]["S"], keys["sk"]["S"])
        if found is None:
            continue
        village, entry = found
        by_village.setdefault(village, []).append(entry)
        first.setdefault(village, record["dynamodb"]["SequenceNumber"])
    failed: list[str] = []
    for village, entries in by_village.items():
        try:
            seal(LEDGER, village, entries)
        except Exception as fault:  # noqa: BLE001 - other villages' chains go on
            log_fault("could not seal", fault, village=village)
            failed.append(first[village])
    return min(failed, key=int, default=None)
