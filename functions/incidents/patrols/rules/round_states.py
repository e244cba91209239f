"""The life of a round: under way until its worker ends or cancels it, or its limit does."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Move, StateTable
from kernel.texts import Text


class Status(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_ENDED = "not_ended"


class Action(StrEnum):
    """What is done with a round."""

    END = "end"
    CANCEL = "cancel"
    LAPSE = "lapse"


class Event(StrEnum):
    """One step of a round."""

    BEGUN = "begun"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_ENDED = "not_ended"


STATUS_NAMES: dict[Status, Text] = {
    Status.OPEN: Text("巡格中", "under way"),
    Status.ENDED: Text("已结束", "ended"),
    Status.CANCELLED: Text("已取消", "cancelled"),
    Status.NOT_ENDED: Text("到时自动结束（网格员未结束）", "ended by its limit, not by the worker"),
}
ACTION_NAMES: dict[Action, Text] = {
    Action.END: Text("结束", "end"),
    Action.CANCEL: Text("取消", "cancel"),
    Action.LAPSE: Text("到时自动结束", "let end by its limit"),
}


class Holder(StrEnum):
    """How somebody stands to a round."""

    WORKER = "worker"


_OPEN = frozenset({Status.OPEN})

ROUNDS: StateTable[Action, Status, Holder] = StateTable(
    Text("本次巡格", "The round"),
    [
        Move(Action.END, _OPEN, Status.ENDED, (Holder.WORKER,), event=Event.ENDED),
        Move(Action.CANCEL, _OPEN, Status.CANCELLED, (Holder.WORKER,), event=Event.CANCELLED),
        Move(Action.LAPSE, _OPEN, Status.NOT_ENDED, event=Event.NOT_ENDED),
    ],
    statuses=STATUS_NAMES,
    actions=ACTION_NAMES,
    holders={Holder.WORKER: Text("巡格的网格员", "the grid worker who is on it")},
)
"""`cancel` is shut as soon as something was found; `lapse` is the clock's."""
