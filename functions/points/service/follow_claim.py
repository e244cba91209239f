"""Let the check of a claim, and the answer to an objection against it, climb while nobody gives it."""

from __future__ import annotations

from dataclasses import replace

import escalation
from kernel import clock, ids
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.claim import Claim
from points.rules.claim_states import ClaimStatus

_KINDS = {ClaimStatus.CHECKING: "claim_check", ClaimStatus.OBJECTED: "claim_objection"}
"""By which kind of obligation a village owes what a status waits for."""


def follow_claim(work: UnitOfWork, before: Claim | None, after: Claim, actor: Actor) -> Claim:
    """Let climb what a step makes owed, and end what it does; a step within the same wait changes neither.

    Returns
    -------
    Claim
        With the obligation it now waits under.
    """
    if before is not None and before.status is after.status:
        return after
    if before is not None and before.owes:
        end = escalation.drop if after.status is ClaimStatus.WITHDRAWN else escalation.fulfil
        end(work, [before.owes], actor)
    return _owed(work, after, actor, after.owes if before is None else None)


def move_along(work: UnitOfWork, before: Claim, after: Claim, actor: Actor) -> Claim:
    """Let what a pending claim waits for be owed by the village it has moved to, by the same day."""
    if not before.owes:
        return after
    escalation.drop(work, [before.owes], actor)
    return _owed(work, after, actor)


def _owed(work: UnitOfWork, after: Claim, by: Actor, known: str | None = None) -> Claim:
    kind = _KINDS.get(after.status)
    if kind is None or after.due_at is None:
        return replace(after, owes=None)
    owes = known or ids.new_id(clock.now())
    about = {"claim": after.id, "item": after.item}
    one = escalation.Owed(owes, after.village, after.due_at, about)
    escalation.owe(work, [one], by, kind=kind)
    return replace(after, owes=owes)
