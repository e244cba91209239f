"""Take a case one step further."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enforcement.rules.case_investigating import lapse
from enforcement.rules.case_moves import may, move
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
    after = keep(work, present, change._replace(after=issued), actor, _told(said))
    return see(after, caller)


def _told(said: MoveCase) -> dict[str, Any]:
    """Return what the record keeps of what was said: every word, in the form it came."""
    return said.model_dump(
        mode="json", exclude_none=True, exclude_defaults=True, exclude={"action"}
    )
