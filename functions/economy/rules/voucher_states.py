"""The life of a voucher: recorded with its number, approved, in the books once its keeper has moved the money; or void, its number staying."""

from __future__ import annotations

from economy.rules.asset_states import BOOKS, KEEPERS
from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

KEEPING = frozenset({Role.CASHIER})


class VoucherStatus(Named):
    """Where a voucher stands."""

    RECORDED = "recorded", "待审批", "recorded, not approved"
    APPROVED = "approved", "待收付", "approved, money not moved"
    POSTED = "posted", "已记账", "in the books"
    VOID = "void", "已作废", "void"


class VoucherAction(Named):
    """What is done with a voucher."""

    APPROVE = "approve", "审批", "approve"
    SETTLE = "settle", "收付款", "move the money"
    VOID = "void", "作废", "make void"
    TELL_NEAR = "tell_near", "申报亲属或利害关系", "tell who is near to the other party"


class VoucherEvent(Named):
    """What the history of a voucher tells."""

    RECORDED = "recorded", "制单", "recorded"
    APPROVED = "approved", "审批", "approved"
    POSTED = "posted", "记账", "entered in the books"
    VOIDED = "voided", "作废", "made void"
    TAKEN_BACK = "taken_back", "已有冲销凭证", "another takes it back"
    NEAR_TOLD = "near_told", "申报亲属或利害关系", "told who is near to the other party"


class VoucherHolder(Named):
    """How somebody stands to a voucher."""

    RECORDER = "recorder", "会计", "who keeps the books"
    APPROVER = "approver", "审批人", "who approves"
    KEEPER = "keeper", "出纳", "who keeps the money"
    SUPERVISOR = "supervisor", "集体经济组织监事", "who watches the collective"
    TOWN = "town", "所属乡镇", "the town"


VOUCHER_ROLES = {
    VoucherHolder.RECORDER: BOOKS,
    VoucherHolder.APPROVER: KEEPERS,
    VoucherHolder.KEEPER: KEEPING,
    VoucherHolder.SUPERVISOR: frozenset({Role.COLLECTIVE_SUPERVISOR}),
    VoucherHolder.TOWN: frozenset({Role.TOWN_OFFICER}),
}
MOVERS = BOOKS | KEEPERS | KEEPING
TELLERS = MOVERS | VOUCHER_ROLES[VoucherHolder.SUPERVISOR] | VOUCHER_ROLES[VoucherHolder.TOWN]
"""Whoever keeps, acts for or watches the collective tells of who is near."""
_RECORDED = frozenset({VoucherStatus.RECORDED})
_APPROVED = frozenset({VoucherStatus.APPROVED})

VOUCHERS: StateTable[VoucherAction, VoucherStatus, VoucherHolder] = StateTable(
    Text("该凭证", "The voucher"),
    [
        # A voucher that moves no money is in the books at once; the rule says which.
        Move(VoucherAction.APPROVE, _RECORDED, None, (VoucherHolder.APPROVER,)),
        Move(
            VoucherAction.SETTLE,
            _APPROVED,
            VoucherStatus.POSTED,
            (VoucherHolder.KEEPER,),
            event=VoucherEvent.POSTED,
        ),
        Move(
            VoucherAction.VOID,
            _RECORDED | _APPROVED,
            VoucherStatus.VOID,
            (VoucherHolder.RECORDER, VoucherHolder.APPROVER),
            ("reason",),
            VoucherEvent.VOIDED,
        ),
        Move(
            VoucherAction.TELL_NEAR,
            _RECORDED | _APPROVED | {VoucherStatus.POSTED},
            None,
            tuple(VoucherHolder),
            ("person", "reason"),
            VoucherEvent.NEAR_TOLD,
        ),
    ],
    statuses=names(VoucherStatus),
    actions=names(VoucherAction),
    holders=names(VoucherHolder),
    words={
        "reason": Text("请说明理由或情况。", "Say why, or what is known."),
        "person": Text("请选择相关负责人、管理人员。", "Say who of those running the collective."),
    },
)
