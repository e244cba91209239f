"""What a case does not do while its ninety days stand still, and what takes it out of that again."""

from __future__ import annotations

from enforcement.rules.case_states import OPEN
from enforcement.rules.case_steps import CaseAction, CaseStatus

SUSPENDED_SHUTS = frozenset(CaseAction) - {
    CaseAction.RESUME,
    CaseAction.LIFT,
    CaseAction.APPROVE_COERCION,
    CaseAction.REPORT_CRIME,
    CaseAction.REFUSE_TRANSFER,
    CaseAction.TRANSFER,
    CaseAction.HAND_OVER,
    CaseAction.WITHDRAW,
    CaseAction.ASK_RECUSAL,
    CaseAction.DECIDE_RECUSAL,
}
"""What a case does not do while it is suspended."""
NOT_SUSPENDED_SHUTS = frozenset({CaseAction.RESUME})


def shut(status: CaseStatus, *, suspended: bool) -> frozenset[CaseAction]:
    """Return what is shut besides what the status rules out."""
    if status in OPEN and suspended:
        return SUSPENDED_SHUTS
    return NOT_SUSPENDED_SHUTS
