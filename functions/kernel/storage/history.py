"""Steps of things: what the history says of a change, kept in its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, write
from kernel.storage.rows import Key, Row, SparseDocumentAttribute
from kernel.storage.unit_of_work import UnitOfWork


class StepRow(Row):
    """One step of a thing, append-only: beside it, `HIST#{seq}`; `addressees` is who is to hear of it (`kernel.addressees`)."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    village = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    details = SparseDocumentAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, pk: str, seq: int) -> Key:
        """Return where a step of a thing is."""
        return Key(cls, pk, f"HIST#{seq:06d}")


class Step(NamedTuple):
    """What the history says of a change.

    Attributes
    ----------
    said
        What was said with it, for those who may read the history; never in a notice.
    unit
        The unit it is of: what a notice names as its place.
    details
        What else a later reader needs: values that were, and are.
    """

    event: str
    actor: Actor
    said: str | None = None
    unit: str | None = None
    due_at: datetime | None = None
    details: Mapping[str, Any] | None = None
    addressees: Sequence[Addressee] = ()


def note_step(
    work: UnitOfWork, rows: type[StepRow], pk: str, seq: int, step: Step, number: int = 0
) -> None:
    """Note a step of a thing in the transaction of the change.

    Parameters
    ----------
    seq
        The version it leads to.
    number
        Which step of that change it is: the second stands behind the first.
    """
    key = rows.key(pk, seq)
    work.add(
        rows(
            key.pk,
            key.sk + (f".{number}" if number else ""),
            seq=seq,
            at=clock.iso(clock.now()),
            event=str(step.event),
            actor=step.actor.person_id,
            actor_name=step.actor.name,
            actor_role=str(step.actor.role) if step.actor.role else None,
            village=step.unit,
            due_at=clock.iso(step.due_at) if step.due_at else None,
            reason=step.said,
            details=dict(step.details) if step.details else None,
            addressees=write(step.addressees),
            change_id=work.change_id,
        )
    )
