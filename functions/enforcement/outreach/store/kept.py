"""What every list and every thing of outreach is read by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from enforcement.store.kept import StepRow, note_step
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, history_page
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork

Thing = TypeVar("Thing")


class Step(NamedTuple):
    """One step of a thing's history, and who is to hear of it."""

    seq: int
    event: str
    actor: Actor
    said: str | None = None
    village: str | None = None
    due_at: str | None = None
    details: Mapping[str, Any] | None = None
    addressees: tuple[Addressee, ...] = ()


def note(work: UnitOfWork, pk: str, step: Step) -> None:
    """Keep a step of a thing."""
    note_step(
        work,
        pk,
        step.seq,
        step.event,
        step.actor,
        clock.now(),
        village=step.village,
        due_at=step.due_at,
        reason=step.said,
        details=step.details,
        addressees=step.addressees,
    )


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
