"""A clue that turns out to be something else stands still meanwhile, and is taken up again with what was left of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from enforcement.rules.case import Case
from enforcement.rules.case_moves import Change, change
from enforcement.rules.case_states import CASES
from enforcement.rules.case_steps import CaseStatus, Converting

_S = CaseStatus
ENDED = frozenset({_S.CLOSED, _S.NOT_FILED, _S.WITHDRAWN, _S.HANDED_OVER})
"""Where enforcement has nothing more to do."""


def convert(case: Case, into: str, now: datetime) -> Change:
    """Let a clue stand still, as it is handled as something else; once its filing was proposed it is a case, and stays one.

    Raises
    ------
    IllegalMove
        It is no clue any more.
    """
    row = CASES.move(case.status, Converting.CONVERT)
    after = replace(case, status=row.target, converted=into, converted_at=now)
    return change(case, after, Converting.CONVERT, now)


def take_up(case: Case, now: datetime) -> Change:
    """Go on with a clue that was converted.

    Raises
    ------
    IllegalMove
        It was not.
    """
    row = CASES.move(case.status, Converting.TAKE_UP)
    assert case.converted_at is not None, "what was converted was so at some time"
    waited = case.waited + (now - case.converted_at).total_seconds()
    after = replace(case, status=row.target, converted=None, converted_at=None, waited=waited)
    return change(case, after, Converting.TAKE_UP, now)


def has_ended_now(before: Case | None, after: Case) -> bool:
    """Tell whether a step ended a case for good."""
    return after.status in ENDED and (before is None or before.status not in ENDED)
