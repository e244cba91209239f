"""The life of a case: which step leads from where to where, who takes it, what it must say, what becomes owed by it."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from services.mediation.rules.case import IN_EFFECT, IN_MEDIATION, RUNNING, MediationStatus


class MediationAction(Named):
    """What is done with a case."""

    ACCEPT = "accept", "受理", "take it up"
    DECLINE = "decline", "不予受理", "not take it up"
    ASSIGN = "assign", "指定或更换调解员", "name its mediators"
    HOLD_SESSION = "hold_session", "记录调解", "record a session"
    CLOSE_DOORS = "close_doors", "要求不公开", "ask for closed doors"
    ASSESS_RISK = "assess_risk", "评定风险", "assess the risk"
    REPORT_RISK = "report_risk", "报告风险", "report the risk"
    ADD_MATERIAL = "add_material", "补充材料", "add to the file"
    AGREE = "agree", "达成协议", "record an agreement"
    SIGN = "sign", "签字盖章", "sign and seal"
    FAIL = "fail", "终止调解", "end as failed"
    WITHDRAW = "withdraw", "不接受或退出调解", "refuse or withdraw"
    REFER = "refer", "移交", "hand it on"
    VISIT = "visit", "回访", "record a return visit"
    PERFORM = "perform", "确认履行", "record that it was performed"
    BREAK = "break", "登记不履行", "record that it was broken"
    ASK_COURT = "ask_court", "申请司法确认", "ask for judicial confirmation"
    COURT_ANSWERS = "court_answers", "登记法院结果", "record the court's answer"
    ASK_POLICE = "ask_police", "请求不予处罚", "ask the police not to punish"
    POLICE_ANSWER = "police_answer", "登记公安机关答复", "record the answer of the police"
    CLOSE = "close", "结案", "close it"


class CaseEvent(Named):
    """What the history of a case tells."""

    OPENED = "opened", "登记", "registered"
    ACCEPTED = "accepted", "受理", "taken up"
    DECLINED = "declined", "不予受理", "not taken up"
    ASSIGNED = "assigned", "指定调解员", "mediators named"
    SESSION_HELD = "session_held", "调解", "session held"
    DOORS_CLOSED = "doors_closed", "当事人要求不公开", "closed doors asked for"
    RISK_ASSESSED = "risk_assessed", "评定风险", "risk assessed"
    RISK_REPORTED = "risk_reported", "报告风险", "risk reported"
    MATERIAL_ADDED = "material_added", "补充材料", "material added"
    AGREED = "agreed", "达成协议", "agreed"
    SIGNED = "signed", "签字盖章", "signed"
    EFFECTIVE = "effective", "协议生效", "agreement in effect"
    FAILED = "failed", "调解不成", "failed"
    WITHDRAWN = "withdrawn", "当事人不接受或退出", "a party does not want it"
    REFERRED = "referred", "移交", "handed on"
    VISITED = "visited", "回访", "visited"
    PERFORMED = "performed", "已履行", "performed"
    BROKEN = "broken", "未履行", "broken"
    COURT_ASKED = "court_asked", "申请司法确认", "confirmation asked for"
    COURT_ANSWERED = "court_answered", "法院答复", "the court answered"
    POLICE_ASKED = "police_asked", "请求不予处罚", "waiver asked for"
    POLICE_ANSWERED = "police_answered", "公安机关答复", "the police answered"
    CLOSED = "closed", "结案", "closed"
    HELD = "held", "转由其他事项办理", "held by another matter"
    GIVEN_BACK = "given_back", "退回继续办理", "given back"
    TRIED_AGAIN = "tried_again", "转乡镇再次调解", "the town tries again"


class CaseHolder(Named):
    """How somebody stands to a case."""

    ON_CASE = "on_case", "本案调解员", "a mediator of the case"
    COMMITTEE = "committee", "调解委员会的调解员", "a mediator of the committee"
    PARTY = "party", "当事人", "a party"


CASE_ROLES = {
    CaseHolder.ON_CASE: frozenset({Role.MEDIATOR}),
    CaseHolder.COMMITTEE: frozenset({Role.MEDIATOR}),
    CaseHolder.PARTY: ALL_ROLES,
}
RESTRICTED = frozenset({CaseEvent.RISK_ASSESSED, CaseEvent.RISK_REPORTED})
"""What no party reads: the level is for the committee, and for the town once it was told."""

_S, _A, _E, _H = MediationStatus, MediationAction, CaseEvent, CaseHolder
_NEW = frozenset({_S.REGISTERED})
_OPEN = _NEW | IN_MEDIATION
_ON = (_H.ON_CASE,)
_ANY = (_H.ON_CASE, _H.COMMITTEE)
_ENDS = ("mediation_acceptance", "mediation_settlement", "mediation_risk")
_FOLLOWED = ("mediation_performance", "mediation_visit")

CASES: StateTable[MediationAction, MediationStatus, CaseHolder] = StateTable(
    Text("该纠纷", "The dispute"),
    [
        Move(
            _A.ACCEPT,
            _NEW,
            _S.ACCEPTED,
            (_H.COMMITTEE,),
            ("consents", "rights_told"),
            _E.ACCEPTED,
            ("mediation_settlement",),
            ("mediation_acceptance",),
        ),
        Move(
            _A.DECLINE,
            _NEW,
            _S.DECLINED,
            (_H.COMMITTEE,),
            ("reason",),
            _E.DECLINED,
            ends=("mediation_acceptance",),
        ),
        Move(_A.ASSIGN, RUNNING - _NEW, None, (_H.COMMITTEE,), ("mediators",), _E.ASSIGNED),
        Move(_A.HOLD_SESSION, IN_MEDIATION, None, _ON, ("session",), _E.SESSION_HELD),
        Move(_A.CLOSE_DOORS, _OPEN, None, (_H.PARTY, _H.ON_CASE), (), _E.DOORS_CLOSED),
        Move(
            _A.ASSESS_RISK,
            RUNNING,
            None,
            _ANY,
            ("level",),
            _E.RISK_ASSESSED,
            ("mediation_risk",),
        ),
        Move(
            _A.REPORT_RISK,
            RUNNING,
            None,
            _ANY,
            ("referred_to", "reason"),
            _E.RISK_REPORTED,
            ends=("mediation_risk",),
        ),
        Move(_A.ADD_MATERIAL, RUNNING, None, _ON, ("material",), _E.MATERIAL_ADDED),
        Move(
            _A.AGREE,
            IN_MEDIATION,
            None,
            _ON,
            ("agreement",),
            begins=_FOLLOWED,
            ends=("mediation_settlement",),
        ),
        Move(
            _A.SIGN,
            frozenset({_S.AGREED}),
            None,
            _ON,
            ("signing",),
            begins=_FOLLOWED,
            ends=("mediation_settlement",),
        ),
        Move(
            _A.FAIL,
            IN_MEDIATION | {_S.AGREED},
            _S.FAILED,
            _ON,
            ("reason",),
            _E.FAILED,
            ends=_ENDS,
        ),
        Move(
            _A.WITHDRAW,
            _OPEN | {_S.AGREED},
            _S.WITHDRAWN,
            (_H.PARTY, *_ANY),
            ("party", "reason"),
            _E.WITHDRAWN,
            ends=_ENDS,
        ),
        Move(
            _A.REFER,
            _OPEN | {_S.AGREED},
            _S.REFERRED,
            _ANY,
            ("referred_to", "reason"),
            _E.REFERRED,
            ends=_ENDS,
        ),
        Move(_A.VISIT, IN_EFFECT, None, _ON, ("visit",), _E.VISITED, ends=("mediation_visit",)),
        Move(
            _A.PERFORM,
            frozenset({_S.EFFECTIVE, _S.REOPENED}),
            _S.PERFORMED,
            _ON,
            ("proof",),
            _E.PERFORMED,
            ends=("mediation_performance", "mediation_settlement"),
        ),
        Move(
            _A.BREAK,
            IN_EFFECT,
            _S.REOPENED,
            _ON,
            ("reason",),
            _E.BROKEN,
            ("mediation_settlement",),
            _FOLLOWED,
        ),
        Move(_A.ASK_COURT, IN_EFFECT, None, _ON, ("asking",), _E.COURT_ASKED),
        Move(
            _A.COURT_ANSWERS,
            IN_EFFECT | {_S.CLOSED},
            None,
            _ON,
            ("answer", "answered_on"),
            _E.COURT_ANSWERED,
        ),
        Move(
            _A.ASK_POLICE,
            frozenset({_S.PERFORMED}),
            None,
            _ON,
            ("waiver",),
            _E.POLICE_ASKED,
        ),
        Move(
            _A.POLICE_ANSWER,
            frozenset({_S.PERFORMED, _S.CLOSED}),
            None,
            _ON,
            ("answer", "answered_on"),
            _E.POLICE_ANSWERED,
        ),
        Move(_A.CLOSE, frozenset({_S.PERFORMED}), _S.CLOSED, _ON, (), _E.CLOSED),
    ],
    statuses=names(MediationStatus),
    actions=names(MediationAction),
    holders=names(CaseHolder),
    words={
        "consents": Text(
            "请登记各方同意及身份核对。", "Say that each party wants it, and who it is."
        ),
        "rights_told": Text(
            "请先告知调解的性质、效力和当事人的权利义务。",
            "Tell the nature, the effect and the rights first.",
        ),
        "reason": Text("请说明理由。", "Say why."),
        "mediators": Text("请指明调解员。", "Say which mediators."),
        "session": Text("请填写调解情况。", "Say how the session went."),
        "level": Text("请评定风险等级。", "Say which level of risk."),
        "referred_to": Text("请写明报告或移交给谁。", "Say to whom."),
        "material": Text("请填写材料。", "Say what is added."),
        "agreement": Text("请填写协议内容。", "Say what was agreed."),
        "signing": Text("请填写签字盖章情况。", "Say who signed, and whether it is sealed."),
        "party": Text("请指明哪一方。", "Say which party."),
        "visit": Text("请填写回访情况。", "Say what the visit found."),
        "proof": Text("请写明如何履行。", "Say how it was performed."),
        "asking": Text("请填写法院和共同申请人。", "Say which court, and who asks."),
        "waiver": Text("请填写向公安机关提出的请求。", "Say what the police are asked."),
        "answer": Text("请填写答复结果。", "Say what was answered."),
        "answered_on": Text("请填写答复日期。", "Say on which day."),
        "record": Text("口头协议须记录内容。", "An agreement by word of mouth is recorded."),
    },
)
