"""The life of a publication, and of an objection to it."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class PublicationStatus(StrEnum):
    """Whether a publication is up."""

    UP = "up"
    TAKEN_DOWN = "taken_down"


class PublicationAction(StrEnum):
    """What is done to a publication."""

    OBJECT = "object"
    TAKE_DOWN = "take_down"


class ObjectionStatus(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    ANSWERED = "answered"


class ObjectionAction(StrEnum):
    """What is done to an objection."""

    ANSWER = "answer"


_UP = frozenset({PublicationStatus.UP})

PUBLICATIONS: StateTable[PublicationAction, PublicationStatus, Holder] = StateTable(
    Text("公开内容", "The publication"),
    [
        Move(PublicationAction.OBJECT, _UP, PublicationStatus.UP, (Holder.VILLAGER,), ("text",)),
        Move(
            PublicationAction.TAKE_DOWN,
            _UP,
            PublicationStatus.TAKEN_DOWN,
            (Holder.KEEPER, Holder.GUIDE),
        ),
    ],
    statuses={
        PublicationStatus.UP: Text("公开中", "up"),
        PublicationStatus.TAKEN_DOWN: Text("已撤下", "taken down"),
    },
    actions={
        PublicationAction.OBJECT: Text("提出异议", "object"),
        PublicationAction.TAKE_DOWN: Text("撤下", "take down"),
    },
    holders=HOLDER_NAMES,
    words={"text": Text("须写明异议。", "Say what is doubted.")},
)

OBJECTIONS: StateTable[ObjectionAction, ObjectionStatus, Holder] = StateTable(
    Text("异议", "The objection"),
    [
        Move(
            ObjectionAction.ANSWER,
            frozenset({ObjectionStatus.OPEN}),
            ObjectionStatus.ANSWERED,
            (Holder.KEEPER,),
            ("answer",),
        )
    ],
    statuses={
        ObjectionStatus.OPEN: Text("待答复", "to be answered"),
        ObjectionStatus.ANSWERED: Text("已答复", "answered"),
    },
    actions={ObjectionAction.ANSWER: Text("答复", "answer")},
    holders=HOLDER_NAMES,
    words={"answer": Text("须答复。", "Answer it.")},
)
