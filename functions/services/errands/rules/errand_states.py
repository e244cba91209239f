"""The life of an errand: 委托→受理→办理→送达→归档→上报→回访, and what ends an authority on the way (DOMAIN 12.2)."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class ErrandStatus(Named):
    """Where an errand stands."""

    PROPOSED = "proposed", "待委托人确认", "waits for the principal's confirmation"
    ENTRUSTED = "entrusted", "已委托待受理", "entrusted"
    SHORT = "short", "待补正材料", "papers are missing"
    ACCEPTED = "accepted", "已受理", "accepted"
    HANDLING = "handling", "办理中", "at the office"
    STOPPED = "stopped", "停止计时", "at the office, its clock stopped"
    DECIDED = "decided", "已出结果", "decided"
    DELIVERED = "delivered", "已送达", "delivered"
    ARCHIVED = "archived", "已归档", "filed"
    REPORTED = "reported", "已上报", "reported"
    CLOSED = "closed", "已回访办结", "closed"
    ENDED = "ended", "委托已终止待退还原件", "authority ended, originals to go home"
    VOID = "void", "委托已终止", "authority ended"
    ADVISED = "advised", "已答复咨询", "advice given"


class ErrandAction(Named):
    """What is done with an errand."""

    CONFIRM = "confirm", "确认委托", "confirm the authority"
    TELL_MISSING = "tell_missing", "一次性告知补正", "tell what is missing"
    SUPPLY = "supply", "收到补正材料", "take in what was missing"
    ACCEPT = "accept", "受理", "accept"
    ACCEPT_BY_SILENCE = "accept_by_silence", "逾期未告知视为受理", "accepted by silence"
    SUBMIT = "submit", "提交办理", "hand in at the office"
    STOP_CLOCK = "stop_clock", "停止计时", "stop the clock"
    RESUME = "resume", "恢复计时", "let the clock run on"
    RECORD_RESULT = "record_result", "登记结果", "record the result"
    DELIVER = "deliver", "送达", "deliver"
    ARCHIVE = "archive", "归档", "file"
    REPORT = "report", "上报", "report"
    VISIT = "visit", "回访", "make the return visit"
    RATE = "rate", "评价", "rate"
    CONTACT = "contact", "联系评价人", "contact who rated it"
    TAKE_ORIGINAL = "take_original", "收取原件", "take an original"
    HAND_OVER = "hand_over", "交接原件", "hand an original over"
    RECEIVE = "receive", "签收原件", "sign for an original"
    WITHDRAW_OFFER = "withdraw_offer", "撤回交接", "take an offered original back"
    FETCH = "fetch", "取回原件", "fetch an original back"
    ADD_SCAN = "add_scan", "登记复印件", "note a copy"
    DELETE_SCANS = "delete_scans", "删除复印件", "delete the copies"
    SUBSTITUTE = "substitute", "更换代办员", "name a substitute"
    CONSENT = "consent", "同意更换", "consent to the substitute"
    REVOKE = "revoke", "撤回委托", "revoke the authority"
    RESIGN = "resign", "辞去委托", "give the authority up"
    REPORT_END = "report_end", "登记委托终止", "record that the authority ended"
    LAPSE = "lapse", "委托期限届满", "its term is over"
    FORGET = "forget", "删除身份证号", "delete the identity number"


class ErrandEvent(Named):
    """What the history of an errand tells."""

    PROPOSED = "proposed", "待委托人确认", "waits for confirmation"
    ENTRUSTED = "entrusted", "已委托", "entrusted"
    ADVISED = "advised", "已答复咨询", "advice given"
    CONFIRMED = "confirmed", "委托人已确认", "confirmed by the principal"
    MISSING_TOLD = "missing_told", "已一次性告知补正", "told what is missing"
    SUPPLIED = "supplied", "已收到补正材料", "what was missing came"
    ACCEPTED = "accepted", "已受理", "accepted"
    ACCEPTED_WITH_PROMISE = "accepted_with_promise", "已容缺受理", "accepted with a promise"
    ACCEPTED_BY_SILENCE = "accepted_by_silence", "逾期未告知视为受理", "accepted by silence"
    SUBMITTED = "submitted", "已提交办理", "handed in"
    CLOCK_STOPPED = "clock_stopped", "停止计时", "clock stopped"
    RESUMED = "resumed", "恢复计时", "clock runs on"
    DECIDED = "decided", "已出结果", "decided"
    DELIVERED = "delivered", "已送达", "delivered"
    ARCHIVED = "archived", "已归档", "filed"
    REPORTED = "reported", "已上报", "reported"
    VISITED = "visited", "已回访", "return visit made"
    RATED = "rated", "已评价", "rated"
    RATED_BAD = "rated_bad", "不满意评价", "rated bad"
    CONTACTED = "contacted", "已联系评价人", "contacted who rated it"
    ORIGINAL_TAKEN = "original_taken", "收取原件", "original taken"
    OFFERED = "offered", "原件待签收", "original waits to be signed for"
    HANDED_OVER = "handed_over", "原件已交接", "original handed over"
    OFFER_WITHDRAWN = "offer_withdrawn", "已撤回交接", "original not handed over"
    ORIGINAL_HOME = "original_home", "原件已归还", "original went home"
    SCAN_NOTED = "scan_noted", "登记复印件", "copy noted"
    SCANS_DELETED = "scans_deleted", "复印件已删除", "copies deleted"
    SUBSTITUTE_NAMED = "substitute_named", "拟更换代办员", "substitute proposed"
    SUBSTITUTED = "substituted", "已更换代办员", "substitute took over"
    AUTHORITY_ENDED = "authority_ended", "委托已终止", "authority ended"
    NUMBER_DELETED = "number_deleted", "身份证号已删除", "identity number deleted"


class ErrandHolder(Named):
    """How somebody stands to an errand."""

    PRINCIPAL = "principal", "委托人", "the principal"
    AGENT = "agent", "代办员", "the agent"
    KEEPER = "keeper", "持有原件的人", "whoever has an original of it"
    TAKER = "taker", "待签收原件的人", "whoever is to sign for an original"
    VILLAGE = "village", "所在村", "the village"


AGENTS = frozenset({Role.ERRAND_AGENT, Role.GRID_WORKER, Role.GRID_CHIEF})
"""Who may do errands (网格员、代办员)."""
OF_VILLAGE = frozenset({Role.VILLAGE_OFFICER})
HOLDER_ROLES = {
    ErrandHolder.PRINCIPAL: frozenset({Role.RESIDENT}),
    ErrandHolder.AGENT: AGENTS,
    ErrandHolder.KEEPER: ALL_ROLES,
    ErrandHolder.TAKER: AGENTS,
    ErrandHolder.VILLAGE: OF_VILLAGE,
}

_S, _A, _E, _H = ErrandStatus, ErrandAction, ErrandEvent, ErrandHolder
OVER = frozenset({_S.CLOSED, _S.VOID, _S.ADVISED})
"""Nothing is to be done any more."""
ACTING = frozenset({_S.ENTRUSTED, _S.SHORT, _S.ACCEPTED, _S.HANDLING, _S.STOPPED, _S.DECIDED})
"""The agent acts by the authority."""
DONE = frozenset({_S.DELIVERED, _S.ARCHIVED, _S.REPORTED, _S.CLOSED})
"""The matter was delivered, and counts."""
_WITH_ORIGINALS = ACTING | {_S.DELIVERED, _S.ENDED}
_BEFORE = ACTING | {_S.PROPOSED}
_AGENT = (_H.AGENT,)
_STAFF = (_H.AGENT, _H.VILLAGE)


def _one(*statuses: ErrandStatus) -> frozenset[ErrandStatus]:
    return frozenset(statuses)


ERRANDS: StateTable[ErrandAction, ErrandStatus, ErrandHolder] = StateTable(
    Text("该代办事项", "The errand"),
    [
        Move(_A.CONFIRM, _one(_S.PROPOSED), _S.ENTRUSTED, (_H.PRINCIPAL,), (), _E.CONFIRMED),
        Move(_A.TELL_MISSING, _one(_S.ENTRUSTED), _S.SHORT, _AGENT, ("papers",), _E.MISSING_TOLD),
        Move(
            _A.SUPPLY,
            _one(_S.SHORT, _S.ACCEPTED, _S.HANDLING, _S.STOPPED, _S.DECIDED),
            None,
            _AGENT,
            ("papers",),
            _E.SUPPLIED,
            begins=("errand_limit",),
        ),
        Move(_A.ACCEPT, _one(_S.ENTRUSTED), _S.ACCEPTED, _AGENT, begins=("errand_limit",)),
        Move(
            _A.ACCEPT_BY_SILENCE,
            _one(_S.ENTRUSTED),
            _S.ACCEPTED,
            event=_E.ACCEPTED_BY_SILENCE,
            begins=("errand_limit",),
        ),
        Move(_A.SUBMIT, _one(_S.ACCEPTED), _S.HANDLING, _AGENT, (), _E.SUBMITTED),
        Move(
            _A.STOP_CLOCK,
            _one(_S.HANDLING),
            _S.STOPPED,
            _AGENT,
            ("stop_ground", "until"),
            _E.CLOCK_STOPPED,
            ends=("errand_limit",),
        ),
        Move(
            _A.RESUME,
            _one(_S.STOPPED),
            _S.HANDLING,
            _AGENT,
            (),
            _E.RESUMED,
            begins=("errand_limit",),
        ),
        Move(
            _A.RECORD_RESULT,
            _one(_S.HANDLING, _S.STOPPED),
            _S.DECIDED,
            _AGENT,
            ("outcome",),
            _E.DECIDED,
            begins=("errand_delivery",),
            ends=("errand_limit",),
        ),
        Move(
            _A.DELIVER,
            _one(_S.DECIDED),
            _S.DELIVERED,
            _AGENT,
            ("signature",),
            _E.DELIVERED,
            begins=("errand_closing", "errand_return", "errand_scans"),
            ends=("errand_delivery",),
        ),
        Move(_A.ARCHIVE, _one(_S.DELIVERED), _S.ARCHIVED, _STAFF, (), _E.ARCHIVED),
        Move(_A.REPORT, _one(_S.ARCHIVED), _S.REPORTED, _STAFF, (), _E.REPORTED),
        Move(
            _A.VISIT,
            _one(_S.REPORTED),
            _S.CLOSED,
            _STAFF,
            ("reason",),
            _E.VISITED,
            ends=("errand_closing",),
        ),
        Move(_A.RATE, DONE, None, (_H.PRINCIPAL,), ("rating",), begins=("errand_contact",)),
        Move(_A.CONTACT, DONE, None, _STAFF, ("reason",), _E.CONTACTED, ends=("errand_contact",)),
        Move(
            _A.TAKE_ORIGINAL,
            ACTING,
            None,
            _AGENT,
            ("paper", "signature"),
            _E.ORIGINAL_TAKEN,
        ),
        Move(_A.HAND_OVER, _WITH_ORIGINALS, None, (_H.KEEPER,), ("original", "to")),
        Move(_A.RECEIVE, _WITH_ORIGINALS, None, (_H.TAKER,), ("original",), _E.HANDED_OVER),
        Move(
            _A.WITHDRAW_OFFER,
            _WITH_ORIGINALS,
            None,
            (_H.KEEPER,),
            ("original",),
            _E.OFFER_WITHDRAWN,
        ),
        Move(
            _A.FETCH,
            _WITH_ORIGINALS,
            None,
            _STAFF,
            ("original", "signature"),
            _E.HANDED_OVER,
        ),
        Move(_A.ADD_SCAN, ACTING, None, _AGENT, ("paper", "file", "sha256"), _E.SCAN_NOTED),
        Move(
            _A.DELETE_SCANS,
            ACTING | DONE | {_S.ENDED, _S.VOID},
            None,
            _STAFF,
            (),
            _E.SCANS_DELETED,
            ends=("errand_scans",),
        ),
        Move(_A.SUBSTITUTE, ACTING, None, _STAFF, ("agent", "signature")),
        Move(_A.CONSENT, ACTING, None, (_H.PRINCIPAL,), (), _E.SUBSTITUTED),
        Move(
            _A.REVOKE,
            _BEFORE,
            None,
            (_H.PRINCIPAL, *_STAFF),
            ("reason",),
            _E.AUTHORITY_ENDED,
            begins=("errand_return",),
        ),
        Move(
            _A.RESIGN,
            _BEFORE,
            None,
            _AGENT,
            ("reason",),
            _E.AUTHORITY_ENDED,
            begins=("errand_return",),
        ),
        Move(
            _A.REPORT_END,
            _BEFORE,
            None,
            _STAFF,
            ("end_ground",),
            _E.AUTHORITY_ENDED,
            begins=("errand_return",),
        ),
        Move(_A.LAPSE, _BEFORE, None, event=_E.AUTHORITY_ENDED, begins=("errand_return",)),
        Move(_A.FORGET, DONE | {_S.ENDED, _S.VOID}, None, event=_E.NUMBER_DELETED),
    ],
    statuses=names(ErrandStatus),
    actions=names(ErrandAction),
    holders=names(ErrandHolder),
    words={
        "papers": Text("请列明材料。", "Say which papers."),
        "stop_ground": Text("请说明不计时的事由。", "Say why the clock stops."),
        "until": Text("请填写预计恢复日期。", "Say until when."),
        "outcome": Text("请填写办理结果。", "Say what was decided."),
        "signature": Text("请说明如何签字。", "Say how it was signed."),
        "reason": Text("请说明情况。", "Say what there is to say."),
        "rating": Text("请选择评价。", "Say how it was."),
        "paper": Text("请说明是哪种材料。", "Say which paper."),
        "original": Text("请说明是哪件原件。", "Say which original."),
        "to": Text("请说明交给谁。", "Say to whom."),
        "file": Text("请填写复印件存放位置。", "Say where the copy is kept."),
        "sha256": Text("请填写复印件校验值。", "Give the copy's checksum."),
        "agent": Text("请说明由谁接替。", "Say who takes over."),
        "end_ground": Text("请说明委托终止的原因。", "Say why the authority ended."),
    },
)
