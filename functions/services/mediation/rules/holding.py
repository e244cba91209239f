"""Another matter takes a dispute in hand and gives it back: one clock at every moment, and what was left of it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.mediation.rules.case import Case, Link, MediationStatus
from services.mediation.rules.case_states import CASES, CaseEvent, MediationAction
from services.mediation.rules.commands import CaseChange

_TO_SETTLE = frozenset(
    {MediationStatus.REGISTERED, MediationStatus.ACCEPTED, MediationStatus.AGREED}
)


def is_settled(case: Case) -> bool:
    """Tell whether an agreement bound, even if it was broken since, or mediation has ended without one."""
    return case.status not in _TO_SETTLE


def hold(case: Case, by: Link, now: datetime) -> CaseChange:
    """Let another thing have the dispute's clock.

    Raises
    ------
    IllegalMove
        It has ended, or something else has it already.
    """
    if not case.is_running or case.held_by:
        raise CASES.refusal(case.status, MediationAction.REFER, set(MediationAction))
    after = replace(case, held_by=by, held_at=now, version=case.version + 1)
    return CaseChange(after, CaseEvent.HELD)


def give_back(case: Case, now: datetime) -> CaseChange:
    """Let the dispute go on with the time that was left when it was held; what was late is late.

    Raises
    ------
    IllegalMove
        Nothing holds it.
    """
    if case.held_by is None or case.held_at is None:
        raise CASES.refusal(case.status, MediationAction.REFER, set(MediationAction))
    held = now - case.held_at

    def later(due: datetime | None) -> datetime | None:
        return due + held if due and due > now - held else due

    after = replace(
        case,
        held_by=None,
        held_at=None,
        accept_by=later(case.accept_by) or case.accept_by,
        settle_by=later(case.settle_by),
        version=case.version + 1,
    )
    assert held >= timedelta(0), "time goes on"
    return CaseChange(after, CaseEvent.GIVEN_BACK)
