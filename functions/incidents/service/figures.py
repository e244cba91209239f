"""The events of the figures of incidents, as they stood at a cut-off; read through the index of their unit, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from incidents.rules.ended import Stood
from incidents.rules.states import Status
from incidents.store.figures import Reported, reported, stood_by
from kernel.clock import day_of
from kernel.figures import Asked, Counted

_NOT_COUNTED: Final = frozenset({Status.MERGED, Status.CANCELLED})
"""What was merged is counted as what it was merged into; what was withdrawn was none."""
_A_READ: Final = 100


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the incidents of a figure, on the day they were reported."""
    counts = _FIGURES[figure]
    found = reported(asked)
    while some := list(islice(found, _A_READ)):
        stood = stood_by([one.id for one in some], asked.cut_off)
        for one, how in zip(some, stood, strict=True):
            if how.ended not in _NOT_COUNTED and counts(how):
                yield _event(one, asked)


def _event(one: Reported, asked: Asked) -> Counted:
    return Counted(f"incident:{one.id}", asked.unit, day_of(one.at))


_FIGURES: Final[Mapping[str, Callable[[Stood], bool]]] = {
    "incidents_reported": lambda how: True,  # noqa: ARG005 - whatever became of it
    "incidents_confirmed": lambda how: how.ended is Status.CONFIRMED,
    "incidents_returned": lambda how: how.returned,
    "incidents_reopened": lambda how: how.reopened,
    "incidents_hard": lambda how: how.returned or how.reopened,
}
"""By figure, which of the incidents that are matters of their own it counts."""
