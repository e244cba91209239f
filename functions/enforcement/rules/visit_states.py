"""The life of an inspection: where it can stand, which step leads on, who may take it, and what must be said with it."""

from __future__ import annotations

from enforcement.rules.case_steps import Holder
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class VisitStatus(Named):
    """Where an inspection stands."""

    PROPOSED = "proposed", "待批准", "waiting for its approval"
    APPROVED = "approved", "已批准", "approved"
    NOTIFIED = "notified", "已通知", "announced to the party"
    BEGUN = "begun", "检查中", "under way"
    CORRECTING = "correcting", "整改中", "waiting for what was ordered to be corrected"
    CLOSED = "closed", "已办结", "closed"
    REFUSED = "refused", "不予批准", "refused"
    CANCELLED = "cancelled", "已取消", "cancelled"


class VisitAction(Named):
    """What is done with an inspection."""

    APPROVE = "approve", "批准", "approve it"
    REFUSE = "refuse", "不予批准", "refuse it"
    NOTIFY = "notify", "通知被检查人", "announce it to the party"
    BEGIN = "begin", "出示证件、开始检查", "show certificates and begin"
    RECORD = "record", "登记检查结果", "record its result"
    CANCEL = "cancel", "取消", "cancel it"
    EXTEND = "extend", "批准延长整改期限", "give more time for what was ordered"
    SETTLE = "settle", "复查后办结", "close it after its re-check"


class VisitEvent(Named):
    """What the history of an inspection tells."""

    PROPOSED = "proposed", "提出检查", "proposed"
    APPROVED = "approved", "批准", "approved"
    REFUSED = "refused", "不予批准", "refused"
    NOTIFIED = "notified", "通知被检查人", "announced"
    BEGUN = "begun", "出示证件、开始检查", "begun"
    WATCHED = (
        "watched",
        "不受频次上限的涉企检查，报县级执法监督",
        "told to the county's supervisors",
    )
    RECORDED = "recorded", "登记结果", "its result recorded"
    ORDERED = "ordered", "责令限期改正", "ordered to correct"
    EXTENDED = "extended", "批准延长整改期限", "given more time to correct"
    CANCELLED = "cancelled", "取消", "cancelled"
    SETTLED = "settled", "复查后办结", "closed after its re-check"


_S, _A, _E = VisitStatus, VisitAction, VisitEvent
_OFFICER, _HEAD = (Holder.OFFICER,), (Holder.HEAD,)


def _from(*statuses: VisitStatus) -> frozenset[VisitStatus]:
    return frozenset(statuses)


_BEFORE = _from(_S.PROPOSED, _S.APPROVED, _S.NOTIFIED)
AFTER = _from(_S.BEGUN, _S.CORRECTING, _S.CLOSED)
"""Where an inspection stands that was begun."""

VISITS: StateTable[VisitAction, VisitStatus, Holder] = StateTable(
    Text("该检查", "This inspection"),
    [
        Move(_A.APPROVE, _from(_S.PROPOSED), _S.APPROVED, _HEAD, event=_E.APPROVED),
        # What was urgent is approved afterwards, wherever it has come to.
        Move(
            _A.APPROVE,
            AFTER,
            None,
            _HEAD,
            event=_E.APPROVED,
            ends=("urgent_inspection_approval",),
        ),
        Move(_A.REFUSE, _from(_S.PROPOSED), _S.REFUSED, _HEAD, ("reason",), _E.REFUSED),
        Move(_A.NOTIFY, _from(_S.APPROVED), _S.NOTIFIED, _OFFICER, ("way",), _E.NOTIFIED),
        Move(
            _A.BEGIN,
            _BEFORE,
            _S.BEGUN,
            _OFFICER,
            ("officers",),
            _E.BEGUN,
            begins=("urgent_inspection_approval",),
        ),
        Move(
            _A.RECORD,
            _from(_S.BEGUN),
            None,
            _OFFICER,
            ("result", "record", "checklist"),
            _E.RECORDED,
            begins=("order_to_correct",),
            ends=("order_to_correct",),
        ),
        Move(_A.CANCEL, _BEFORE, _S.CANCELLED, (*_OFFICER, *_HEAD), ("reason",), _E.CANCELLED),
        Move(
            _A.EXTEND,
            _from(_S.CORRECTING),
            None,
            _HEAD,
            ("limit", "reason"),
            _E.EXTENDED,
            begins=("order_to_correct",),
            ends=("order_to_correct",),
        ),
        Move(_A.SETTLE, _from(_S.CORRECTING), _S.CLOSED, event=_E.SETTLED),
    ],
    statuses=names(VisitStatus),
    actions=names(VisitAction),
    holders=names(Holder),
    words={
        "reason": Text("请说明理由。", "Say why."),
        "way": Text("请注明通知方式。", "Say how the party was told."),
        "officers": Text("请列明执法人员。", "Name the officers."),
        "result": Text("请注明检查结果。", "Say what it came to."),
        "record": Text("请附现场笔录。", "Attach the on-site record."),
        "checklist": Text("请附检查清单。", "Attach the checklist."),
        "limit": Text("请注明期限。", "Say until when."),
    },
)
"""A firm's gates are in `inspections.begin`; an order ends by a re-check that is an inspection of its own."""
