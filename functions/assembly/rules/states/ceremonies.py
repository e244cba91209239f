"""The life of a registered ceremony."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class CeremonyStatus(StrEnum):
    """Where a registration stands."""

    REGISTERED = "registered"
    ADVISED = "advised"
    FOLLOWED_UP = "followed_up"
    CANCELLED = "cancelled"


class CeremonyAction(StrEnum):
    """What is done to a registration."""

    ADVISE = "advise"
    FOLLOW_UP = "follow_up"
    CANCEL = "cancel"


_AHEAD = frozenset({CeremonyStatus.REGISTERED, CeremonyStatus.ADVISED})
_AFTER = frozenset({CeremonyStatus.FOLLOWED_UP})
_COUNCIL = (Holder.KEEPER, Holder.COUNCIL)
_ADVICE = ("measure", "text")

CEREMONIES: StateTable[CeremonyAction, CeremonyStatus, Holder] = StateTable(
    Text("红白事登记", "The ceremony"),
    [
        Move(CeremonyAction.ADVISE, _AHEAD, CeremonyStatus.ADVISED, _COUNCIL, _ADVICE),
        # What was exceeded is known for sure only afterwards, and warned of then.
        Move(CeremonyAction.ADVISE, _AFTER, CeremonyStatus.FOLLOWED_UP, _COUNCIL, _ADVICE),
        Move(
            CeremonyAction.FOLLOW_UP,
            _AHEAD,
            CeremonyStatus.FOLLOWED_UP,
            _COUNCIL,
            ("text", "actual"),
        ),
        Move(
            CeremonyAction.CANCEL, _AHEAD, CeremonyStatus.CANCELLED, (Holder.REGISTRANT, *_COUNCIL)
        ),
    ],
    statuses={
        CeremonyStatus.REGISTERED: Text("已登记", "registered"),
        CeremonyStatus.ADVISED: Text("已劝导", "advised"),
        CeremonyStatus.FOLLOWED_UP: Text("已回访", "followed up"),
        CeremonyStatus.CANCELLED: Text("已取消", "cancelled"),
    },
    actions={
        CeremonyAction.ADVISE: Text("劝导", "advise"),
        CeremonyAction.FOLLOW_UP: Text("回访", "follow up"),
        CeremonyAction.CANCEL: Text("取消", "cancel"),
    },
    holders=HOLDER_NAMES,
    words={
        "measure": Text("须写明采取的方式。", "Say which measure it is."),
        "text": Text("须写明情况。", "Say what was said or seen."),
        "actual": Text("须填写实际规模。", "Say how large it was."),
    },
)
