"""The life of a matter as a whole; which step it stands before shuts what is not its turn."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class MatterStatus(StrEnum):
    """Where a matter stands as a whole."""

    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_PASSED = "not_passed"
    WITHDRAWN = "withdrawn"


class MatterAction(StrEnum):
    """What people do to a matter; votes and publications move it from their own routes.

    `decide_above` is the town's and the county's: their decision on what the village has given its opinion on.
    """

    CHECK_DEMAND = "check_demand"
    RECORD = "record"
    MERGE = "merge"
    PLAN = "plan"
    FINISH = "finish"
    DECIDE_ABOVE = "decide_above"
    WITHDRAW = "withdraw"


_RUNNING = frozenset({MatterStatus.IN_PROGRESS})
_KEEPER = (Holder.KEEPER,)

MATTERS: StateTable[MatterAction, MatterStatus, Holder] = StateTable(
    Text("事项", "The matter"),
    [
        Move(MatterAction.CHECK_DEMAND, _RUNNING, None, (Holder.GUIDE,)),
        Move(MatterAction.RECORD, _RUNNING, None, (Holder.CONVENER,), ("step", "minutes")),
        Move(MatterAction.MERGE, _RUNNING, None, _KEEPER, ("minutes", "reason")),
        Move(MatterAction.PLAN, _RUNNING, MatterStatus.IN_PROGRESS, _KEEPER),
        Move(MatterAction.FINISH, _RUNNING, None, _KEEPER),
        Move(MatterAction.DECIDE_ABOVE, _RUNNING, None, (Holder.GUIDE,), ("authority",)),
        Move(
            MatterAction.WITHDRAW, _RUNNING, MatterStatus.WITHDRAWN, (Holder.CONVENER,), ("reason",)
        ),
    ],
    statuses={
        MatterStatus.IN_PROGRESS: Text("办理中", "in progress"),
        MatterStatus.DONE: Text("已办结", "done"),
        MatterStatus.NOT_PASSED: Text("未通过", "not passed"),
        MatterStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    actions={
        MatterAction.CHECK_DEMAND: Text("核实罢免要求", "check the demand"),
        MatterAction.RECORD: Text("登记会议步骤", "record a sitting"),
        MatterAction.MERGE: Text("合并前两步", "merge the first two steps"),
        MatterAction.PLAN: Text("登记实施节点", "plan milestones"),
        MatterAction.FINISH: Text("完成实施", "finish"),
        MatterAction.DECIDE_ABOVE: Text("登记审批决定", "record the decision above"),
        MatterAction.WITHDRAW: Text("撤回", "withdraw"),
    },
    holders=HOLDER_NAMES,
    words={
        "step": Text("须写明登记的步骤。", "Say which step it is."),
        "minutes": Text("须填写会议记录。", "Give the minutes of the sitting."),
        "reason": Text("须说明理由。", "Say why."),
        "authority": Text("须填写审批决定。", "Give the decision of town or county."),
    },
)
