"""What takes effect by itself on its day: rows that wake, found in the index `by_wake` and seen to one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Final, NamedTuple

from kernel import clock
from kernel.observability import count_failures, log, log_fault
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row
from kernel.storage.rows import Row

WAITING: Final = "WAITING"
"""The hash key in `by_wake` of every row that wakes; a row that is done with leaves the index by having none."""

Effect = Callable[[str], None]
"""Lets a thing take effect by its id; does nothing where it is not due any more, as the index is a hint."""


class Later(NamedTuple):
    """An effect whose module loads when a thing of its kind wakes: most runs of a clock find nothing due."""

    module: str
    name: str

    def load(self) -> Effect:
        """Return the effect itself."""
        effect: Effect = getattr(import_module(self.module), self.name)
        return effect

    def __call__(self, thing: str) -> None:
        """Let a thing take effect by its id."""
        self.load()(thing)


def due_by(index_row: type[Row], now: datetime) -> Iterable[tuple[str, str]]:
    """Return kind and id of what is due, by the keys `KIND#id`, what has waited longest first."""
    due = Range("wake_at", "<=", (clock.iso(now),))
    for row in every_row(index_row, ("clock", WAITING), index="by_wake", within=due):
        kind, _, name = row.pk.partition("#")
        yield kind, name


def wake_due(index_row: type[Row], effects: Mapping[str, Effect], seconds: float = 40.0) -> int:
    """Let everything due take effect; return how much was seen to.

    One thing that cannot be seen to does not keep the others waiting: it is logged and counted as `ClockFailures`, and comes again.

    Parameters
    ----------
    index_row
        A row of the context's table, by whose keys the index is read.
    effects
        By kind, the part of a key before `#`, what waking means.
    seconds
        When to stop and leave the rest to the next run.
    """
    begun, seen = clock.now(), 0
    for kind, name in due_by(index_row, begun):
        if clock.now() - begun > timedelta(seconds=seconds):
            log.warning("more is due than one run can see to")
            break
        try:
            effects[kind](name)
            seen += 1
        except Exception as fault:  # noqa: BLE001
            log_fault("could not take effect", fault, kind=kind, id=name)
            count_failures()
    return seen
