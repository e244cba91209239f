"""The life of a request about own data: asked, then granted or refused with the reason, or taken back."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class DataRequestStatus(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DataRequestAction(StrEnum):
    """What is done with a request."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Event(StrEnum):
    """What the history tells."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Holder(StrEnum):
    """How somebody stands to a request."""

    ADMINISTRATOR = "administrator"
    PERSON = "person"


STATUS_NAMES: dict[DataRequestStatus, Text] = {
    DataRequestStatus.OPEN: Text("待答复", "to be answered"),
    DataRequestStatus.GRANTED: Text("已办理", "granted"),
    DataRequestStatus.REFUSED: Text("不予办理", "refused"),
    DataRequestStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
}
EVENT_NAMES: dict[Event, Text] = {
    Event.ASKED: Text("提出请求", "asked"),
    Event.GRANTED: Text("办理", "granted"),
    Event.REFUSED: Text("不予办理", "refused"),
    Event.WITHDRAWN: Text("撤回", "withdrawn"),
}
ADMINISTRATORS = frozenset({Role.COUNTY_ADMIN})
HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.ADMINISTRATOR: ADMINISTRATORS,
    Holder.PERSON: frozenset(Role),
}

_OPEN = frozenset({DataRequestStatus.OPEN})

DATA_REQUESTS: StateTable[DataRequestAction, DataRequestStatus, Holder] = StateTable(
    Text("该请求", "The request"),
    [
        Move(
            DataRequestAction.GRANT,
            _OPEN,
            DataRequestStatus.GRANTED,
            (Holder.ADMINISTRATOR,),
            ("reason",),
            Event.GRANTED,
        ),
        Move(
            DataRequestAction.REFUSE,
            _OPEN,
            DataRequestStatus.REFUSED,
            (Holder.ADMINISTRATOR,),
            ("reason",),
            Event.REFUSED,
        ),
        Move(
            DataRequestAction.WITHDRAW,
            _OPEN,
            DataRequestStatus.WITHDRAWN,
            (Holder.PERSON,),
            event=Event.WITHDRAWN,
        ),
    ],
    statuses=STATUS_NAMES,
    actions={
        DataRequestAction.GRANT: Text("办理", "grant"),
        DataRequestAction.REFUSE: Text("不予办理", "refuse"),
        DataRequestAction.WITHDRAW: Text("撤回", "withdraw"),
    },
    holders={
        Holder.ADMINISTRATOR: Text("县管理员", "a county administrator"),
        Holder.PERSON: Text("本人", "whoever asked"),
    },
    words={"reason": Text("请说明如何办理或不予办理的理由。", "Say what was done, or why not.")},
)
"""Nobody decides an own request, whatever the post."""
