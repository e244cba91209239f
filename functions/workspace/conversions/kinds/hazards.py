"""Matters as hazards."""

from __future__ import annotations

from incidents.rules.solution import Solution
from kernel.access import PLACE_STAFF
from kernel.actors import Actor
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.model.finding_requests import EnterFinding
from services.hazards.rules.finding import Finding, Link, LinkKind
from services.hazards.rules.finding_states import FINDINGS, FindingStatus
from services.hazards.service.convert_finding import (
    find_finding,
    hand_finding_over,
    open_finding_from,
    take_finding_back,
)
from workspace.conversions.kinds.base import Form
from workspace.conversions.rules.conversions import Matter, Outcome

_SOLVED = frozenset({FindingStatus.CLOSED, FindingStatus.RELEASED, FindingStatus.REPORTED})


def _prove(work: UnitOfWork, asking: Scope, finding_id: str) -> None:
    _actor(asking, find_finding(work, finding_id))


def _enter(work: UnitOfWork, asking: Scope, said: EnterFinding, origin: Matter) -> str:
    link = Link(LinkKind(str(origin.kind)), origin.id)
    return open_finding_from(work, said, asking, link).thing.id


def _stop(
    work: UnitOfWork, asking: Scope, finding_id: str, into: Matter, reason: str, expected: Versions
) -> None:
    finding = find_finding(work, finding_id)
    refuse_stale(expected, finding.version)
    link = Link(LinkKind(str(into.kind)), into.id)
    hand_finding_over(work, finding_id, link, _actor(asking, finding))


def _outcome(work: UnitOfWork, finding_id: str) -> Outcome:
    finding = find_finding(work, finding_id)
    solution = None
    if finding.status in _SOLVED:
        solution = Solution(
            finding.done or FINDINGS.statuses[finding.status].zh, finding.fixed_by or ""
        )
    return Outcome(not finding.is_open, FINDINGS.statuses[finding.status], solution)


def _take_back(
    work: UnitOfWork, asking: Scope, finding_id: str, solution: Solution | None, reason: str | None
) -> None:
    finding = find_finding(work, finding_id)
    done = solution.said if solution else None
    take_finding_back(work, finding_id, _actor(asking, finding), done=done)


def _actor(asking: Scope, finding: Finding) -> Actor:
    """Return the caller as who works for the place of a hazard; nobody else knows of it here."""
    post = asking.person.post_over(finding.grid, PLACE_STAFF)
    asking.allow(post is not None, NotFound)
    return Actor.of(asking.person, post)


FORM: Form[EnterFinding] = Form(_prove, _enter, _stop, _outcome, _take_back)
