"""The delivery record: which unit was told what, and what still waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock, dynamo
from kernel.dynamo import ConditionFailed, Ensure, Key, Page, Range, Row, Write
from notices import rules
from notices.rules import Addressee, Delivery, Entry
from notices.store.base import NoticesMeta

# The delivery record proves that a tier was told; logs are kept at least six months (网络安全法
# Art. 23(3)), this a year.
KEEP_DELIVERIES = timedelta(days=366)


class DeliveryRow(Row):
    """The delivery of one notice: `INC#{incident_id}` / `NOTICE#{seq:06d}#{tier}#{unit}`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    notice_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    case_code = UnicodeAttribute()
    seq = NumberAttribute()
    event = UnicodeAttribute()
    tier = UnicodeAttribute()
    unit = UnicodeAttribute()
    origin = UnicodeAttribute()
    happened_at = UnicodeAttribute()
    state = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    message_id = UnicodeAttribute(null=True)
    fault = UnicodeAttribute(null=True)
    updated_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, entry: Entry, addressee: Addressee) -> Key:
        """Return where the delivery of an entry to an addressee is recorded."""
        return Key(
            cls,
            f"INC#{entry.incident_id}",
            f"NOTICE#{entry.seq:06d}#{addressee.tier}#{addressee.unit}",
        )

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be sent."""
        return Delivery(self.state).is_final


def deliveries_of(entry: Entry) -> list[DeliveryRow]:
    """Return the delivery records of an entry, one per addressee; new ones where there is none."""
    keys = [DeliveryRow.key(entry, addressee) for addressee in entry.addressees]
    kept: list[DeliveryRow | None] = dynamo.read(keys, consistent=True) if keys else []
    return [
        row or _first(entry, addressee, key)
        for row, addressee, key in zip(kept, entry.addressees, keys, strict=True)
    ]


def _first(entry: Entry, addressee: Addressee, key: Key) -> DeliveryRow:
    return DeliveryRow(
        key.pk,
        key.sk,
        notice_id=rules.notice_id(entry, addressee),
        incident_id=entry.incident_id,
        case_code=entry.case_code,
        seq=entry.seq,
        event=str(entry.event),
        tier=str(addressee.tier),
        unit=addressee.unit,
        origin=entry.unit,
        happened_at=clock.iso(entry.at),
        state=str(Delivery.PENDING),
        tries=0,
        updated_at=clock.iso(entry.at),
        expires_at=int((entry.at + KEEP_DELIVERIES).timestamp()),
    )


def begin_try(row: DeliveryRow) -> None:
    """Record that a notice is about to be sent.

    Raises
    ------
    ConditionFailed
        Another consumer began the same try.
    """
    seen = int(row.tries)
    row.tries = seen + 1
    row.state = str(Delivery.PENDING)
    row.updated_at = clock.iso(clock.now())
    dynamo.write([Write(row, (DeliveryRow.tries == seen) if seen else Ensure.is_new)])


def end_try(
    row: DeliveryRow, state: Delivery, *, message_id: str | None = None, fault: str | None = None
) -> None:
    """Record how a try ended; `sent` is not overwritten by a slower try that failed."""
    row.state = str(state)
    row.message_id = message_id
    row.fault = fault
    row.updated_at = clock.iso(clock.now())
    try:
        dynamo.write([Write(row, None if state is Delivery.SENT else _not_sent())])
    except ConditionFailed:
        return


def _not_sent() -> Any:
    return DeliveryRow.state.does_not_exist() | (DeliveryRow.state != str(Delivery.SENT))


def page_of(
    incident_id: str, limit: int, start: dict[str, Any] | None
) -> tuple[list[DeliveryRow], Page]:
    """Return one page of an incident's deliveries, in the order of its history."""
    page = dynamo.query(
        DeliveryRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("NOTICE#",)),
        limit=limit,
        start=start,
    )
    return [DeliveryRow.from_raw_data(item) for item in page.items], page
