"""The life of an obligation: open until what it watches is done or not wanted any more, and who may do what to it meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from escalation.rules.events import OwedEvent
from kernel.access import OFFICERS, Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class ObligationStatus(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether what it watches is still owed."""
        return self is ObligationStatus.OPEN


class ObligationAction(StrEnum):
    """What is done to an obligation."""

    URGE = "urge"
    ESCALATE = "escalate"
    EXTEND = "extend"
    FULFIL = "fulfil"
    DROP = "drop"


class Holder(StrEnum):
    """How somebody stands to an obligation."""

    ANSWERING = "answering"
    ABOVE = "above"


HOLDER_ROLES: dict[Holder, Collection[Role]] = {
    Holder.ANSWERING: OFFICERS,
    Holder.ABOVE: OFFICERS - {Role.VILLAGE_OFFICER},
}

_OPEN = frozenset({ObligationStatus.OPEN})

OBLIGATIONS: StateTable[ObligationAction, ObligationStatus, Holder] = StateTable(
    Text("该应办事项", "The obligation"),
    [
        Move(
            ObligationAction.URGE,
            _OPEN,
            by=(Holder.ANSWERING, Holder.ABOVE),
            needs=("reason",),
            event=OwedEvent.URGED,
        ),
        Move(
            ObligationAction.ESCALATE,
            _OPEN,
            by=(Holder.ANSWERING, Holder.ABOVE),
            needs=("reason",),
            event=OwedEvent.ESCALATED,
        ),
        Move(
            ObligationAction.EXTEND,
            _OPEN,
            by=(Holder.ABOVE,),
            needs=("reason", "until"),
            event=OwedEvent.EXTENDED,
        ),
        Move(
            ObligationAction.FULFIL,
            _OPEN,
            to=ObligationStatus.FULFILLED,
            event=OwedEvent.FULFILLED,
        ),
        Move(
            ObligationAction.DROP,
            _OPEN,
            to=ObligationStatus.DROPPED,
            event=OwedEvent.DROPPED,
        ),
    ],
    statuses={
        ObligationStatus.OPEN: Text("跟踪中", "open"),
        ObligationStatus.FULFILLED: Text("已落实", "carried out"),
        ObligationStatus.DROPPED: Text("已取消", "no longer followed up"),
    },
    actions={
        ObligationAction.URGE: Text("催促", "urge"),
        ObligationAction.ESCALATE: Text("上报", "escalate"),
        ObligationAction.EXTEND: Text("延期", "extend"),
        ObligationAction.FULFIL: Text("落实", "carry out"),
        ObligationAction.DROP: Text("取消", "drop"),
    },
    holders={
        Holder.ANSWERING: Text("现负责单位的干部", "an officer of the unit that answers for it"),
        Holder.ABOVE: Text("其上级单位的干部", "an officer of a unit above that one"),
    },
    words={
        "reason": Text("请说明理由。", "Say why."),
        "until": Text("请注明延至何时。", "Say until when."),
    },
)
"""Nobody urges the own unit: who owes it and answers for it escalates, or does it. `fulfil` and `drop` come with what is owed."""
