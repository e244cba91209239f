"""The life of a case: which step leads from where, who may take it, and what must be said with it. The gates are in the modules beside."""

from __future__ import annotations

from enforcement.rules.case_steps import CaseAction, CaseStatus, Converting, Holder
from enforcement.rules.case_words import WORDS
from kernel.states import Move, StateTable
from kernel.texts import Text, names

_S = CaseStatus
_OFFICER, _HEAD = (Holder.OFFICER,), (Holder.HEAD,)
_PARTY = (Holder.PARTY, Holder.OFFICER)
"""The party, or an officer who takes down what the party says."""


def _from(*statuses: CaseStatus) -> frozenset[CaseStatus]:
    return frozenset(statuses)


OPEN = _from(_S.INVESTIGATING, _S.INVESTIGATED, _S.NOTIFIED, _S.HEARING, _S.DECIDING)
"""From the filing's approval to before the decision: the ninety days run."""
_UNPAID = _from(_S.SERVED, _S.DEMANDED, _S.IN_COURT)
_IN_FORCE = _from(_S.DECIDED, _S.SERVED, _S.DEMANDED, _S.IN_COURT, _S.CLOSED)
_TO_BE_DECIDED = _from(_S.INVESTIGATED, _S.DECIDING)

_HOLDING = OPEN | _UNPAID | _from(_S.DECIDED, _S.TRANSFERRED)
_SINCE_DECIDED = _IN_FORCE | _from(_S.REVOKED)
_OF_A_DECISION = ("case_service", "case_publication", "case_major_filing")
_DROPPED = ("case_decision", "case_crime", "case_coercion_report", "case_give_back")

CASES: StateTable[CaseAction | Converting, CaseStatus, Holder] = StateTable(
    Text("该案件", "This case"),
    [
        Move(Converting.CONVERT, _from(_S.CLUE), _S.CONVERTED, ends=("case_clue",)),
        Move(Converting.TAKE_UP, _from(_S.CONVERTED), _S.CLUE, begins=("case_clue",)),
        Move(CaseAction.PROPOSE_FILING, _from(_S.CLUE), _S.FILING, _OFFICER, ("item", "facts")),
        Move(
            CaseAction.REFUSE_FILING,
            _from(_S.CLUE, _S.FILING),
            _S.NOT_FILED,
            _HEAD,
            ("reason",),
            ends=("case_clue",),
        ),
        Move(
            CaseAction.APPROVE_FILING,
            _from(_S.FILING),
            _S.INVESTIGATING,
            _HEAD,
            ("officers",),
            begins=("case_decision",),
            ends=("case_clue",),
        ),
        Move(
            CaseAction.PENALISE_ON_THE_SPOT,
            _from(_S.CLUE),
            _S.SERVED,
            _OFFICER,
            ("item", "facts", "basis", "defence"),
            begins=("case_publication", "case_court"),
            ends=("case_clue",),
        ),
        Move(
            CaseAction.ADD_EVIDENCE,
            _from(_S.INVESTIGATING),
            None,
            _OFFICER,
            ("kind", "source", "proves"),
        ),
        Move(CaseAction.VERIFY_EVIDENCE, _from(_S.INVESTIGATING), None, _OFFICER, ("evidence",)),
        Move(
            CaseAction.EXCLUDE_EVIDENCE,
            OPEN,
            None,
            (*_OFFICER, *_HEAD, Holder.REVIEWER),
            ("evidence", "reason"),
        ),
        Move(
            CaseAction.KEEP_EVIDENCE,
            _from(_S.INVESTIGATING),
            None,
            _OFFICER,
            ("evidence", "reason"),
        ),
        Move(
            CaseAction.SEIZE,
            _from(_S.INVESTIGATING),
            None,
            _OFFICER,
            ("goods", "basis"),
            begins=("case_coercion_report",),
        ),
        Move(
            CaseAction.APPROVE_COERCION,
            OPEN,
            None,
            _HEAD,
            ("goods", "reason"),
            ends=("case_coercion_report",),
        ),
        Move(CaseAction.EXTEND_SEIZURE, OPEN, None, _HEAD, ("goods", "reason")),
        Move(
            CaseAction.LIFT,
            _HOLDING,
            None,
            (*_OFFICER, *_HEAD),
            ("goods", "reason"),
            ends=("case_coercion_report", "case_give_back", "case_crime"),
        ),
        Move(CaseAction.ASK_RECUSAL, OPEN, None, _PARTY, ("person", "reason")),
        Move(
            CaseAction.DECIDE_RECUSAL,
            OPEN,
            None,
            (*_HEAD, Holder.SUPERVISOR),
            ("person", "recused", "reason"),
        ),
        Move(CaseAction.SUSPEND, OPEN, None, _HEAD, ("basis", "reason"), ends=("case_decision",)),
        Move(CaseAction.RESUME, OPEN, None, _HEAD, ("reason",), begins=("case_decision",)),
        Move(
            CaseAction.END_INVESTIGATION,
            _from(_S.INVESTIGATING),
            _S.INVESTIGATED,
            _OFFICER,
            ("outcome", "report"),
        ),
        Move(CaseAction.REVIEW, _TO_BE_DECIDED, None, (Holder.REVIEWER,), ("passed", "opinion")),
        Move(CaseAction.DISCUSS, _TO_BE_DECIDED, None, _HEAD, ("minutes",)),
        Move(
            CaseAction.RETURN,
            _TO_BE_DECIDED,
            _S.INVESTIGATING,
            (*_HEAD, Holder.REVIEWER),
            ("reason",),
        ),
        Move(
            CaseAction.NOTIFY,
            _from(_S.INVESTIGATED),
            _S.NOTIFIED,
            _OFFICER,
            ("penalty", "facts", "reason", "basis"),
        ),
        Move(CaseAction.DEFEND, _from(_S.NOTIFIED), None, _PARTY, ("defence",)),
        Move(CaseAction.REQUEST_HEARING, _from(_S.NOTIFIED), _S.HEARING, _PARTY),
        Move(CaseAction.CALL_HEARING, _from(_S.HEARING), None, _HEAD, ("held_at", "chair")),
        Move(
            CaseAction.CLOSE_HEARING,
            _from(_S.HEARING),
            _S.DECIDING,
            (Holder.CHAIR,),
            ("minutes", "opinion"),
        ),
        Move(CaseAction.END_DEFENCE, _from(_S.NOTIFIED), _S.DECIDING, _OFFICER, ("checked",)),
        Move(
            CaseAction.CLEAR,
            _TO_BE_DECIDED,
            _S.DECIDED,
            _HEAD,
            ("outcome", "reason", "education"),
            begins=("case_service",),
            ends=("case_decision",),
        ),
        Move(
            CaseAction.DECIDE,
            _from(_S.DECIDING),
            _S.DECIDED,
            _HEAD,
            ("penalty", "reasoning", "basis"),
            begins=_OF_A_DECISION,
            ends=("case_decision",),
        ),
        Move(
            CaseAction.SERVE,
            _from(_S.DECIDED),
            _S.SERVED,
            _OFFICER,
            ("way", "received_at"),
            begins=("case_court",),
            ends=("case_service",),
        ),
        Move(
            CaseAction.CHOOSE_PUBLICATION,
            _IN_FORCE,
            None,
            _HEAD,
            ("public", "reason"),
            ends=("case_publication",),
        ),
        Move(
            CaseAction.TAKE_DOWN, _SINCE_DECIDED, None, _HEAD, ("reason",), ends=("case_take_down",)
        ),
        Move(
            CaseAction.FILE_DECISION,
            _IN_FORCE,
            None,
            _OFFICER,
            ("paper",),
            ends=("case_major_filing",),
        ),
        Move(
            CaseAction.COLLECT,
            _from(_S.SERVED),
            None,
            _OFFICER,
            ("paid", "collected_for", "receipt"),
            begins=("case_hand_in",),
            ends=("case_court",),
        ),
        Move(
            CaseAction.HAND_IN,
            _SINCE_DECIDED,
            None,
            _OFFICER,
            begins=("case_bank_in",),
            ends=("case_hand_in",),
        ),
        Move(
            CaseAction.BANK_IN, _SINCE_DECIDED, None, _OFFICER, ("voucher",), ends=("case_bank_in",)
        ),
        Move(CaseAction.ASK_TIME, _from(_S.SERVED), None, _PARTY, ("reason",)),
        Move(CaseAction.GRANT_TIME, _from(_S.SERVED), None, _HEAD, ("instalments", "reason")),
        Move(
            CaseAction.RECORD_PAYMENT,
            _UNPAID,
            None,
            _OFFICER,
            ("paid", "paid_at", "voucher"),
            ends=("case_court",),
        ),
        Move(
            CaseAction.RECORD_REMEDY,
            _IN_FORCE,
            None,
            _OFFICER,
            ("remedy",),
            begins=("case_court", "case_take_down"),
            ends=("case_court",),
        ),
        Move(CaseAction.DEMAND, _from(_S.SERVED), _S.DEMANDED, _OFFICER, ("received_at",)),
        Move(
            CaseAction.APPLY_TO_COURT,
            _from(_S.DEMANDED),
            _S.IN_COURT,
            _HEAD,
            ("basis",),
            ends=("case_court",),
        ),
        Move(CaseAction.REST_EXECUTION, _UNPAID, None, _HEAD, ("rests", "reason")),
        Move(
            CaseAction.CLOSE,
            _UNPAID | _from(_S.TRANSFERRED),
            _S.CLOSED,
            _HEAD,
            ("report",),
            ends=("case_court",),
        ),
        Move(CaseAction.REPORT_CRIME, OPEN, None, _OFFICER, ("report",), begins=("case_crime",)),
        Move(
            CaseAction.REFUSE_TRANSFER,
            OPEN,
            None,
            _HEAD,
            ("reason",),
            begins=("case_decision",),
            ends=("case_crime",),
        ),
        Move(
            CaseAction.TRANSFER,
            OPEN,
            _S.TRANSFERRED,
            _HEAD,
            ("reason",),
            begins=("case_crime",),
            ends=("case_crime", "case_decision"),
        ),
        Move(
            CaseAction.SEND_TO_POLICE,
            _from(_S.TRANSFERRED),
            None,
            _OFFICER,
            ("receipt",),
            ends=("case_crime",),
        ),
        Move(
            CaseAction.RECORD_POLICE,
            _from(_S.TRANSFERRED),
            None,
            _OFFICER,
            ("taken",),
            begins=("case_crime",),
        ),
        Move(
            CaseAction.TAKE_BACK,
            _from(_S.TRANSFERRED),
            _S.INVESTIGATING,
            _HEAD,
            ("reason",),
            begins=("case_decision",),
            ends=("case_crime",),
        ),
        Move(
            CaseAction.HAND_OVER,
            OPEN | _from(_S.CLUE, _S.FILING),
            _S.HANDED_OVER,
            _HEAD,
            ("reason",),
            ends=("case_clue", *_DROPPED),
        ),
        Move(CaseAction.WITHDRAW, OPEN, _S.WITHDRAWN, _HEAD, ("ground", "reason"), ends=_DROPPED),
        Move(
            CaseAction.REVOKE,
            _IN_FORCE,
            _S.REVOKED,
            (*_HEAD, Holder.SUPERVISOR),
            ("reason", "basis"),
            begins=("case_take_down",),
            ends=(*_OF_A_DECISION, "case_court", "case_give_back"),
        ),
        Move(
            CaseAction.CORRECT,
            _IN_FORCE,
            None,
            (*_HEAD, Holder.SUPERVISOR),
            ("reason", "paper"),
            begins=("case_take_down",),
            ends=("case_court",),
        ),
    ],
    statuses=names(CaseStatus),
    actions={**names(CaseAction), **names(Converting)},
    holders=names(Holder),
    words=WORDS,
)
"""Nothing is decided from where it was not announced; a decision is never edited: it is corrected by a new paper, or revoked."""
