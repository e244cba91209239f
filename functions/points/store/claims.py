"""Claims in DynamoDB: the claim, its history, its day, its cap, its publication and its posting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel import clock, ids
from kernel.problems import Conflict
from kernel.storage.dynamo import read
from kernel.storage.rows import Alter, Ensure, Write
from kernel.texts import Text
from points.rules import account as accounts
from points.rules import claim as claims
from points.rules.book import Book, Item, Sign
from points.rules.claim import Cause, Claim, ClaimStatus, Event
from points.store import books, ledger
from points.store.base import (
    CLOCK_ACTOR,
    Actor,
    Decided,
    from_document,
    history,
    in_words,
    new_change,
    to_document,
)
from points.store.rows import (
    CLOCK,
    ActRow,
    CapRow,
    ClaimRow,
    HistoryRow,
    PublicationRow,
)

MOST_A_PUBLICATION = 40
"""A claim, its history and its line, times this, fit one transaction and one row."""

_KINDS: dict[str, Any] = {
    "sign": Sign,
    "status": ClaimStatus,
    "cause": Cause,
    "happened_on": date.fromisoformat,
    **dict.fromkeys(("evidence", "checks", "voices", "visits", "objections"), tuple),
    **dict.fromkeys(("created_at", "updated_at", "due_at", "public_until"), clock.from_iso),
}


class AlreadyClaimed(Conflict):
    """The household claimed this item for this day already; `claim` says where."""

    slug = "already-claimed"
    said = Text(
        "该户当日已申报过此项目。",
        "The household has claimed this item for this day already.",
    )


class NothingToPublish(Conflict):
    """No claim waits to be published."""

    slug = "nothing-to-publish"
    said = Text("没有待公示的申报。", "No claim waits to be published.")


class Step(NamedTuple):
    """A step of a claim's history."""

    event: Event
    actor: Actor
    reason: str | None = None
    details: Mapping[str, Any] | None = None


def load(claim_id: str) -> Claim | None:
    """Return a claim as it is now."""
    row: ClaimRow | None = read([ClaimRow.key(claim_id)], consistent=True)[0]
    return from_row(row) if row else None


def from_row(row: ClaimRow) -> Claim:
    """Return the claim a row keeps."""
    return from_document(Claim, row.document, _KINDS)


def to_row(claim: Claim) -> ClaimRow:
    """Return the row of a claim, with the keys of its indexes."""
    return ClaimRow(
        f"CLAIM#{claim.id}",
        "CLAIM",
        id=claim.id,
        village=claim.village,
        household=claim.household,
        status=str(claim.status),
        item=claim.item,
        sign=str(claim.sign),
        points=claim.points,
        document=to_document(claim),
        version=claim.version,
        change_id=claim.change_id,
        created_at=clock.iso(claim.created_at),
        updated_at=clock.iso(claim.updated_at),
        list=f"CLAIMS#{claim.village}#{claim.status}",
        house=f"CLAIMS#{claim.household}",
        place=claim.id,
        clock=CLOCK if claim.due_at else None,
        wake_at=clock.iso(claim.due_at) if claim.due_at else None,
    )


def open_claim(claim: Claim, actor: Actor, now: datetime) -> tuple[Claim, Decided]:
    """Decide to open a claim; the household claims an item once a day.

    Raises
    ------
    AlreadyClaimed
        It did before, and that claim was neither refused nor withdrawn.
    CapReached
        The item's cap leaves nothing in the period.
    """
    book = books.book_of(claim.village, claim.book_version)
    item = book.item(claim.item)
    day = claim.happened_on.isoformat()
    act_key, cap_key = ActRow.key(claim.household, claim.item, day), _cap_key(claim, item)
    act, *cap = read([act_key, *([cap_key] if cap_key else [])], consistent=True)
    if act is not None and act.claim:
        raise AlreadyClaimed(claim=act.claim)
    if cap_key and item.cap and cap[0] is not None and int(cap[0].used) >= item.cap.points:
        raise claims.CapReached
    change_id = new_change(now)
    claim = replace(claim, change_id=change_id)
    noted = ActRow(act_key.pk, act_key.sk, claim=claim.id)
    free = ActRow.claim.does_not_exist() if act is not None else Ensure.is_new
    writes: list[Write | Alter] = [
        Write(to_row(claim), Ensure.is_new),
        Write(noted, free),
        history(f"CLAIM#{claim.id}", 1, Event.CLAIMED, actor, now, change_id, claim.description),
    ]
    mark = HistoryRow.key(f"CLAIM#{claim.id}", 1)
    return claim, Decided(201, None, writes, mark, change_id, 1)


def _cap_key(claim: Claim, item: Item) -> Any:
    if item.cap is None:
        return None
    return CapRow.key(claim.household, item.code, item.cap.per.of(claim.happened_on))


def cap_left(claim: Claim, item: Item) -> tuple[int | None, CapRow | None]:
    """Return how many points an item's cap still allows the household in the claim's period, and the row that counts them."""
    key = _cap_key(claim, item)
    if key is None or item.cap is None:
        return None, None
    row: CapRow | None = read([key], consistent=True)[0]
    return item.cap.points - (int(row.used) if row else 0), row


def change(
    before: Claim,
    after: Claim,
    steps: Sequence[Step],
    now: datetime,
    cap: CapRow | None = None,
) -> tuple[Claim, Decided]:
    """Decide to save a claim after some steps; what the item's cap counts follows the points, and a day is free again once refused.

    Parameters
    ----------
    cap
        The cap's row as it was read for the decision; None when there was none.
    """
    book = books.book_of(after.village, after.book_version)
    item = book.item(after.item)
    change_id = new_change(now)
    pk = f"CLAIM#{after.id}"
    saved = replace(
        after,
        version=before.version + 1,
        steps=before.steps + len(steps),
        change_id=change_id,
    )
    writes: list[Write | Alter] = [Write(to_row(saved), ClaimRow.version == before.version)]
    writes += [
        history(
            pk, before.steps + n, step.event, step.actor, now, change_id, step.reason, step.details
        )
        for n, step in enumerate(steps, start=1)
    ]
    used = _counted(after) - _counted(before)
    key = _cap_key(after, item)
    if key is not None and used:
        if cap is None:
            cap = read([key], consistent=True)[0]
        seen = int(cap.version) if cap else 0
        counted = CapRow(
            key.pk, key.sk, used=(int(cap.used) if cap else 0) + used, version=seen + 1
        )
        unchanged = CapRow.version == seen if seen else Ensure.is_new
        writes.append(Write(counted, unchanged))
    if after.status in (ClaimStatus.REFUSED, ClaimStatus.WITHDRAWN):
        act = ActRow.key(after.household, after.item, after.happened_on.isoformat())
        writes.append(Write(ActRow(act.pk, act.sk, claim=None)))
    mark = HistoryRow.key(pk, before.steps + 1)
    return saved, Decided(200, None, writes, mark, change_id, saved.version)


def _counted(claim: Claim) -> int:
    counts = (
        ClaimStatus.CONFIRMED,
        ClaimStatus.PUBLISHED,
        ClaimStatus.OBJECTED,
        ClaimStatus.POSTED,
    )
    return (claim.points or 0) if claim.status in counts else 0


def checked(
    before: Claim, after: Claim, book: Book, step: Step, now: datetime
) -> tuple[Claim, Decided]:
    """Decide what follows from a new finding: the combined evaluation, and its outcome when it is complete."""
    item = book.item(after.item)
    left, cap = cap_left(after, item)
    judged = claims.judged(after, item, book.parameters, left, now)
    steps = [step]
    outcome = {ClaimStatus.CONFIRMED: Event.CONFIRMED, ClaimStatus.REFUSED: Event.REFUSED}.get(
        judged.status
    )
    if outcome:
        steps.append(Step(outcome, CLOCK_ACTOR, None, judged.evaluation))
    return change(before, judged, steps, now, cap)


def post(claim: Claim, book: Book, actor: Actor, now: datetime) -> tuple[Claim, Decided]:
    """Decide to post a published claim's points: the claim and the ledger in one transaction, so that it is posted once."""
    item, parameters = book.item(claim.item), book.parameters
    seen = ledger.see(claim.village, claim.household)
    points = claim.points or 0
    transfer = (
        accounts.award(seen.account, points, ledger.lot_day(parameters, now))
        if claim.sign is Sign.PLUS
        else accounts.deduct(seen.account, points)
    )
    reason = ledger.Reason(
        text=item.name.zh,
        ref=claim.id,
        rule={"version": book.version, "item": item.code},
        evidence=claim.evidence,
        evaluation=claim.evaluation,
    )
    change_id = new_change(now)
    moved = ledger.record(seen, transfer, reason, actor, now, parameters, change_id)
    after = replace(
        claim, status=ClaimStatus.POSTED, due_at=None, entry=moved.entry, updated_at=now
    )
    details = {"points": points, "entry": moved.entry, "short": transfer.short}
    saved, decided = change(claim, after, [Step(Event.POSTED, actor, None, details)], now)
    return saved, decided._replace(writes=[*decided.writes, *moved.writes])


class Publication(NamedTuple):
    """A list made public, and how many claims still wait."""

    row: PublicationRow
    left: int


def publish(
    village: str,
    waiting: Sequence[Claim],
    names: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> tuple[Publication, Decided]:
    """Decide to publish confirmed claims as one list.

    Parameters
    ----------
    names
        How each household is shown: masked.

    Raises
    ------
    NothingToPublish
        `waiting` is empty.
    """
    if not waiting:
        raise NothingToPublish
    publication = ids.new_id(now)
    writes: list[Write | Alter] = []
    lines: list[dict[str, Any]] = []
    ends: list[Claim] = []
    decided: Decided | None = None
    for claim in waiting[:MOST_A_PUBLICATION]:
        book = books.book_of(village, claim.book_version)
        item = book.item(claim.item)
        after = claims.published(claim, publication, book.parameters, now)
        step = Step(Event.PUBLISHED, actor, None, {"publication": publication})
        saved, decided = change(claim, after, [step], now)
        writes += decided.writes
        ends.append(saved)
        lines.append(
            {
                "claim": claim.id,
                "household": names.get(claim.household, "*户"),
                "item": item.code,
                "item_name": {"zh": item.name.zh, "en": item.name.en},
                "book_version": book.version,
                "happened_on": claim.happened_on.isoformat(),
                "sign": str(claim.sign),
                "points": claim.points,
            }
        )
    assert decided is not None
    row = PublicationRow(
        f"PUBLIC#{village}",
        publication,
        id=publication,
        village=village,
        published_at=clock.iso(now),
        published_by=actor.person_id,
        objections_until=clock.iso(max(one.due_at for one in ends if one.due_at)),
        public_until=clock.iso(max(one.public_until for one in ends if one.public_until)),
        document=in_words(lines),
    )
    writes.append(Write(row, Ensure.is_new))
    left = len(waiting) - len(ends)
    return Publication(row, left), decided._replace(status=201, writes=writes)


def steps_of(claim_id: str, limit: int, cursor: str | None) -> Any:
    """Return one page of a claim's history, oldest first."""
    from kernel.storage.dynamo import Range
    from points.store.base import page_of

    return page_of(
        HistoryRow,
        ("pk", f"CLAIM#{claim_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=limit,
        cursor=cursor,
    )


def details_of(row: HistoryRow) -> dict[str, Any] | None:
    """Return what a step tells besides its reason."""
    return json.loads(row.details) if row.details else None
