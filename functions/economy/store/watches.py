"""Which villages have a collective, and how far the night's look at each is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from economy.rules.watch import Watch, begun
from economy.store.table import StepRow, ThingRow
from kernel import clock
from kernel.storage.dynamo import Range
from kernel.storage.repository import Placed, Repository
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

_COLLECTIVES = "COLLECTIVES"
WATCHES: Final = Repository(
    ThingRow,
    StepRow,
    "WATCH",
    Watch,
    Text("该集体经济组织", "such collective"),
    lambda one: Placed(_COLLECTIVES, None, one.id, one.wake_at),
)


def begin_watch(work: UnitOfWork, village: str) -> None:
    """Let a village of which something is kept here be looked at every night from now on."""
    if WATCHES.find(work, village) is None:
        WATCHES.save(work, begun(village, clock.now()))


def collectives_in(unit: str) -> Iterator[str]:
    """Give the villages within a place that have a collective, in the order of their codes; never on a request's path."""
    within = Range("place", "begins_with", (unit,))
    yield from (one.id for one in WATCHES.every_in_list(_COLLECTIVES, within))
