"""What every list and every thing of outreach is read by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from enforcement.outreach.store.rows import OutreachStepRow
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, write
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
    details: str | None = None
    addressees: tuple[Addressee, ...] = ()


def note(work: UnitOfWork, pk: str, step: Step) -> None:
    """Keep a step of a thing."""
    row = OutreachStepRow(
        pk,
        f"HIST#{step.seq:06d}",
        seq=step.seq,
        at=clock.iso(clock.now()),
        event=step.event,
        actor=step.actor.person_id,
        actor_name=step.actor.name,
        actor_role=str(step.actor.role) if step.actor.role else None,
        village=step.village,
        due_at=step.due_at,
        said=step.said,
        details=step.details,
        addressees=write(step.addressees),
        change_id=work.change_id,
    )
    work.add(row)


def steps_of(pk: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a thing's history, oldest first."""
    return history_page(OutreachStepRow, pk, limit=limit, cursor=cursor)


def load(key: Key, take: Callable[[Any], Thing]) -> Thing | None:
    """Return a thing as it is now, where nothing is decided."""
    row = read([key], consistent=True)[0]
    return take(row) if row else None


def find(work: UnitOfWork, key: Key, take: Callable[[Any], Thing]) -> Thing | None:
    """Return a thing as it is now, to be decided on."""
    row = work.find(key)
    return take(row) if row else None
