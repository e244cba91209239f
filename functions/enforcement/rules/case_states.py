"""The life of a case: which step leads from where, who may take it, and what must be said with it. The gates are in the modules beside."""

from __future__ import annotations

from kernel.states import Move, Named, StateTable, names
from kernel.texts import Text


class CaseStatus(Named):
    """Where a case stands."""

    CLUE = "clue", "线索", "a clue"
    FILING = "filing", "待立案审批", "waiting for the approval of its filing"
    INVESTIGATING = "investigating", "调查中", "being investigated"
    INVESTIGATED = "investigated", "调查终结", "investigated, with a proposal"
    NOTIFIED = "notified", "已告知，陈述申辩期", "announced, open to defence"
    HEARING = "hearing", "听证中", "in its hearing"
    DECIDING = "deciding", "待决定", "to be decided"
    DECIDED = "decided", "已决定，待送达", "decided, to be served"
    SERVED = "served", "已送达", "served"
    DEMANDED = "demanded", "已催告", "called in"
    IN_COURT = "in_court", "已申请法院强制执行", "before the court for enforcement"
    CLOSED = "closed", "已结案", "closed"
    NOT_FILED = "not_filed", "不予立案", "not filed"
    WITHDRAWN = "withdrawn", "已撤案", "withdrawn"
    TRANSFERRED = "transferred", "已移送公安机关", "with the police"
    HANDED_OVER = "handed_over", "已移交县级主管部门", "with the county department"
    REVOKED = "revoked", "决定已撤销", "its decision revoked"


class CaseAction(Named):
    """What is done with a case."""

    PROPOSE_FILING = "propose_filing", "报请立案", "propose its filing"
    REFUSE_FILING = "refuse_filing", "不予立案", "refuse its filing"
    APPROVE_FILING = "approve_filing", "批准立案", "approve its filing"
    PENALISE_ON_THE_SPOT = "penalise_on_the_spot", "当场处罚", "penalise on the spot"
    ADD_EVIDENCE = "add_evidence", "收集证据", "add evidence"
    VERIFY_EVIDENCE = "verify_evidence", "查证证据", "verify evidence"
    EXCLUDE_EVIDENCE = "exclude_evidence", "排除证据", "exclude evidence"
    KEEP_EVIDENCE = "keep_evidence", "先行登记保存", "register and keep evidence"
    SEIZE = "seize", "查封扣押", "seize"
    APPROVE_COERCION = "approve_coercion", "补批当场强制", "approve a seizure made on the spot"
    EXTEND_SEIZURE = "extend_seizure", "延长查封扣押", "extend a seizure"
    LIFT = "lift", "解除", "lift a seizure or give back what was kept"
    ASK_RECUSAL = "ask_recusal", "申请回避", "ask for a recusal"
    DECIDE_RECUSAL = "decide_recusal", "决定回避", "decide on a recusal"
    SUSPEND = "suspend", "中止", "suspend"
    RESUME = "resume", "恢复", "resume"
    END_INVESTIGATION = "end_investigation", "调查终结", "end the investigation"
    REVIEW = "review", "法制审核", "review legally"
    DISCUSS = "discuss", "集体讨论", "discuss collectively"
    RETURN = "return", "退回补充调查", "return to the investigation"
    NOTIFY = "notify", "告知拟处罚", "announce the intended penalty"
    DEFEND = "defend", "陈述申辩", "state and defend"
    REQUEST_HEARING = "request_hearing", "要求听证", "ask for a hearing"
    CALL_HEARING = "call_hearing", "通知听证", "call the hearing"
    CLOSE_HEARING = "close_hearing", "听证终结", "close the hearing"
    END_DEFENCE = "end_defence", "陈述申辩结束", "end the time for defence"
    CLEAR = "clear", "不予处罚", "decide on no penalty"
    DECIDE = "decide", "作出处罚决定", "decide on the penalty"
    SERVE = "serve", "送达", "serve"
    CHOOSE_PUBLICATION = "choose_publication", "决定是否公开", "choose whether it is public"
    TAKE_DOWN = "take_down", "撤下公开并说明理由", "take it down and say why"
    FILE_DECISION = "file_decision", "重大处罚报备", "file a major penalty"
    COLLECT = "collect", "当场收缴", "collect on the spot"
    HAND_IN = "hand_in", "上交罚款", "hand in what was collected"
    BANK_IN = "bank_in", "缴付银行", "pay it in at the bank"
    ASK_TIME = "ask_time", "申请延期分期", "ask for time to pay"
    GRANT_TIME = "grant_time", "准予延期分期", "grant a deferral or instalments"
    RECORD_PAYMENT = "record_payment", "登记缴款", "record a payment"
    RECORD_REMEDY = "record_remedy", "登记复议诉讼", "record a review or suit"
    DEMAND = "demand", "催告", "call in"
    APPLY_TO_COURT = "apply_to_court", "申请强制执行", "apply to the court"
    REST_EXECUTION = "rest_execution", "中止执行", "let the execution rest"
    CLOSE = "close", "结案", "close"
    REPORT_CRIME = "report_crime", "报告涉嫌犯罪", "report a suspected crime"
    REFUSE_TRANSFER = "refuse_transfer", "不批准移送", "refuse to hand it to the police"
    TRANSFER = "transfer", "移送公安机关", "hand to the police"
    SEND_TO_POLICE = "send_to_police", "送交公安机关", "send it to the police"
    RECORD_POLICE = "record_police", "登记公安答复", "record the answer of the police"
    TAKE_BACK = "take_back", "公安机关退回", "take back from the police"
    HAND_OVER = "hand_over", "移交县级主管部门", "hand to the county department"
    WITHDRAW = "withdraw", "撤案", "withdraw"
    REVOKE = "revoke", "撤销决定", "revoke the decision"
    CORRECT = "correct", "变更更正决定", "correct the decision by a new paper"


class ByLaw(Named):
    """What ends in a case by itself, on its day."""

    HOLD = "hold_ended", "期满自动解除", "what was held is held no more"
    PUBLICATION = "publication_ended", "公开期满", "its publication ended"


class Holder(Named):
    """How somebody stands to a case."""

    OFFICER = "officer", "承办执法人员", "an officer who handles it"
    HEAD = "head", "执法机关负责人", "the head of enforcement"
    REVIEWER = "reviewer", "法制审核人员", "a legal reviewer"
    CHAIR = "chair", "听证主持人", "the chair of the hearing"
    PARTY = "party", "当事人", "the party"
    SUPERVISOR = "supervisor", "县级执法监督人员", "the county's supervisor of enforcement"


_S = CaseStatus
_OFFICER, _HEAD = (Holder.OFFICER,), (Holder.HEAD,)
_PARTY = (Holder.PARTY, Holder.OFFICER)
"""The party, or an officer who takes down what the party says."""


def _from(*statuses: CaseStatus) -> frozenset[CaseStatus]:
    return frozenset(statuses)


_OPEN = _from(*list(CaseStatus)[2:7])
"""From the filing's approval to before the decision: the ninety days run."""
_UNPAID = _from(_S.SERVED, _S.DEMANDED, _S.IN_COURT)
_IN_FORCE = _from(_S.DECIDED, _S.SERVED, _S.DEMANDED, _S.IN_COURT, _S.CLOSED)
_TO_BE_DECIDED = _from(_S.INVESTIGATED, _S.DECIDING)

_HOLDING = _OPEN | _UNPAID | _from(_S.DECIDED, _S.TRANSFERRED)
_SINCE_DECIDED = _IN_FORCE | _from(_S.REVOKED)
_OF_A_DECISION = ("case_service", "case_publication", "case_major_filing")
_DROPPED = ("case_decision", "case_crime", "case_coercion_report", "case_give_back")

CASES: StateTable[CaseAction, CaseStatus, Holder] = StateTable(
    Text("该案件", "This case"),
    [
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
            _OPEN,
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
            _OPEN,
            None,
            _HEAD,
            ("goods", "reason"),
            ends=("case_coercion_report",),
        ),
        Move(CaseAction.EXTEND_SEIZURE, _OPEN, None, _HEAD, ("goods", "reason")),
        Move(
            CaseAction.LIFT,
            _HOLDING,
            None,
            (*_OFFICER, *_HEAD),
            ("goods", "reason"),
            ends=("case_coercion_report", "case_give_back", "case_crime"),
        ),
        Move(CaseAction.ASK_RECUSAL, _OPEN, None, _PARTY, ("person", "reason")),
        Move(
            CaseAction.DECIDE_RECUSAL,
            _OPEN,
            None,
            (*_HEAD, Holder.SUPERVISOR),
            ("person", "recused", "reason"),
        ),
        Move(CaseAction.SUSPEND, _OPEN, None, _HEAD, ("basis", "reason"), ends=("case_decision",)),
        Move(CaseAction.RESUME, _OPEN, None, _HEAD, ("reason",), begins=("case_decision",)),
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
        Move(CaseAction.REPORT_CRIME, _OPEN, None, _OFFICER, ("report",), begins=("case_crime",)),
        Move(CaseAction.REFUSE_TRANSFER, _OPEN, None, _HEAD, ("reason",), ends=("case_crime",)),
        Move(
            CaseAction.TRANSFER,
            _OPEN,
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
            _OPEN | _from(_S.CLUE, _S.FILING),
            _S.HANDED_OVER,
            _HEAD,
            ("reason",),
            ends=("case_clue", *_DROPPED),
        ),
        Move(CaseAction.WITHDRAW, _OPEN, _S.WITHDRAWN, _HEAD, ("ground", "reason"), ends=_DROPPED),
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
    actions=names(CaseAction),
    holders=names(Holder),
    words={
        "item": Text("请注明权责事项。", "Name the item of the authority list."),
        "facts": Text("请写明违法事实。", "State the facts."),
        "basis": Text("请写明法律依据。", "State the legal basis."),
        "reason": Text("请说明理由。", "Say why."),
        "officers": Text("请指定承办执法人员。", "Name the officers who handle it."),
        "defence": Text(
            "请记录陈述申辩，没有的注明。", "Record what was said in defence, or none."
        ),
        "kind": Text("请注明证据种类。", "Name the kind of evidence."),
        "source": Text("请注明证据来源。", "Say where it is from."),
        "proves": Text("请写明证明内容。", "Say what it proves."),
        "evidence": Text("请注明证据。", "Name the evidence."),
        "goods": Text("请列明物品。", "List the goods."),
        "person": Text("请注明人员。", "Name the person."),
        "recused": Text("请注明是否回避。", "Say whether the person is recused."),
        "outcome": Text("请注明处理结果。", "Name the outcome."),
        "report": Text("请附报告。", "Attach the report."),
        "passed": Text("请注明审核是否通过。", "Say whether it passed."),
        "opinion": Text("请填写意见。", "State the opinion."),
        "minutes": Text("请附笔录。", "Attach the record."),
        "penalty": Text("请写明处罚内容。", "State the penalty."),
        "held_at": Text("请注明听证时间。", "Say when it is held."),
        "chair": Text("请指定听证主持人。", "Name the chair."),
        "checked": Text("请写明复核意见。", "Say what the check of the defence came to."),
        "education": Text("不予处罚的，应当教育。", "No penalty: say how the party was educated."),
        "reasoning": Text("请写明裁量理由。", "Give the reasons for the penalty."),
        "way": Text("请注明送达方式。", "Say how it was served."),
        "received_at": Text("请注明送达时间。", "Say when it was received."),
        "instalments": Text("请列明延期或分期。", "List the deferral or the instalments."),
        "paid": Text("请填写金额（分）。", "State the sum in fen."),
        "paid_at": Text("请注明缴款日期。", "Say when it was paid."),
        "voucher": Text("请附银行凭证号。", "Give the bank's voucher."),
        "remedy": Text("请注明复议或诉讼。", "Name the review or suit."),
        "ground": Text("请注明撤案情形。", "Name the ground."),
        "paper": Text("请注明文书文号。", "Name the paper."),
        "public": Text("请注明是否公开。", "Say whether it is public."),
        "collected_for": Text("请注明当场收缴情形。", "Name the case of collection."),
        "receipt": Text("请注明票据或者回执号。", "Give the receipt."),
        "rests": Text("请注明中止执行情形。", "Name why the execution rests."),
        "taken": Text("请注明公安机关是否立案。", "Say whether the police took it."),
    },
)
"""Nothing is decided from where it was not announced; a decision is never edited: it is corrected by a new paper, or revoked."""

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
    if status in _OPEN and suspended:
        return SUSPENDED_SHUTS
    return NOT_SUSPENDED_SHUTS


class WithdrawalGround(Named):
    """Why a case is withdrawn (终止调查; 公安规定 Art. 259, of another body, as a model)."""

    NO_ACT = "no_act", "没有违法事实", "no breach"
    TIME_BARRED = "time_barred", "已过追责时效", "time-barred"
    PARTY_DEAD = "party_dead", "当事人死亡", "the party has died"
    OTHER = "other", "其他依法终止的情形", "another ground of law"
