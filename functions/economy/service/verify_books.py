"""Verify the books of a collective at night: chain, zero sum, and the sums that the sheets are read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from economy.rules import watch
from economy.store import ledger
from economy.store.watches import WATCHES
from kernel.observability import count_ledger_faults, log, log_fault
from kernel.problems import NotFound
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text


def verify_tonight(village: str) -> None:
    """Seal and recompute the books of a village and keep what was found; those that are not sound are counted, an alarm watches the figure.

    A run that is cut off every time counts as a fault itself, so that it does not keep the next night waiting.
    """
    if not carry_out(lambda work: _begins(work, village)).result:
        log.error("the verification of books was cut off again and again", village=village)
        count_ledger_faults(1)
        return
    try:
        document = ledger.verify_books(village)
    except Exception as fault:  # noqa: BLE001 - the next village is looked at all the same
        log_fault("could not verify the books", fault, village=village)
        count_ledger_faults(1)
        return
    if not document["sound"]:
        log.error("books are not sound", village=village, faults=document["faults"][:5])
        count_ledger_faults(1)


def read_verification(village: str) -> Mapping[str, Any]:
    """Return what the last night's verification of the books found.

    Raises
    ------
    NotFound
        There was none yet.
    """
    found = ledger.last_verification(village)
    if found is None:
        raise NotFound(Text("账簿尚未核对。", "The books were not verified yet."))
    return found


def _begins(work: UnitOfWork, village: str) -> bool:
    known = WATCHES.require(work, village)
    if known.tries >= watch.MOST_TRIES:
        return False
    WATCHES.save(work, watch.tried(known))
    return True
