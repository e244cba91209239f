"""A step of a case: by the state table, for who may, with what must be said, past the gates, and with what it makes owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from enforcement.rules import (
    case_deciding,
    case_filing,
    case_hearing,
    case_investigating,
    case_performing,
)
from enforcement.rules.case import Case
from enforcement.rules.case_duties import Owed, owed
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_standing import HOLDER_ROLES, actions_of, shut_by_facts, standing_of
from enforcement.rules.case_states import CASES
from enforcement.rules.case_steps import ByLaw, CaseAction, Converting, Holder
from enforcement.rules.separation import refuse_recused
from kernel.access import Caller

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

Step = Callable[[Case, "MoveCase", Facts], Case]
STEPS: Mapping[CaseAction, Step] = {
    **case_filing.STEPS,
    **case_investigating.STEPS,
    **case_hearing.STEPS,
    **case_deciding.STEPS,
    **case_performing.STEPS,
}
OPENED = "opened"
"""What the record calls the clue."""
NOT_WANTED = frozenset(
    {
        CaseAction.SUSPEND,
        CaseAction.HAND_OVER,
        CaseAction.WITHDRAW,
        CaseAction.REVOKE,
        CaseAction.CORRECT,
        Converting.CONVERT,
    }
)
"""Steps after which what was owed is not done, but not wanted any more."""


class Change(NamedTuple):
    """A case after a step, what began to be owed, and which clocks end."""

    after: Case
    event: str
    begun: tuple[Owed, ...]
    ended: tuple[str, ...]
    done: bool


def may(case: Case, action: CaseAction, caller: Caller, now: datetime) -> Holder:
    """Return as what somebody may take a step now.

    Raises
    ------
    IllegalMove
        The table has no such step from here, or there is nothing it could act on.
    NotAllowed
        It is for others; says for whom.
    Recused
        The person has the hands off the case.
    """
    offered = actions_of(case, caller, now)
    row = CASES.move(case.status, action, shut_by_facts(case, now), offered)
    standing = standing_of(case, caller)
    holder = CASES.allow(row, standing.__contains__, HOLDER_ROLES.__getitem__)
    refuse_recused([caller.person_id], case.recusals)
    return holder


def move(case: Case, said: MoveCase, facts: Facts) -> Change:
    """Take a step that somebody may take (`may`).

    Raises
    ------
    WordsMissing
        Something that must be said was not.
    GateShut
        The law does not let it pass; of the kind of the gate.
    """
    row = CASES.move(case.status, said.action)
    CASES.require_words(row, said)
    after = STEPS[said.action](case, said, facts)
    return change(case, replace(after, status=row.to or after.status), said.action, facts.now)


def change(
    before: Case, after: Case, event: CaseAction | ByLaw | Converting, now: datetime
) -> Change:
    """Return a case after a step with the clocks that begin and end by it: what is owed then, each once, and nothing else."""
    wanted = {(one.kind, one.of): one for one in owed(after, now)}
    running = {one.step: one for one in before.duties}
    kept = tuple(
        one for step, one in running.items() if step in wanted and wanted[step].due_at == one.due_at
    )
    ended = tuple(one.id for one in running.values() if one not in kept)
    on = {one.step for one in kept}
    begun = tuple(one for step, one in wanted.items() if step not in on)
    counted = replace(
        after,
        duties=kept,
        updated_at=now,
        steps=before.steps + 1,
        version=before.version + 1,
    )
    return Change(counted, str(event), begun, ended, event not in NOT_WANTED)


def opened(case: Case, now: datetime) -> Change:
    """Return a case with the clue it begins as: it is owed an answer from now on."""
    return Change(case, OPENED, tuple(owed(case, now)), (), done=True)
