"""What the clock does with points: publishes, posts, expires, reminds, takes boards down; and seals and verifies the ledgers.

Rows say what is due (`wake_at`); the schedule only looks. Whatever it does is conditional on the row as it was read, so that two runs at
once, or one cut off in the middle, change nothing twice.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.observability import count, log, log_fault
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.rows import ConditionFailed
from kernel.texts import Text
from points.rules import account as accounts
from points.rules import claim as claims
from points.rules.board import Status as BoardStatus
from points.rules.claim import ClaimStatus, Event
from points.rules.shop import RedemptionStatus
from points.store import boards, books, ledger, seal, shop
from points.store import claims as claim_store
from points.store.base import CLOCK_ACTOR, Decided, new_change, settle
from points.store.claims import Step
from points.store.rows import (
    BY_LIST,
    BY_WAKE,
    CLOCK,
    AccountRow,
    ClaimRow,
    EntryRow,
)

_A_SWEEP = 100
_ENOUGH_SECONDS = 200.0


def wake() -> int:
    """See to everything that is due; return how many things were.

    One that fails is logged and counted, and the rest goes on: it comes again with the next run.
    """
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
            pk = item["pk"]["S"]
            try:
                done += _see_to(pk, item["sk"]["S"], now)
            except Exception as fault:  # noqa: BLE001 - the others must not wait for this one
                failed += 1
                log_fault("could not see to what is due", fault, kind=pk.split("#", 1)[0])
        start = page.next_key
        if start is None:
            break
    count("PointsClockHeartbeat")
    if failed:
        count("PointsClockFailures", failed)
    return done


def _see_to(pk: str, sk: str, now: datetime) -> int:
    kind, _, rest = pk.partition("#")
    if kind == "CLAIM":
        return _claim_due(rest, now)
    if kind == "REDEEM":
        return _redemption_due(rest, now)
    if kind == "BOARD":
        return _board_due(rest, sk, now)
    return _lots_due(rest, sk, now)


def _settled(decide: Any, now: datetime) -> int:
    settle(decide, None, now)
    return 1


class _NothingDue(Exception):
    """The row moved on since the index said it was due."""


def _claim_due(claim_id: str, now: datetime) -> int:
    claim = claim_store.load(claim_id)
    if claim is None or claim.due_at is None or claim.due_at > now:
        return 0
    if claim.status is ClaimStatus.CONFIRMED:
        return publish_waiting(claim.village, now)
    if claim.status is ClaimStatus.CHECKING:
        return _check_late(claim, now)
    return post_if_ripe(claim_id, now) or _answer_late(claim_id, now)


def publish_waiting(village: str, now: datetime) -> int:
    """Publish what waits in a village, as one list; somebody who publishes at the same time is as good."""
    waiting = confirmed_claims(village)
    if not waiting:
        return 0
    names = boards.names_of([claim.household for claim in waiting])
    _, decided = claim_store.publish(village, waiting, names, CLOCK_ACTOR, now)
    try:
        write(decided.writes)
    except ConditionFailed:
        return 0
    return 1


def confirmed_claims(village: str) -> list[claims.Claim]:
    """Return the claims of a village that wait to be published, oldest first, as they are now."""
    page = query(
        ClaimRow,
        ("list", f"CLAIMS#{village}#{ClaimStatus.CONFIRMED}"),
        index=BY_LIST,
        limit=claim_store.MOST_A_PUBLICATION + 1,
    )
    rows = read([ClaimRow.key(item["id"]["S"]) for item in page.items], consistent=True)
    found = [claim_store.from_row(row) for row in rows if row is not None]
    return [claim for claim in found if claim.status is ClaimStatus.CONFIRMED]


def post_if_ripe(claim_id: str, now: datetime) -> int:
    """Post a claim whose period is over with nothing open; return 1 if it was done."""

    def decide() -> Decided:
        claim = claim_store.load(claim_id)
        if claim is None or not claims.is_ripe(claim, now):
            raise _NothingDue
        book = books.book_of(claim.village, claim.book_version)
        _, decided = claim_store.post(claim, book, CLOCK_ACTOR, now)
        return decided

    try:
        settle(decide, None, now)
    except _NothingDue:
        return 0
    count("PointsPosted")
    return 1


def _check_late(claim: claims.Claim, now: datetime) -> int:
    """Remind of a claim nobody finishes to check, again and again, and let its household know."""
    parameters = books.book_of(claim.village, claim.book_version).parameters
    due_at = now + parameters.check_days * parameters.day
    after = replace(claim, late=True, due_at=due_at, updated_at=now)
    _, decided = claim_store.change(claim, after, [Step(Event.CHECK_LATE, CLOCK_ACTOR)], now)
    text = Text(
        "您户的申报逾期未核验完成，已提醒本村。",
        "The check of a claim of your household is overdue; the village was reminded.",
    )
    told = ledger.note(claim.household, "check_late", text, now)
    count("PointsChecksLate")
    return _settled(lambda: decided._replace(writes=[*decided.writes, told]), now)


def _answer_late(claim_id: str, now: datetime) -> int:
    claim = claim_store.load(claim_id)
    if claim is None or claim.status is not ClaimStatus.OBJECTED or claim.due_at is None:
        return 0
    book = books.book_of(claim.village, claim.book_version)
    # The objection stays open, the town is asked, and it is asked again: silence is not an answer.
    after = replace(
        claim,
        late=True,
        due_at=now + book.parameters.answer_days * book.parameters.day,
        updated_at=now,
    )
    _, decided = claim_store.change(claim, after, [Step(Event.ANSWER_LATE, CLOCK_ACTOR)], now)
    count("PointsAnswersLate")
    return _settled(lambda: decided, now)


def _redemption_due(redemption: str, now: datetime) -> int:
    def decide() -> Decided:
        one = shop.load(redemption)
        if one is None or one.status is not RedemptionStatus.HELD or one.hold_until > now:
            raise _NothingDue
        parameters = books.book_on(one.village, now.astimezone(clock.SHANGHAI).date()).parameters
        _, decided = shop.give_back(
            one, RedemptionStatus.EXPIRED, None, CLOCK_ACTOR, parameters, now
        )
        return decided

    try:
        return _settled(decide, now)
    except _NothingDue:
        return 0


def _board_due(village: str, board: str, now: datetime) -> int:
    def decide() -> Decided:
        there = boards.load(village, board)
        if there is None or there.status is not BoardStatus.POSTED or there.ends_at > now:
            raise _NothingDue
        after = replace(there, status=BoardStatus.ENDED)
        _, decided = boards.move(there, after, "ended", CLOCK_ACTOR, now)
        return decided

    try:
        return _settled(decide, now)
    except _NothingDue:
        return 0


def _lots_due(village: str, household: str, now: datetime) -> int:
    today = now.astimezone(clock.SHANGHAI).date()
    parameters = books.book_on(village, today).parameters

    def decide() -> Decided:
        row: AccountRow | None = read([AccountRow.key(village, household)], consistent=True)[0]
        seen = ledger.seen_in(village, household, row)
        change_id = new_change(now)
        # What is over is taken out first, then whoever has something ending soon is told.
        transfer = accounts.expire(
            seen.account, today, year_end=today.month == 1 and parameters.year_end == "reset"
        )
        account = transfer.account if transfer else seen.account
        account, soon = accounts.remind(account, today, parameters.remind_days)
        if not transfer and not soon:
            raise _NothingDue
        notes = [
            ledger.note(
                household,
                "expiry",
                Text(
                    f"您户 {lot.points} 积分将于 {lot.expires_on} 到期，请及时兑换。",
                    f"{lot.points} points of your household can be spent until {lot.expires_on}.",
                ),
                now,
            )
            for lot in soon
        ]
        if transfer is None:
            kept = ledger.keep(seen, account, parameters, change_id)
            return Decided(200, None, [kept, *notes], AccountRow.key(village, household), change_id)
        points = sum(lot.points for lot in transfer.lots)
        why = ledger.Reason(
            f"{points} 积分已过有效期",
            rule={"parameter": "lot_months", "value": parameters.lot_months},
        )
        moved = ledger.record(
            seen, transfer._replace(account=account), why, CLOCK_ACTOR, now, parameters, change_id
        )
        return Decided(
            200, None, [*moved.writes, *notes], EntryRow.key(village, moved.entry), change_id
        )

    try:
        return _settled(decide, now)
    except _NothingDue:
        return 0


def follow(records: Iterable[Mapping[str, Any]]) -> str | None:
    """Seal the entries of stream records; return the number of the first record of what could not be sealed."""
    by_village: dict[str, list[str]] = defaultdict(list)
    first: dict[str, str] = {}
    for record in records:
        keys = record["dynamodb"]["Keys"]
        if not keys["sk"]["S"].startswith("E#"):
            continue
        village = keys["pk"]["S"].removeprefix("LEDGER#")
        by_village[village].append(keys["sk"]["S"].removeprefix("E#"))
        first.setdefault(village, record["dynamodb"]["SequenceNumber"])
    failed: str | None = None
    for village, entries in by_village.items():
        try:
            seal.seal(village, entries, clock.now())
        except Exception as fault:  # noqa: BLE001 - other villages' chains go on
            log_fault("could not seal", fault, village=village)
            failed = min(failed or first[village], first[village], key=int)
    return failed


def verify_all() -> int:
    """Verify every village's ledger, seal what the stream dropped, keep the reports; return the number of faulty ledgers."""
    faulty = 0
    for village in seal.villages():
        now = clock.now()
        try:
            found = seal.verify(village, now)
            if found.unsealed:
                seal.seal(village, found.unsealed, now)
                count("EntriesSealedLate", len(found.unsealed))
                found = seal.verify(village, now)
            seal.keep_report(village, found.document, now)
        except Exception as fault:  # noqa: BLE001 - the others are verified all the same
            log_fault("could not verify", fault, village=village)
            faulty += 1
            continue
        if not found.document["sound"]:
            log.error("ledger is not sound", village=village, faults=found.document["faults"][:5])
            faulty += 1
    count("LedgerFaults", faulty)
    count("LedgerVerifications")
    return faulty
