"""The life of a redemption: set aside, then handed over, voided, or not collected in time."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class RedemptionStatus(Named):
    """Where a redemption stands."""

    HELD = "held", "已预留，待领取", "set aside, to be collected"
    HANDED_OVER = "handed_over", "已核销", "handed over"
    VOIDED = "voided", "已撤销", "voided"
    EXPIRED = "expired", "逾期未领，已退回", "not collected, returned"
    REVERSED = "reversed", "已冲正", "reversed"


class Action(Named):
    """What is done with a redemption."""

    HAND_OVER = "hand_over", "核销", "hand over"
    VOID = "void", "撤销", "void"
    EXPIRE = "expire", "到期退回", "expire"
    REVERSE = "reverse", "冲正", "reverse"


class Holder(Named):
    """How somebody stands to a redemption."""

    KEEPER = "keeper", "积分超市管理员", "a keeper of the shop"
    HOUSEHOLD = "household", "本户", "the household itself"


HOLDER_ROLES = {
    Holder.KEEPER: frozenset({Role.SHOP_KEEPER}),
    Holder.HOUSEHOLD: frozenset({Role.RESIDENT}),
}
_HELD, _OVER = frozenset({RedemptionStatus.HELD}), frozenset({RedemptionStatus.HANDED_OVER})
_KEEPER, _EITHER = (Holder.KEEPER,), (Holder.HOUSEHOLD, Holder.KEEPER)

TABLE: StateTable[Action, RedemptionStatus, Holder] = StateTable(
    Text("该兑换", "This redemption"),
    [
        Move(Action.HAND_OVER, _HELD, RedemptionStatus.HANDED_OVER, _KEEPER, ("code",)),
        Move(Action.VOID, _HELD, RedemptionStatus.VOIDED, _EITHER, ("reason",)),
        Move(Action.EXPIRE, _HELD, RedemptionStatus.EXPIRED),
        Move(Action.REVERSE, _OVER, RedemptionStatus.REVERSED),
    ],
    statuses=names(RedemptionStatus),
    actions=names(Action),
    holders=names(Holder),
    words={
        "code": Text("请出示兑换码。", "It takes the one-time code."),
        "reason": Text("请说明撤销理由。", "Say why."),
    },
)
"""What is not collected goes back by the clock; a hand-over is reversed through its ledger entry."""
