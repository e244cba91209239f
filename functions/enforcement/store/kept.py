"""Things that are kept whole, as the document of a record in one attribute (`kernel.storage.codec`), and the histories beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.store.table import EnforcementMeta
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, write
from kernel.storage.rows import Key, Row, SparseDocumentAttribute
from kernel.storage.unit_of_work import UnitOfWork


class KeptRow(Row):
    """A thing that is kept whole; what it says for an index stands beside its document."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)


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
    village = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, pk: str, seq: int) -> Key:
        """Return where a step of a thing is."""
        return Key(cls, pk, f"HIST#{seq:06d}")


def note_step(
    work: UnitOfWork,
    pk: str,
    seq: int,
    event: str,
    actor: Actor,
    now: datetime,
    *,
    village: str | None = None,
    due_at: str | None = None,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: Sequence[Addressee] = (),
) -> None:
    """Note a step of a thing in the transaction of the change."""
    key = StepRow.key(pk, seq)
    work.add(
        StepRow(
            key.pk,
            key.sk,
            seq=seq,
            at=clock.iso(now),
            event=event,
            actor=actor.person_id,
            actor_name=actor.name,
            actor_role=str(actor.role) if actor.role else None,
            village=village,
            due_at=due_at,
            reason=reason,
            details=as_json(details) if details else None,
            addressees=write(addressees),
            change_id=work.change_id,
        )
    )


def as_json(body: Any) -> str:
    """Write a document with Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
