"""What whoever converts things between contexts asks of findings: to hold a clock, and to take it back.

At every moment exactly one thing has the clock: a finding that was handed over has none until it is taken back; what a finding was made from
(`Finding.origin`) has none until the finding is over; to take it back is owed then (`escalation.owe_taking_back`).
"""

from __future__ import annotations

from kernel import clock
from kernel.actors import Actor
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.model.finding_requests import EnterFinding
from services.hazards.rules import finding_moves as rules
from services.hazards.rules.finding import Finding, Link
from services.hazards.service.keep_finding import keep_finding
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import findings as kept


def find_finding(work: UnitOfWork, finding_id: str) -> Finding:
    """Return a finding as it is now, to be decided on.

    Raises
    ------
    NotFound
        There is none.
    """
    return kept.FINDINGS.require(work, finding_id)


def open_finding_from(
    work: UnitOfWork, said: EnterFinding, scope: Scope, origin: Link
) -> HazardSeen[Finding]:
    """Make a finding from something else, whose clock the caller holds in the same unit of work."""
    from services.hazards.service.enter_finding import enter_finding

    return enter_finding(work, said, scope, origin)


def hand_finding_over(work: UnitOfWork, finding_id: str, link: Link, actor: Actor) -> Finding:
    """Hold a finding's clock: `link` has it from now on; what is owed for the finding is dropped.

    Raises
    ------
    NotFound
        There is none.
    NotToBeHandedOver
        It is the county's, reported at once, handed over already, or over.
    """
    change = rules.hand_over(kept.FINDINGS.require(work, finding_id), link, clock.now())
    return keep_finding(work, change, actor)


def take_finding_back(
    work: UnitOfWork, finding_id: str, actor: Actor, *, done: str | None = None
) -> Finding:
    """Let a finding's clock run on with what was left, or, as it was removed elsewhere (`done`), let somebody else check that.

    Raises
    ------
    NotFound
        There is none.
    IllegalMove
        It is not handed over.
    """
    finding = kept.FINDINGS.require(work, finding_id)
    change = rules.take_back(finding, clock.now(), done=done, by=actor.person_id)
    return keep_finding(work, change, actor)
