"""The life of an idea."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class IdeaStatus(StrEnum):
    """Where an idea stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"


class IdeaAction(StrEnum):
    """What is done to an idea."""

    SECOND = "second"
    ADOPT = "adopt"
    DECLINE = "decline"


_OPEN = frozenset({IdeaStatus.OPEN})

IDEAS: StateTable[IdeaAction, IdeaStatus, Holder] = StateTable(
    Text("点子", "The idea"),
    [
        Move(IdeaAction.SECOND, _OPEN, IdeaStatus.OPEN, (Holder.VILLAGER,)),
        Move(IdeaAction.ADOPT, _OPEN, IdeaStatus.ADOPTED, (Holder.KEEPER,), ("answer", "type")),
        Move(IdeaAction.DECLINE, _OPEN, IdeaStatus.DECLINED, (Holder.KEEPER,), ("answer",)),
    ],
    statuses={
        IdeaStatus.OPEN: Text("待答复", "to be answered"),
        IdeaStatus.ADOPTED: Text("已采纳", "adopted"),
        IdeaStatus.DECLINED: Text("未采纳", "declined"),
    },
    actions={
        IdeaAction.SECOND: Text("附议", "second"),
        IdeaAction.ADOPT: Text("采纳", "adopt"),
        IdeaAction.DECLINE: Text("不予采纳", "decline"),
    },
    holders=HOLDER_NAMES,
    words={
        "answer": Text("须答复。", "Answer it."),
        "type": Text("采纳须写明事项类别。", "Say as which kind of matter it is adopted."),
    },
)
