"""Verify every village's ledger at night, village by village, going on where the run before stopped."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from kernel import clock
from kernel.observability import count, count_ledger_faults, log, log_fault
from kernel.storage.leases import one_at_a_time
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.service.verify_ledger import verify_and_seal
from points.store import ledger
from points.store.runs import LeaseRow, NightRow

_ENOUGH_SECONDS = 150.0
"""A run begins no village after this long, so that each has as much again before the function's time is over."""
_LEASE = timedelta(seconds=310)
_MOST_TRIES = 2


def verify_all(seconds: float = _ENOUGH_SECONDS) -> int:
    """Go on with the night's verification: seal what the stream dropped, keep the reports; return how many ledgers were faulty so far.

    Once a night is through, its further runs have nothing to do.
    """
    with one_at_a_time(LeaseRow.key("verify"), _LEASE) as mine:
        if not mine:
            return 0
        night = _kept()
        if night.done:
            return int(night.faulty)
        return _go_on(night, seconds)


def _go_on(night: NightRow, seconds: float) -> int:
    begun, before = time.monotonic(), int(night.faulty)
    for village in ledger.villages(night.after):
        if time.monotonic() - begun > seconds:
            log.info("the next run goes on with the ledgers", after=night.after)
            break
        tries = int(night.tries) + 1 if night.at == village else 1
        if tries <= _MOST_TRIES:
            night = _keep(at=village, tries=tries)
            faulty = not _is_sound(village)
        else:
            log.error("the verification of a ledger was cut off again and again", village=village)
            faulty = True
        night = _keep(after=village, at=None, tries=0, faulty=int(night.faulty) + faulty)
    else:
        night = _keep(done=True)
        count("LedgerVerifications")
    count_ledger_faults(int(night.faulty) - before)
    return int(night.faulty)


def _is_sound(village: str) -> bool:
    try:
        document = verify_and_seal(village)
    except Exception as fault:  # noqa: BLE001 - the others are verified all the same
        log_fault("could not verify", fault, village=village)
        return False
    if not document["sound"]:
        log.error("ledger is not sound", village=village, faults=document["faults"][:5])
    return document["sound"]


def _tonight() -> str:
    return clock.local_iso(clock.now())[:10]


def _kept() -> NightRow:
    """Return how far tonight's verification is; a new night begins with the first village."""
    row = carry_out(lambda work: work.find(NightRow.key())).result
    if row is not None and row.night == _tonight():
        return row
    return _keep(night=_tonight(), after=None, at=None, tries=0, faulty=0, done=False)


def _keep(**changed: Any) -> NightRow:
    def on(work: UnitOfWork) -> NightRow:
        key = NightRow.key()
        row = work.find(key) or NightRow(key.pk, key.sk)
        for name, value in changed.items():
            setattr(row, name, value)
        row.version = work.version(key) + 1
        work.save(row)
        return row

    kept = carry_out(on).result
    assert kept is not None
    return kept
