"""A state table as a diagram (Mermaid): one drawing for the developers' pages and for the public's flow charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kernel.states import StateTable
from kernel.texts import Language


def state_diagram(
    table: StateTable[Any, Any, Any],
    *,
    status: Callable[[Any], str],
    action: Callable[[Any], str],
    only: Callable[[Any], bool] = lambda _: True,
) -> list[str]:
    """Return the lines of a state diagram.

    Parameters
    ----------
    status, action
        What a status and an action are called in it.
    only
        Which moves are drawn.
    """
    return [
        "stateDiagram-v2",
        "    direction LR",
        *(f"    {one}: {status(one)}" for one in table.statuses),
        *(
            arrow
            for move in table.moves
            if only(move)
            for arrow in _arrows(move, action(move.action))
        ),
    ]


def flow_chart(table: StateTable[Any, Any, Any], language: Language) -> str:
    """Return the flow chart of a procedure for people: its statuses and the steps that lead on, in their words."""
    lines = state_diagram(
        table,
        status=lambda one: table.statuses[one].say(language),
        action=lambda one: table.actions[one].say(language),
        only=lambda move: move.to is not None,
    )
    return "\n".join(lines)


def _arrows(move: Any, said: str) -> Iterator[str]:
    for origin in sorted(move.origin):
        yield f"    {origin} --> {move.to or origin}: {said}"
