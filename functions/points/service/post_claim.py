"""What the clock does with a claim by itself: publish it, post its points, say what is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kernel import clock
from kernel.actors import CLOCK
from kernel.observability import note
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules import transfers
from points.rules.book import Sign
from points.rules.claim import Claim, NothingToPublish
from points.rules.claim_moves import Step
from points.rules.claim_states import ClaimStatus, Event
from points.rules.lots import last_day
from points.rules.objections import is_ripe
from points.service.publish_scores import publish_scores
from points.store import accounts, books, claims
from points.store.accounts import Occasion, Reason
from points.store.history import tell_household


def see_to_claim(work: UnitOfWork, claim_id: str) -> int:
    """Do what is due on a claim; return how many things were."""
    claim = claims.find(work, claim_id)
    now = clock.now()
    if claim is None or claim.wakes_at is None or claim.wakes_at > now:
        return 0
    if is_ripe(claim, now):
        return post_claim(work, claim)
    due: dict[ClaimStatus, Callable[[UnitOfWork, Claim], int]] = {
        ClaimStatus.CONFIRMED: _publish_late,
        ClaimStatus.CHECKING: _check_late,
        ClaimStatus.OBJECTED: _answer_late,
    }
    return due[claim.status](work, claim) if claim.status in due else 0


def post_claim(work: UnitOfWork, claim: Claim) -> int:
    """Post a published claim's points: the claim and the ledger in one transaction, so that it is posted once."""
    now = clock.now()
    book = books.of_claim(claim)
    item, parameters = book.item(claim.item), book.parameters
    account, points = accounts.see(work, claim.village, claim.household), claim.points or 0
    day = now.astimezone(clock.SHANGHAI).date()
    transfer = (
        transfers.award(account, points, last_day(day, parameters))
        if claim.sign is Sign.PLUS
        else transfers.deduct(account, points, day)
    )
    reason = Reason(
        reason=item.name.zh,
        ref=claim.id,
        rule={"version": book.version, "item": item.code},
        evidence=claim.evidence,
        evaluation=claim.evaluation,
    )
    entry = accounts.carry(work, transfer, reason, Occasion(CLOCK, now, parameters))
    after = replace(claim, status=ClaimStatus.POSTED, due_at=None, entry=entry, updated_at=now)
    details = {"points": points, "entry": entry, "short": transfer.short}
    claims.save(work, claim, after, [Step(Event.POSTED, CLOCK, None, details)])
    work.afterwards(lambda: note("PointsPosted"))
    return 1


def _publish_late(work: UnitOfWork, claim: Claim) -> int:
    """Publish what waits in a village, as one list; somebody who publishes at the same time is as good."""
    try:
        publish_scores(work, claim.village, CLOCK)
    except NothingToPublish:
        return 0
    return 1


def _check_late(work: UnitOfWork, claim: Claim) -> int:
    """Say once that nobody finished to check a claim, to its household too; what the village owes climbs by itself."""
    text = Text(
        "您户的申报逾期未核验完成，已转乡镇督促。",
        "The check of a claim of your household is overdue; the town sees to it now.",
    )
    tell_household(work, claim.household, "check_late", text, clock.now())
    work.afterwards(lambda: note("PointsChecksLate"))
    return _mark_late(work, claim, Event.CHECK_LATE)


def _answer_late(work: UnitOfWork, claim: Claim) -> int:
    """Say once that an objection is not answered; it stays open: silence is not an answer."""
    work.afterwards(lambda: note("PointsAnswersLate"))
    return _mark_late(work, claim, Event.ANSWER_LATE)


def _mark_late(work: UnitOfWork, claim: Claim, event: Event) -> int:
    after = replace(claim, late=True, updated_at=clock.now())
    claims.save(work, claim, after, [Step(event, CLOCK)])
    return 1
