"""Where a case can stand, what is done with it, and how somebody stands to it."""

from __future__ import annotations

from kernel.texts import Named


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
    CONVERTED = "converted", "已转办", "a clue that is handled as something else"


_S = CaseStatus
ENDED = frozenset(
    {_S.CLOSED, _S.NOT_FILED, _S.WITHDRAWN, _S.TRANSFERRED, _S.HANDED_OVER, _S.REVOKED}
)
"""Where a case stands when its file is composed."""


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


class Converting(Named):
    """What is done with a clue from above all contexts, where it turns out to be something else."""

    CONVERT = "convert", "转办", "convert it into something else"
    TAKE_UP = "take_up", "收回转办", "take it up again"


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
