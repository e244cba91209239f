"""The public period of a claim: published, objected to, answered, posted when nothing is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from kernel import clock
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.texts import Text
from points.rules.book import Parameters
from points.rules.claim import Checker, Claim
from points.rules.claim_states import ClaimStatus
from points.rules.recusal import recuse_answerer, took_part


class ObjectionTooLate(Conflict):
    """The period to object is over."""

    slug = "objection-too-late"
    said = Text("异议期已过。", "The period to object is over.")


MOST_OBJECTIONS = 5
"""So often may one person object to one claim (design): objections are part of its row."""


class ObjectedEnough(Conflict):
    """One person has objected to a claim as often as one person may."""

    slug = "objected-enough"
    said = Text(
        f"每人对同一申报最多提出 {MOST_OBJECTIONS} 次异议。",
        f"One person objects to one claim at most {MOST_OBJECTIONS} times.",
    )


def published(claim: Claim, publication: str, parameters: Parameters, now: datetime) -> Claim:
    """Publish a confirmed claim: the period to object begins, the list stays up longer."""
    return replace(
        claim,
        status=ClaimStatus.PUBLISHED,
        publication=publication,
        public_until=parameters.term(now, parameters.public_days),
        due_at=parameters.term(now, parameters.objection_days),
        updated_at=now,
    )


def is_too_late(claim: Claim, now: datetime) -> bool:
    """Tell whether the period to object is over; it begins with the publication."""
    until = _period_ends(claim)
    return until is not None and now >= until


def _period_ends(claim: Claim) -> datetime | None:
    if claim.status is ClaimStatus.OBJECTED:
        return clock.from_iso(claim.objections[0]["until"])
    return claim.due_at if claim.status is ClaimStatus.PUBLISHED else None


def has_objected_enough(claim: Claim, person_id: str) -> bool:
    """Tell whether a person has objected to a claim as often as one may."""
    return sum(one["person"] == person_id for one in claim.objections) >= MOST_OBJECTIONS


def objected(
    claim: Claim, who: Checker, reason: str, parameters: Parameters, now: datetime
) -> Claim:
    """Add an objection; while one is open nothing is posted.

    Raises
    ------
    ObjectionTooLate
        The period is over, be it by a millisecond.
    ObjectedEnough
        The person has objected as often as one may.
    """
    first = claim.status is ClaimStatus.PUBLISHED
    until = _period_ends(claim)
    if until is None or now >= until:
        raise ObjectionTooLate
    if who.person_id in {one["person"] for one in claim.open_objections}:
        raise took_part()
    if has_objected_enough(claim, who.person_id):
        raise ObjectedEnough
    said = {
        **who.as_finding(now),
        "id": len(claim.objections) + 1,
        "reason": reason,
        "until": clock.iso(until),
        "upheld": None,
    }
    return replace(
        claim,
        status=ClaimStatus.OBJECTED,
        objections=(*claim.objections, said),
        due_at=parameters.term(now, parameters.answer_days) if first else claim.due_at,
        updated_at=now,
    )


class Answer(NamedTuple):
    """The answer to an objection: upheld or not, why, and how many points it now is."""

    objection: int
    upheld: bool
    reason: str
    points: int | None = None


def answered(
    claim: Claim, who: Checker, answer: Answer, parameters: Parameters, now: datetime
) -> Claim:
    """Answer an open objection.

    A rejected one changes nothing. An upheld one changes the points to `points`, which are public again for a full period; to 0 it
    refuses the claim. With the last answer the claim goes on where it was.

    Raises
    ------
    Recused
        Whoever answers took part in the first check.
    InvalidFields
        There is no such open objection, or an upheld one without another number of points.
    """
    recuse_answerer(claim, who)
    wanted = next((one for one in claim.open_objections if one["id"] == answer.objection), None)
    if wanted is None:
        detail = Text("没有这条待答复的异议。", "There is no such open objection.")
        raise InvalidFields(detail, errors=[FieldError("objection", detail)])
    before = claim.points or 0
    if answer.upheld and (answer.points is None or answer.points >= before):
        raise InvalidFields.one(
            "points",
            Text(
                f"异议成立须写明更正后的分数（小于 {before}）。",
                f"An upheld objection needs the corrected points, below {before}.",
            ),
        )
    told = {
        **wanted,
        "upheld": answer.upheld,
        "answer": answer.reason,
        "answered_by": who.person_id,
        "answered_at": clock.iso(now),
        "points_before": before,
        "points_after": answer.points if answer.upheld else before,
    }
    objections = tuple(told if one["id"] == answer.objection else one for one in claim.objections)
    points = answer.points if answer.upheld else claim.points
    after = replace(claim, objections=objections, points=points, updated_at=now)
    if answer.upheld and answer.points == 0:
        return replace(after, status=ClaimStatus.REFUSED, due_at=None, late=False)
    if after.open_objections:
        return after
    changed = any(one.get("points_after") != one.get("points_before") for one in objections)
    first_end = clock.from_iso(claim.objections[0]["until"])
    again = parameters.term(now, parameters.objection_days) if changed and answer.upheld else now
    return replace(after, status=ClaimStatus.PUBLISHED, due_at=max(first_end, again), late=False)


def is_ripe(claim: Claim, now: datetime) -> bool:
    """Tell whether the claim's points are to be posted: the period is over and nothing is open."""
    return (
        claim.status is ClaimStatus.PUBLISHED
        and not claim.open_objections
        and claim.due_at is not None
        and now >= claim.due_at
    )
