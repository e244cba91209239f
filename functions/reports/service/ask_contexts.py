"""Ask the contexts for the events of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from kernel.figures import Asked, Counted
from reports.rules.figures import Definition

_ANSWERING: Final = (
    "assembly.service.figures",
    "economy.service.figures",
    "enforcement.service.figures",
    "incidents.service.figures",
    "points.service.figures",
    "services.service.figures",
)
"""What `counted` of each context loads when it is asked; named here, so that it is packed with the functions of reports alone."""


def events_of(definition: Definition, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure, as the context that keeps them has them."""
    assert f"{definition.source}.service.figures" in _ANSWERING, definition.source
    context: Any = import_module(definition.source)
    found: Iterator[Counted] = context.counted(definition.name, asked)
    return found


def count_now(definition: Definition, asked: Asked) -> int:
    """Return what a figure of a small unit comes to, at once; whatever may be long is left to a `Count`."""
    return sum(event.amount for event in events_of(definition, asked))
