"""What the clock does with points: publishes, posts, expires, reminds, takes boards down, follows who moved.

Rows say what is due (`wake_at`); the schedule only looks. Whatever it does is decided on the row as it is, so that two runs at once, or
one cut off in the middle, change nothing twice.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import registry
from kernel import clock, holidays
from kernel.actors import CLOCK as CLOCK_ACTOR
from kernel.observability import count_failures, log_fault
from kernel.storage.dynamo import Range, query
from kernel.storage.leases import one_at_a_time
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.service.expire_lots import expire_lots
from points.service.move_board import take_down
from points.service.move_household import move_household
from points.service.move_redemption import give_back_forgotten
from points.service.post_claim import see_to_claim
from points.store.claim_rows import ClaimRow
from points.store.rows import BY_WAKE, CLOCK
from points.store.runs import LeaseRow

_A_SWEEP = 100
_ENOUGH_SECONDS = 200.0
_LEASE = timedelta(seconds=310)


def see_to_what_is_due() -> int:
    """See to everything that is due; return how many things were.

    One that fails is logged and counted, and the rest goes on: it comes again with the next run. Of two runs at once one stands down.
    """
    with one_at_a_time(LeaseRow.key("due"), _LEASE) as mine:
        return _see_to_all() if mine else 0


def _see_to_all() -> int:
    holidays.refresh()
    begun, now, done, failed = time.monotonic(), clock.now(), 0, 0
    start: dict[str, Any] | None = None
    while time.monotonic() - begun < _ENOUGH_SECONDS:
        page = query(
            ClaimRow,
            ("clock", CLOCK),
            index=BY_WAKE,
            within=Range("wake_at", "<=", (clock.iso(now),)),
            limit=_A_SWEEP,
            start=start,
        )
        for item in page.items:
            pk, sk = item["pk"]["S"], item["sk"]["S"]
            try:
                done += _seen_to(pk, sk)
            except Exception as fault:  # noqa: BLE001 - the others must not wait for this one
                failed += 1
                log_fault("could not see to what is due", fault, kind=pk.split("#", 1)[0])
        start = page.next_key
        if start is None:
            break
    followed, not_followed = _follow_households(begun)
    done, failed = done + followed, failed + not_followed
    if failed:
        count_failures(failed)
    return done


def _follow_households(begun: float) -> tuple[int, int]:
    """Take along the points of households that the registry has moved to another village; return how many came, and how many did not."""
    done = failed = 0
    for found in registry.open_moves():
        if time.monotonic() - begun >= _ENOUGH_SECONDS:
            break
        try:
            registry.follow_move(found, lambda one: move_household(*one, CLOCK_ACTOR))
            done += 1
        except Exception as fault:  # noqa: BLE001 - the others must not wait for this one
            failed += 1
            log_fault("could not follow a household", fault, household=found.move.household_id)
    return done, failed


def _seen_to(pk: str, sk: str) -> int:
    kind, _, village = pk.partition("#")
    if kind == "VERIFY":
        # It takes long and writes as it goes: no decision of one transaction.
        from points.service.verify_ledger import run_verification

        return run_verification(village)
    return carry_out(lambda work: _see_to(work, pk, sk)).result or 0


def _see_to(work: UnitOfWork, pk: str, sk: str) -> int:
    kind, _, rest = pk.partition("#")
    if kind == "CLAIM":
        return see_to_claim(work, rest)
    if kind == "REDEEM":
        return give_back_forgotten(work, rest)
    if kind == "BOARD":
        return take_down(work, rest, sk)
    return expire_lots(work, rest, sk)
