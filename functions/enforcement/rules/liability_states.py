"""The life of the question whether a person answers for a wrong decision: opened, heard, then liable or exempt."""

from __future__ import annotations

from enforcement.rules.case_steps import Holder
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class WrongIn(Named):
    """What is wrong with a decision."""

    POWER = "power", "主体或者权限", "power"
    FACTS = "facts", "事实不清", "the facts"
    EVIDENCE = "evidence", "证据不足", "the evidence"
    LAW = "law", "适用依据错误", "the law applied"
    PROCEDURE = "procedure", "违反法定程序", "the procedure"
    DISCRETION = "discretion", "裁量明显不当", "the discretion"


class FoundWrongBy(Named):
    """Who found it wrong."""

    REVIEW = "review", "行政复议", "a review"
    SUIT = "suit", "行政诉讼", "a suit"
    SUPERVISION = "supervision", "执法监督", "supervision"
    FILE_REVIEW = "file_review", "案卷评查", "a file review"
    ITSELF = "itself", "自行发现", "the organ itself"


class FaultCause(Named):
    """The subjective cause."""

    INTENT = "intent", "故意", "intent"
    GROSS = "gross", "重大过失", "gross negligence"
    SLIGHT = "slight", "一般过失", "slight negligence"
    NONE = "none", "无过错", "no fault"


class LiabilityMeasure(Named):
    """What follows for whoever answers."""

    CRITICISM = "criticism", "批评教育", "criticism"
    TRAINING = "training", "离岗培训", "training off the post"
    MOVED = "moved", "调离执法岗位", "moved from enforcement"
    SUSPENDED = "suspended", "暂扣执法证件", "the certificate is suspended"
    REVOKED = "revoked", "吊销执法证件", "the certificate is revoked"


class LiabilityStatus(Named):
    """How far it is."""

    OPEN = "open", "待听取陈述", "to be heard"
    HEARD = "heard", "待认定", "to be decided"
    LIABLE = "liable", "承担责任", "liable"
    EXEMPT = "exempt", "尽职免责", "exempt for due diligence"


class LiabilityAction(Named):
    """What is done with it."""

    HEAR = "hear", "听取陈述", "hear the person"
    HOLD_LIABLE = "hold_liable", "认定责任", "hold liable"
    EXEMPT = "exempt", "尽职免责", "exempt"


_HEADS = (Holder.HEAD, Holder.SUPERVISOR)
_HEARD = frozenset({LiabilityStatus.HEARD})
_FACTORS = ("cause", "harm", "correction", "reason")

LIABILITIES: StateTable[LiabilityAction, LiabilityStatus, Holder] = StateTable(
    Text("该责任认定", "This liability"),
    [
        Move(
            LiabilityAction.HEAR,
            frozenset({LiabilityStatus.OPEN}),
            LiabilityStatus.HEARD,
            _HEADS,
            ("statement",),
        ),
        Move(
            LiabilityAction.HOLD_LIABLE,
            _HEARD,
            LiabilityStatus.LIABLE,
            _HEADS,
            (*_FACTORS, "measure"),
        ),
        Move(LiabilityAction.EXEMPT, _HEARD, LiabilityStatus.EXEMPT, _HEADS, (*_FACTORS, "ground")),
    ],
    statuses=names(LiabilityStatus),
    actions=names(LiabilityAction),
    holders=names(Holder),
    words={
        "statement": Text(
            "请记录本人陈述，没有的注明。", "Record what the person said, or nothing."
        ),
        "cause": Text("请说明主观原因。", "Say what the subjective cause is."),
        "harm": Text("请说明危害后果。", "Say what harm came of it."),
        "correction": Text("请说明纠正情况。", "Say how it was put right."),
        "reason": Text("请说明理由。", "Say why."),
        "measure": Text("请注明处理方式。", "Name the measure."),
        "ground": Text("请注明免责情形。", "Name the ground."),
    },
)
"""Nobody is held liable, or let off, unheard."""
