"""The life of a body's composition: drafted, then in force or dropped."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class CompositionStatus(StrEnum):
    """Where a composition stands."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class CompositionAction(StrEnum):
    """What is done to a composition; once it is settled a new one takes its place."""

    ADD_MEMBERS = "add_members"
    CONFIRM = "confirm"
    DISCARD = "discard"


_DRAFT = frozenset({CompositionStatus.DRAFT})
_BY = (Holder.KEEPER, Holder.GUIDE)

COMPOSITIONS: StateTable[CompositionAction, CompositionStatus, Holder] = StateTable(
    Text("成员名单", "The composition"),
    [
        Move(CompositionAction.ADD_MEMBERS, _DRAFT, CompositionStatus.DRAFT, _BY),
        Move(CompositionAction.CONFIRM, _DRAFT, CompositionStatus.CONFIRMED, _BY),
        Move(CompositionAction.DISCARD, _DRAFT, CompositionStatus.DISCARDED, _BY),
    ],
    statuses={
        CompositionStatus.DRAFT: Text("草稿", "a draft"),
        CompositionStatus.CONFIRMED: Text("已确认", "confirmed"),
        CompositionStatus.DISCARDED: Text("已作废", "discarded"),
    },
    actions={
        CompositionAction.ADD_MEMBERS: Text("追加成员", "add members"),
        CompositionAction.CONFIRM: Text("确认", "confirm"),
        CompositionAction.DISCARD: Text("作废", "discard"),
    },
    holders=HOLDER_NAMES,
)
