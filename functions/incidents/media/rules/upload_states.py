"""The life of an upload: from announced to readable, turned away, lapsed, or taken away."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Move, StateTable
from kernel.texts import Text


class State(StrEnum):
    """Where something attached stands; only what is ready can be read."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    DELETED = "deleted"


STATE_NAMES: dict[State, Text] = {
    State.PENDING: Text("等待上传或检查", "waiting for the upload or its check"),
    State.READY: Text("可查看", "ready"),
    State.REFUSED: Text("未通过检查", "refused"),
    State.EXPIRED: Text("逾期未上传", "not uploaded in time"),
    State.DELETED: Text("已删除", "deleted"),
}


class Event(StrEnum):
    """One step in the life of something attached."""

    ANNOUNCED = "announced"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    DELETED = "deleted"


EVENT_NAMES: dict[Event, Text] = {
    Event.ANNOUNCED: Text("登记", "announced"),
    Event.READY: Text("检查通过", "checked and ready"),
    Event.REFUSED: Text("未通过检查", "refused"),
    Event.EXPIRED: Text("逾期未上传", "not uploaded in time"),
    Event.DELETED: Text("删除", "deleted"),
}


class Action(StrEnum):
    """What is done with an upload."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    DELETE = "delete"


ACTION_NAMES: dict[Action, Text] = {
    Action.ACCEPT: Text("通过检查", "let be read"),
    Action.REFUSE: Text("检查不通过", "turn away"),
    Action.EXPIRE: Text("逾期作废", "let lapse"),
    Action.DELETE: Text("删除", "delete"),
}


class Holder(StrEnum):
    """How somebody stands to an upload."""

    UPLOADER = "uploader"


UPLOADS: StateTable[Action, State, Holder] = StateTable(
    Text("该附件", "The upload"),
    [
        Move(Action.ACCEPT, frozenset({State.PENDING}), State.READY, event=Event.READY),
        Move(Action.REFUSE, frozenset({State.PENDING}), State.REFUSED, event=Event.REFUSED),
        Move(Action.EXPIRE, frozenset({State.PENDING}), State.EXPIRED, event=Event.EXPIRED),
        Move(
            Action.DELETE,
            frozenset({State.PENDING, State.READY, State.REFUSED, State.EXPIRED}),
            State.DELETED,
            (Holder.UPLOADER,),
            event=Event.DELETED,
        ),
    ],
    statuses=STATE_NAMES,
    actions=ACTION_NAMES,
    holders={Holder.UPLOADER: Text("上传人", "its uploader")},
)
"""Only what is ready can be read. All but `delete` is the checker's."""
