"""What every list and every thing of outreach is read by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from enforcement.store.kept import StepRow
from kernel.storage.dynamo import read
from kernel.storage.history import Step, note_step
from kernel.storage.lists import Listed, history_page
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork

Thing = TypeVar("Thing")


def note(work: UnitOfWork, pk: str, seq: int, step: Step) -> None:
    """Keep a step of a thing."""
    note_step(work, StepRow, pk, seq, step)


def steps_of(pk: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a thing's history, oldest first."""
    return history_page(StepRow, pk, limit=limit, cursor=cursor)


def load(key: Key, take: Callable[[Any], Thing]) -> Thing | None:
    """Return a thing as it is now, where nothing is decided."""
    row = read([key], consistent=True)[0]
    return take(row) if row else None


def find(work: UnitOfWork, key: Key, take: Callable[[Any], Thing]) -> Thing | None:
    """Return a thing as it is now, to be decided on."""
    row = work.find(key)
    return take(row) if row else None
