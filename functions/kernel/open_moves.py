"""What whoever asks may do with a thing now, with what each step is called and what must be said with it."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel.states import StateTable
from kernel.texts import Language


class NeedView(TypedDict):
    """A field of the request that must be filled in, and what is asked for."""

    field: str
    asked: str


class OpenMoveView(TypedDict):
    """A step that is open to the caller."""

    action: str
    name: Annotated[str, Field(description="As people call it / 操作名称")]
    needs: list[NeedView]


def open_moves(
    table: StateTable[Any, Any, Any], status: str, actions: Iterable[str], language: Language
) -> list[OpenMoveView]:
    """Return steps that are open, in the order of `actions`; what the table does not know from this status is told by its name alone."""
    moves = [(action, table.find(status, action)) for action in actions]
    return [
        {
            "action": str(action),
            "name": table.actions[action].say(language),
            "needs": [
                {"field": field, "asked": table.words[field].say(language)}
                for field in (move.needs if move else ())
            ],
        }
        for action, move in moves
    ]
