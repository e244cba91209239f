"""The life of a board: proposed, posted by another person, taken down."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class Status(Named):
    """Where a board stands."""

    PROPOSED = "proposed", "拟定，待审定", "proposed, to be approved"
    POSTED = "posted", "公布中", "posted"
    ENDED = "ended", "已撤下", "taken down"
    DROPPED = "dropped", "未采用", "not used"


class Action(Named):
    """What people do with a board."""

    APPROVE = "approve", "审定公布", "approve"
    DROP = "drop", "弃用", "drop"
    END = "end", "撤下", "end"
    REMOVE = "remove", "移除一户", "remove"


class Holder(Named):
    """Who moves a board on."""

    VILLAGE_OFFICER = "village_officer", "本村村干部", "a village officer"


HOLDER_ROLES = {Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER})}
_OFFICER = (Holder.VILLAGE_OFFICER,)
_PROPOSED, _POSTED = frozenset({Status.PROPOSED}), frozenset({Status.POSTED})
_REMOVAL = ("household", "removal", "reason")

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该榜单", "This board"),
    [
        Move(Action.APPROVE, _PROPOSED, to=Status.POSTED, by=_OFFICER),
        Move(Action.DROP, _PROPOSED, to=Status.DROPPED, by=_OFFICER),
        Move(Action.REMOVE, _PROPOSED | _POSTED, by=_OFFICER, needs=_REMOVAL),
        Move(Action.END, _POSTED, to=Status.ENDED, by=_OFFICER),
    ],
    statuses=names(Status),
    actions=names(Action),
    holders=names(Holder),
    words={
        "household": Text("请注明是哪一户。", "Name the household."),
        "removal": Text("请注明移除原因。", "Say on which ground it is removed."),
        "reason": Text("请说明理由。", "Say why."),
    },
)
"""What is posted is also taken down by the clock, when its period is over."""
