"""Recompute a village's ledger from its entries: at once, in the background where it is long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.ledger.entries import book_of_key
from kernel.ledger.sealing import seal
from kernel.ledger.verification import Verified, keep_report, last_report, verify
from kernel.observability import log_fault, note
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from points.rules.verification import Verification, begun, ended
from points.service.asking import OVERSEERS
from points.store import ledger
from points.store.accounts import kept_accounts

MOST_AT_ONCE = 5_000
"""Entries a request recomputes; beyond them it answers what the last verification in the background found."""


class Report(NamedTuple):
    """What a verification found; `fresh`: recomputed now, else the last one kept."""

    document: Mapping[str, Any]
    fresh: bool


def verify_village(village: str, now: datetime, **how: Any) -> Verified:
    """Recompute a village's ledger."""
    return verify(ledger.LEDGER, village, kept_accounts(village), ledger.newest_entries, now, **how)


def read_report(asking: Scope, village: str) -> Report:
    """Recompute a village's ledger, or tell what was found last where that takes too long.

    Raises
    ------
    NotFound
        Nothing was found yet.
    """
    asking.within(village, OVERSEERS)
    found = verify_village(village, clock.now(), most=MOST_AT_ONCE)
    if found.complete:
        return Report(found.document, fresh=True)
    kept = last_report(ledger.LEDGER, village)
    if kept is None:
        raise NotFound(
            Text(
                "台账较长，尚无核对结果：请提交后台核对。",
                "The ledger is long and was not verified yet: have it verified in the background (POST …/ledger/verifications).",
            )
        )
    return Report(kept, fresh=False)


def ask_for_verification(work: UnitOfWork, asking: Scope, village: str) -> Verification:
    """Have a ledger verified in the background; one that is on its way already is answered."""
    asking.within(village, OVERSEERS)
    there, now = ledger.find_verification(work, village), clock.now()
    if there is not None and there.is_open:
        return there
    entries, by = ledger.sealed_entries(work, village), asking.person.person_id
    asked = Verification(village, entries, by, now, now, wake_at=now)
    ledger.save_verification(work, asked)
    return asked


def see_verification(asking: Scope, village: str) -> Verification:
    """Read how far the verification of a ledger is, and what it found.

    Raises
    ------
    NotFound
        None was asked for.
    """
    asking.within(village, OVERSEERS)
    there = ledger.read_verification(village)
    if there is None:
        raise NotFound
    return there


def run_verification(village: str) -> int:
    """Run a verification that is due, telling how far it is; return 1 if it was due. A run that is cut off comes again."""

    def change(of: Callable[[Verification], Verification | None]) -> Verification | None:
        def decide(work: UnitOfWork) -> Verification | None:
            there = ledger.find_verification(work, village)
            after = of(there) if there is not None and there.is_open else None
            if after is not None:
                ledger.save_verification(work, after)
            return after

        return carry_out(decide).result

    now = clock.now()
    mine = change(lambda one: begun(one, now) if one.wake_at and one.wake_at <= now else None)
    if mine is None or not mine.is_open:
        return 0

    def tell(checked: int) -> None:
        change(lambda one: replace(one, checked=checked, updated_at=clock.now()))

    document = verify_and_seal(village, tell)
    change(lambda one: ended(one, document, clock.now()))
    return 1


def verify_and_seal(
    village: str, progress: Callable[[int], None] | None = None
) -> Mapping[str, Any]:
    """Recompute a village's ledger, seal what the stream dropped and keep the report."""
    now = clock.now()
    found = verify_village(village, now, progress=progress)
    if found.unsealed:
        seal(ledger.LEDGER, village, found.unsealed)
        note("EntriesSealedLate", len(found.unsealed))
        found = verify_village(village, now)
    keep_report(ledger.LEDGER, village, found.document, now)
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
            seal(ledger.LEDGER, village, entries)
        except Exception as fault:  # noqa: BLE001 - other villages' chains go on
            log_fault("could not seal", fault, village=village)
            failed.append(first[village])
    return min(failed, key=int, default=None)
