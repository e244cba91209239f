"""Claims as they are kept: the claim, its history, its day, its cap."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import escalation
from kernel.storage.dynamo import Filter
from kernel.storage.lists import Listed, every_row
from kernel.storage.rows import Key, Write
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.book import Item
from points.rules.claim import Claim, ClaimLine
from points.rules.claim_moves import Step
from points.rules.claim_states import ClaimStatus
from points.rules.hearing import who_hears
from points.rules.snapshot import months_of
from points.store.claim_rows import ActRow, CapRow, ClaimRow
from points.store.documents import Kept, as_json, by_status, listed
from points.store.history import note_step
from points.store.rows import BY_HOUSE

_NEWEST = 50
_FREE = (ClaimStatus.REFUSED, ClaimStatus.WITHDRAWN, ClaimStatus.REVERSED)
_KEPT = Kept(Claim, ClaimRow)
find, read_claim, from_row = _KEPT.find, _KEPT.read, _KEPT.of


def load_for_opening(work: UnitOfWork, claim: Claim, item: Item) -> tuple[str | None, int | None]:
    """Return the claim that has this day already, if any, and what the item's cap leaves; one read with the request's key."""
    act = _act_key(claim)
    owed = escalation.keys([claim.owes] if claim.owes else [])
    work.load([act, _cap_key(claim), *owed])
    row: ActRow | None = work.find(act)
    return (row.claim if row else None), cap_left(work, claim, item)


def open_claim(work: UnitOfWork, claim: Claim, step: Step) -> Claim:
    """Keep a new claim: a household claims an item once a day."""
    saved = replace(claim, change_id=work.change_id)
    work.save(_row_of(saved))
    act = _act_key(claim)
    seen: ActRow | None = work.find(act)
    free = ActRow.claim.does_not_exist() if seen is not None else ActRow.pk.does_not_exist()
    work.write(Write(ActRow(act.pk, act.sk, claim=claim.id), free))
    _note(work, saved, 1, step)
    return saved


def save(work: UnitOfWork, before: Claim, after: Claim, steps: Sequence[Step]) -> Claim:
    """Keep a claim after some steps; what caps count follows the points, and a day is free again once refused."""
    saved = replace(
        after, version=before.version + 1, steps=before.steps + len(steps), change_id=work.change_id
    )
    work.save(_row_of(saved))
    for number, step in enumerate(steps, before.steps + 1):
        _note(work, saved, number, step)
    _count(work, saved, after.counted - before.counted)
    if after.status in _FREE:
        act = _act_key(after)
        work.write(Write(ActRow(act.pk, act.sk, claim=None)))
    return saved


def _note(work: UnitOfWork, claim: Claim, seq: int, step: Step) -> None:
    note_step(
        work,
        f"CLAIM#{claim.id}",
        seq,
        step.event,
        step.actor,
        claim.updated_at,
        reason=step.reason,
        details=step.details,
        addressees=who_hears(claim, step.event, step.details),
    )


def _act_key(claim: Claim) -> Key:
    return ActRow.key(claim.household, claim.item, claim.happened_on.isoformat())


def cap_left(work: UnitOfWork, claim: Claim, item: Item) -> int | None:
    """Return how many points an item's cap still allows the household in the claim's period; None without a cap."""
    if item.cap is None:
        return None
    period = item.cap.per.of(claim.happened_on)
    used = _used(work, _cap_key(claim)).items()
    return item.cap.points - sum(points for month, points in used if month in months_of(period))


def _cap_key(claim: Claim) -> Key:
    return CapRow.key(claim.household, claim.item, claim.happened_on.year)


def _used(work: UnitOfWork, key: Key) -> dict[str, int]:
    row: CapRow | None = work.find(key)
    return json.loads(row.months) if row else {}


def _count(work: UnitOfWork, claim: Claim, more: int) -> None:
    """Count points in their month, whether the rules of that day cap the item or not: other versions may."""
    if not more:
        return
    key, month = _cap_key(claim), f"{claim.happened_on:%Y-%m}"
    used = _used(work, key)
    told = as_json({**used, month: used.get(month, 0) + more})
    work.save(CapRow(key.pk, key.sk, months=told, version=work.version(key) + 1))


def list_claims(village: str, status: ClaimStatus, limit: int, cursor: str | None = None) -> Listed:
    """Return one page of a village's claims of one status, oldest first, as the index has them."""
    return by_status(ClaimRow, ClaimLine, f"CLAIMS#{village}#{status}", limit, cursor)


def newest_of(household: str) -> list[Claim]:
    """Return the newest claims of a household."""
    return _KEPT.page(("house", f"CLAIMS#{household}"), _NEWEST, index=BY_HOUSE).rows


def open_of(household: str, village: str) -> Iterator[str]:
    """Give the claims of a household in a village for which something still has to happen, as the index has them."""
    still = tuple(str(status) for status in ClaimStatus if status.is_open)
    only: dict[str, Filter] = {"status": ("in", *still), "village": village}
    rows = every_row(ClaimRow, ("house", f"CLAIMS#{household}"), index=BY_HOUSE, only=only)
    return (row.id for row in rows)


def _row_of(claim: Claim) -> ClaimRow:
    return listed(
        ClaimRow, claim, "CLAIMS", item=claim.item, wake=claim.wakes_at, sign=str(claim.sign)
    )
