"""The life of a board: proposed, posted by another person, taken down."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class Status(StrEnum):
    """Where a board stands."""

    PROPOSED = "proposed"
    POSTED = "posted"
    ENDED = "ended"
    DROPPED = "dropped"


STATUS_NAMES: dict[Status, Text] = {
    Status.PROPOSED: Text("拟定，待审定", "proposed, to be approved"),
    Status.POSTED: Text("公布中", "posted"),
    Status.ENDED: Text("已撤下", "taken down"),
    Status.DROPPED: Text("未采用", "not used"),
}


class Action(StrEnum):
    """What people do with a board."""

    APPROVE = "approve"
    DROP = "drop"
    END = "end"
    REMOVE = "remove"


class Holder(StrEnum):
    """Who moves a board on."""

    VILLAGE_OFFICER = "village_officer"


HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER})
}
_OFFICER = (Holder.VILLAGE_OFFICER,)

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该榜单", "This board"),
    [
        Move(Action.APPROVE, frozenset({Status.PROPOSED}), to=Status.POSTED, by=_OFFICER),
        Move(Action.DROP, frozenset({Status.PROPOSED}), to=Status.DROPPED, by=_OFFICER),
        Move(
            Action.REMOVE,
            frozenset({Status.PROPOSED, Status.POSTED}),
            by=_OFFICER,
            needs=("household", "removal", "reason"),
        ),
        Move(Action.END, frozenset({Status.POSTED}), to=Status.ENDED, by=_OFFICER),
    ],
    statuses=STATUS_NAMES,
    actions={
        Action.APPROVE: Text("审定公布", "approve"),
        Action.DROP: Text("弃用", "drop"),
        Action.REMOVE: Text("移除一户", "remove"),
        Action.END: Text("撤下", "end"),
    },
    holders={Holder.VILLAGE_OFFICER: Text("本村村干部", "a village officer")},
    words={
        "household": Text("请注明是哪一户。", "Name the household."),
        "removal": Text("请注明移除原因。", "Say on which ground it is removed."),
        "reason": Text("请说明理由。", "Say why."),
    },
)
"""What is posted is also taken down by the clock, when its period is over."""
