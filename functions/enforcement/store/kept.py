"""Things that are kept whole, as the JSON of a flat record in one attribute, and the histories beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.store.table import EnforcementMeta
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, write
from kernel.storage.codec import Codec
from kernel.storage.rows import Row
from kernel.storage.unit_of_work import UnitOfWork

Thing = TypeVar("Thing")


class KeptRow(Row):
    """A thing that is kept whole; what it says for an index stands beside its document."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)


class Whole(Generic[Thing]):
    """How a kind of flat record is written as the document of a row, and read again.

    Parameters
    ----------
    record
        Of texts, numbers, instants, days, choices, and tuples of these (`kernel.storage.codec`).
    """

    def __init__(self, record: type[Thing]) -> None:
        self._codec = Codec(record)

    def write(self, thing: Thing) -> str:
        """Return the document of a record; what is nothing is left out."""
        said = SimpleNamespace()
        self._codec.put(said, thing)
        return as_json({name: value for name, value in vars(said).items() if value is not None})

    def read(self, document: str) -> Thing:
        """Return the record a document keeps."""
        return self._codec.take(_Said(json.loads(document)))


class _Said:
    """A document as the codec asks it: what it does not say is nothing."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said

    def __getattr__(self, name: str) -> Any:
        return self._said.get(name)


class StepRow(Row):
    """One step of a thing, append-only: beside it, `HIST#{seq}`; `addressees` is who is to hear of it (`kernel.addressees`)."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()


def note_step(
    work: UnitOfWork,
    pk: str,
    seq: int,
    event: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: Sequence[Addressee] = (),
) -> None:
    """Note a step of a thing in the transaction of the change."""
    work.add(
        StepRow(
            pk,
            f"HIST#{seq:06d}",
            seq=seq,
            at=clock.iso(now),
            event=event,
            actor=actor.person_id,
            actor_name=actor.name,
            actor_role=str(actor.role) if actor.role else None,
            reason=reason,
            details=as_json(details) if details else None,
            addressees=write(addressees),
            change_id=work.change_id,
        )
    )


def as_json(body: Any) -> str:
    """Write a document with Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
