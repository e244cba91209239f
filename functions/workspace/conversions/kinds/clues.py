"""Matters as clues of enforcement, and the cases they may become."""

from __future__ import annotations

from enforcement.model.clue_requests import NewClue
from enforcement.rules.case_conversion import ENDED
from enforcement.rules.case_steps import CaseStatus
from enforcement.service.convert_clue import convert_clue, find_case, load_case, take_up_clue
from enforcement.service.open_clue import open_clue
from incidents.rules.solution import Solution
from kernel.problems import Versions
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from workspace.conversions.kinds.base import Form
from workspace.conversions.rules.conversions import Matter, Outcome


def _prove(work: UnitOfWork, asking: Scope, case_id: str) -> None:
    find_case(work, asking, case_id)


def _enter(work: UnitOfWork, asking: Scope, said: NewClue, origin: Matter) -> str:
    return open_clue(work, asking, said, str(origin)).case.id


def _stop(
    work: UnitOfWork, asking: Scope, case_id: str, into: Matter, reason: str, expected: Versions
) -> None:
    convert_clue(work, asking, case_id, str(into), reason, expected)


def _outcome(work: UnitOfWork, case_id: str) -> Outcome:
    case = load_case(work, case_id)
    assert case is not None, "what was converted into is there"
    solution = None
    if case.status is CaseStatus.CLOSED:
        # Of a case nothing goes back but that it was dealt with: what was found and decided stays in its file.
        solution = Solution("已依法处理，执法案件已结案。", case.approved_by or case.reported_by)
    return Outcome(case.status in ENDED, case.status.said, solution)


def _take_back(
    work: UnitOfWork, asking: Scope, case_id: str, solution: Solution | None, reason: str | None
) -> None:
    take_up_clue(work, asking, case_id, solution.said if solution else reason)


FORM: Form[NewClue] = Form(_prove, _enter, _stop, _outcome, _take_back)
