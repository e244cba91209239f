"""Take a case one step further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from enforcement.rules.case import Case
from enforcement.rules.case_investigating import lapse
from enforcement.rules.case_moves import may, move
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.terms import until
from enforcement.service.case_evidence import exhibit_of
from enforcement.service.case_papers import issue_papers
from enforcement.service.case_rows import actor_of, facts_of
from enforcement.service.keep_case import keep
from enforcement.service.see_case import CaseSeen, require_known, see
from enforcement.store import cases
from kernel import clock
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


def move_case(
    work: UnitOfWork, asking: Scope, case_id: str, said: MoveCase, expected: Versions
) -> CaseSeen:
    """Take a case one step further: by the table, past the gates, with its papers, its record and its clocks."""
    present = require_known(cases.find(work, case_id), asking)
    refuse_stale(expected, present.version)
    now, caller = clock.now(), asking.person
    # What has ended by law has ended, whether the clock has been by or not.
    case = lapse(present, now)
    actor = actor_of(case, caller, may(case, said.action, caller, now))
    facts = facts_of(work, case, said, actor)
    facts = replace(facts, exhibit=exhibit_of(work, case, said, actor))
    change = move(case, said, facts)
    issued = issue_papers(work, case, change.after, said, actor)
    after = keep(work, present, change._replace(after=issued), actor, _told(said, issued))
    return see(after, caller)


def _told(said: MoveCase, case: Case) -> dict[str, Any]:
    """Return what the record keeps of what was said: every word as it came, and until when the party may do what it leads to."""
    told = said.model_dump(
        mode="json", exclude_none=True, exclude_defaults=True, exclude={"action"}
    )
    until_when = _UNTIL.get(said.action)
    if until_when:
        told["until"] = clock.iso(until_when(case))
    if said.action is CaseAction.CALL_HEARING and said.held_at:
        told["begins_at"] = clock.iso(said.held_at)
    return told


def _heard_at(case: Case) -> datetime:
    assert case.notice is not None
    return case.notice.received_at


def _served_at(case: Case) -> datetime:
    assert case.received_at is not None
    return case.received_at


def _called_in_at(case: Case) -> datetime:
    assert case.demanded_at is not None
    return case.demanded_at


_UNTIL: Mapping[CaseAction, Callable[[Case], datetime]] = {
    CaseAction.NOTIFY: lambda case: until("defence", _heard_at(case)),
    CaseAction.SERVE: lambda case: until("payment", _served_at(case)),
    CaseAction.DEMAND: lambda case: until("demand", _called_in_at(case)),
    CaseAction.SEIZE: lambda case: case.held[-1].ends_at,
}
"""Until when the party may do what a step leads to, or how long it holds."""
