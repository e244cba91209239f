"""The life of a redemption: set aside, then handed over, voided, or not collected in time."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class RedemptionStatus(StrEnum):
    """Where a redemption stands."""

    HELD = "held"
    HANDED_OVER = "handed_over"
    VOIDED = "voided"
    EXPIRED = "expired"
    REVERSED = "reversed"


REDEMPTION_NAMES: dict[RedemptionStatus, Text] = {
    RedemptionStatus.HELD: Text("已预留，待领取", "set aside, to be collected"),
    RedemptionStatus.HANDED_OVER: Text("已核销", "handed over"),
    RedemptionStatus.VOIDED: Text("已撤销", "voided"),
    RedemptionStatus.EXPIRED: Text("逾期未领，已退回", "not collected, returned"),
    RedemptionStatus.REVERSED: Text("已冲正", "reversed"),
}


class Action(StrEnum):
    """What is done with a redemption."""

    HAND_OVER = "hand_over"
    VOID = "void"
    EXPIRE = "expire"
    REVERSE = "reverse"


class Holder(StrEnum):
    """How somebody stands to a redemption."""

    KEEPER = "keeper"
    HOUSEHOLD = "household"


HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.KEEPER: frozenset({Role.SHOP_KEEPER}),
    Holder.HOUSEHOLD: frozenset({Role.RESIDENT}),
}

_HELD = frozenset({RedemptionStatus.HELD})
TABLE: StateTable[Action, RedemptionStatus, Holder] = StateTable(
    Text("该兑换", "This redemption"),
    [
        Move(
            Action.HAND_OVER,
            _HELD,
            to=RedemptionStatus.HANDED_OVER,
            by=(Holder.KEEPER,),
            needs=("code",),
        ),
        Move(
            Action.VOID,
            _HELD,
            to=RedemptionStatus.VOIDED,
            by=(Holder.HOUSEHOLD, Holder.KEEPER),
            needs=("reason",),
        ),
        Move(Action.EXPIRE, _HELD, to=RedemptionStatus.EXPIRED),
        Move(
            Action.REVERSE,
            frozenset({RedemptionStatus.HANDED_OVER}),
            to=RedemptionStatus.REVERSED,
        ),
    ],
    statuses=REDEMPTION_NAMES,
    actions={
        Action.HAND_OVER: Text("核销", "hand over"),
        Action.VOID: Text("撤销", "void"),
        Action.EXPIRE: Text("到期退回", "expire"),
        Action.REVERSE: Text("冲正", "reverse"),
    },
    holders={
        Holder.KEEPER: Text("积分超市管理员", "a keeper of the shop"),
        Holder.HOUSEHOLD: Text("本户", "the household itself"),
    },
    words={
        "code": Text("请出示兑换码。", "It takes the one-time code."),
        "reason": Text("请说明撤销理由。", "Say why."),
    },
)
"""What is not collected goes back by the clock; a hand-over is reversed through its ledger entry."""
