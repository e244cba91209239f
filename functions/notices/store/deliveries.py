"""The delivery record: which unit was told what, and how each try went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.rules.clocked import Severity
from kernel import clock
from kernel.storage import dynamo
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Ensure, Row, Write
from kernel.storage.unit_of_work import write_unless_moved
from kernel.units import Tier
from notices.rules import entries
from notices.rules.delivery import Delivered, Delivery
from notices.rules.entries import Addressee, Entry
from notices.rules.messages import notice_id
from notices.store.rows import NoticesMeta

# The delivery record proves that a tier was told; logs are kept at least six months (网络安全法
# Art. 23(3)), this a year.
KEEP_DELIVERIES = timedelta(days=366)
A_TRY = timedelta(seconds=60)
"""Longer than any function that sends may run: a try begun before that was cut off."""

HELD = "HELD"
"""The queue of what waits for the end of quiet hours, or for a topic that did not answer."""

# More than one incident can have waiting for one unit.
_LOOK_BACK = 200


_DELIVERED = Codec(Delivered)


class NoticeMoved(Exception):
    """Somebody else held, sent or gave up one of the notices meanwhile; nothing was written."""


class Line(NamedTuple):
    """What keeps its order: one incident's notices to one unit, by topic or by one robot."""

    incident_id: str
    tier: str
    unit: str
    robot_id: str | None


class DeliveryRow(Row):
    """The delivery of one notice: `INC#{incident_id}` / `NOTICE#{seq:06d}#{tier}#{unit}`.

    By a robot it is one of its own: the robot's id follows the unit.

    While it waits it stands in a queue: `queue` and `position`, the keys of the index `by_queue`,
    are there until it is sent or given up. `entry` is what it will be composed from.
    """

    class Meta(NoticesMeta):
        """The notices' table."""

    notice_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    case_code = UnicodeAttribute()
    seq = NumberAttribute()
    event = UnicodeAttribute()
    tier = UnicodeAttribute()
    unit = UnicodeAttribute()
    robot_id = UnicodeAttribute(null=True)
    origin = UnicodeAttribute()
    happened_at = UnicodeAttribute()
    state = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    message_id = UnicodeAttribute(null=True)
    fault = UnicodeAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    position = UnicodeAttribute(null=True)
    release_at = UnicodeAttribute(null=True)
    settings = NumberAttribute(null=True)
    entry = JSONAttribute(null=True)
    updated_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be sent."""
        return Delivery(self.state).is_final

    @property
    def line(self) -> Line:
        """The line whose order it keeps."""
        return Line(self.incident_id, self.tier, self.unit, self.robot_id)

    @property
    def addressee(self) -> Addressee:
        """The unit that is told."""
        return Addressee(Tier(self.tier), self.unit)

    @property
    def severity(self) -> Severity:
        """How pressing its entry is, while it waits."""
        return Severity(self.entry["severity"])

    def read_entry(self) -> Entry:
        """Return the entry it waits with."""
        return entries.read_entry(self.entry)

    def is_being_tried(self, now: datetime) -> bool:
        """Whether somebody may be sending it at this moment."""
        return (
            self.state == Delivery.PENDING
            and int(self.tries) > 0
            and now - clock.from_iso(self.updated_at) < A_TRY
        )


class Facts(NamedTuple):
    """The deliveries of an entry, and in each line the last earlier notice that is still held."""

    rows: list[DeliveryRow]
    held: dict[Line, DeliveryRow]


class Target(NamedTuple):
    """Whom an entry is told to, and how: through the tier's topic (None) or by a robot."""

    addressee: Addressee
    robot_id: str | None = None


def facts_of(entry: Entry, targets: Sequence[Target]) -> Facts:
    """Return an entry's delivery records, new ones where there is none, and who waits before it.

    One Query of the incident's own rows, consistent, newest first.
    """
    page = dynamo.query(
        DeliveryRow,
        ("pk", f"INC#{entry.incident_id}"),
        within=Range("sk", "between", ("NOTICE#", f"NOTICE#{entry.seq:06d}#~")),
        limit=_LOOK_BACK,
        newest_first=True,
        consistent=True,
    )
    found = [DeliveryRow.from_raw_data(item) for item in page.items]
    kept = {row.sk: row for row in found}
    rows = [kept.get(_place(entry, target)) or _first(entry, target) for target in targets]
    held = {row.line: row for row in reversed(found) if row.queue == HELD and row.seq < entry.seq}
    return Facts(rows, held)


def _place(entry: Entry, target: Target) -> str:
    (tier, unit), robot_id = target
    place = f"NOTICE#{entry.seq:06d}#{tier}#{unit}"
    return f"{place}#{robot_id}" if robot_id else place


def _first(entry: Entry, target: Target) -> DeliveryRow:
    addressee = target.addressee
    return DeliveryRow(
        f"INC#{entry.incident_id}",
        _place(entry, target),
        notice_id=notice_id(entry, addressee),
        incident_id=entry.incident_id,
        case_code=entry.case_code,
        seq=entry.seq,
        event=str(entry.event),
        tier=str(addressee.tier),
        unit=addressee.unit,
        robot_id=target.robot_id,
        origin=entry.unit,
        happened_at=clock.iso(entry.at),
        state=str(Delivery.PENDING),
        tries=0,
        updated_at=clock.iso(entry.at),
        expires_at=int((entry.at + KEEP_DELIVERIES).timestamp()),
    )


def as_read(row: DeliveryRow) -> Any:
    """Return the condition that nobody has touched a row since it was read.

    An index may be behind its table: what was read there is only written over if it was true.
    """
    if not (int(row.tries) or row.position):
        return Ensure.is_new
    place = (
        (DeliveryRow.position == row.position)
        if row.position
        else DeliveryRow.position.does_not_exist()
    )
    return (DeliveryRow.tries == int(row.tries)) & place


def write_as_read(writes: Sequence[Write]) -> None:
    """Write what is to become of notices, all or nothing.

    Raises
    ------
    NoticeMoved
        One of them is not as it was read.
    """
    if not write_unless_moved(writes):
        raise NoticeMoved


def trying(rows: Sequence[DeliveryRow]) -> list[Write]:
    """Return the writes that record that notices are about to be sent."""
    writes: list[Write] = []
    for row in rows:
        unchanged = as_read(row)
        row.tries = int(row.tries) + 1
        row.state = str(Delivery.PENDING)
        row.updated_at = clock.iso(clock.now())
        writes.append(Write(row, unchanged))
    return writes


def begin_try(*rows: DeliveryRow) -> None:
    """Record that notices are about to be sent, all or none.

    Raises
    ------
    NoticeMoved
        Somebody else began to send one of them.
    """
    write_as_read(trying(rows))


def tried(
    rows: Sequence[DeliveryRow],
    state: Delivery,
    *,
    message_id: str | None = None,
    fault: str | None = None,
) -> list[Write]:
    """Return the writes that record how a try ended; `sent` is not overwritten by a slower one."""
    for row in rows:
        row.state = str(state)
        row.message_id = message_id
        row.fault = fault
        row.updated_at = clock.iso(clock.now())
        if state.is_final:
            row.queue = row.position = row.release_at = row.settings = row.entry = None
    condition = None if state is Delivery.SENT else _not_sent()
    return [Write(row, condition) for row in rows]


def end_try(
    *rows: DeliveryRow, state: Delivery, message_id: str | None = None, fault: str | None = None
) -> None:
    """Record how a try ended, unless a slower one has been told that it was sent."""
    write_unless_moved(tried(rows, state, message_id=message_id, fault=fault))


def _not_sent() -> Any:
    return DeliveryRow.state.does_not_exist() | (DeliveryRow.state != str(Delivery.SENT))


def page_of(incident_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an incident's deliveries, in the order of its history."""
    within = Range("sk", "begins_with", ("NOTICE#",))
    page = list_page(
        DeliveryRow, ("pk", f"INC#{incident_id}"), within=within, limit=limit, cursor=cursor
    )
    return page._replace(rows=[_DELIVERED.take(row) for row in page.rows])
