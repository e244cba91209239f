"""What is attached to incidents, in DynamoDB: beside the incident's row, never in it.

A change and its history entry are one transaction, conditional on the version it was decided on. Announcing also counts, so that two
requests at once cannot both take the last place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY, ClocksMeta
from incidents.media.rules import Attached, Event, Kind, Media, Refusal, State
from kernel import clock, paging
from kernel.actors import CLOCK
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.storage.unit_of_work import SomebodyWasFaster

_ATTEMPTS = 3
_MOST = paging.MAX_LIMIT
_A_SWEEP = 100
_KEEP_DAILY_COUNT = timedelta(days=2)
_LOOKED_FOR = f"MEDIA#{COUNTY}"

CHECKER = CLOCK.person_id
"""Who acts when nobody does: the checker, or time."""


class MediaRow(Row):
    """Something attached: `INC#{incident}` / `MEDIA#{id}`. Attributes are those of `rules.Media`.

    Pending ones stand in the wake-up index under a partition of their own, apart from the incidents' clocks.
    """

    class Meta(ClocksMeta):
        """The incidents' table."""

    media_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    content_type = UnicodeAttribute()
    size = NumberAttribute()
    uploader = UnicodeAttribute()
    uploader_role = UnicodeAttribute(null=True)
    announced_at = UnicodeAttribute()
    upload_until = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)
    tries = NumberAttribute()
    steps = NumberAttribute()
    version = NumberAttribute()
    reason = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    clean_size = NumberAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    seconds = NumberAttribute(null=True)

    @classmethod
    def key(cls, incident_id: str, media_id: str) -> Key:
        """Return where something attached is."""
        return Key(cls, f"INC#{incident_id}", f"MEDIA#{media_id}")


class MediaStepRow(Row):
    """One step of something attached: `INC#{incident}` / `MSTEP#{id}#{seq}`; written once, never changed."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)


class MediaTallyRow(Row):
    """How much was ever announced for an incident: `INC#{incident}` / `MEDIATALLY`; every announcement moves it on."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    announced = NumberAttribute()

    @classmethod
    def key(cls, incident_id: str) -> Key:
        """Return where the tally of an incident is."""
        return Key(cls, f"INC#{incident_id}", "MEDIATALLY")


class UploadsTodayRow(Row):
    """How much a person announced on a day: `UPLOADS#{person}#{day}` / `UPLOADS`; gone two days later."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    announced = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, person_id: str, day: date) -> Key:
        """Return where a person's count of a day is."""
        return Key(cls, f"UPLOADS#{person_id}#{day.isoformat()}", "UPLOADS")


def load(incident_id: str, media_id: str) -> Media | None:
    """Return something attached as it is now, or None."""
    row = read([MediaRow.key(incident_id, media_id)], consistent=True)[0]
    return from_row(row) if row else None


def media_of(incident_id: str) -> list[Media]:
    """Return everything ever announced for an incident, in any state, oldest first: at most a page, as the limits see to."""
    page = query(
        MediaRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("MEDIA#",)),
        limit=_MOST,
        consistent=True,
    )
    return [from_row(MediaRow.from_raw_data(item)) for item in page.items]


def media_page(incident_id: str, limit: int, cursor: str | None) -> tuple[list[Media], str | None]:
    """Return one page of what was announced for an incident, oldest first."""
    listing = f"media {incident_id}"
    page = query(
        MediaRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("MEDIA#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        consistent=True,
    )
    found = [from_row(MediaRow.from_raw_data(item)) for item in page.items]
    return found, paging.encode(listing, page.next_key)


def steps_of(media: Media) -> list[MediaStepRow]:
    """Return the history of something attached, oldest first (there are three steps at most)."""
    page = query(
        MediaStepRow,
        ("pk", f"INC#{media.incident_id}"),
        within=Range("sk", "begins_with", (f"MSTEP#{media.id}#",)),
        limit=_MOST,
        consistent=True,
    )
    return [MediaStepRow.from_raw_data(item) for item in page.items]


def announce(
    incident_id: str, person_id: str, decide: Callable[[Attached], Media], once: Once | None
) -> tuple[Media, bool]:
    """Decide on an announcement and keep it; of several at once each is decided on what the others left.

    Parameters
    ----------
    decide
        The rule: gives what is attached, or raises the refusal.

    Returns
    -------
    Media, bool
        What is attached, and whether an earlier request under the same key had announced it.

    Raises
    ------
    SomebodyWasFaster
        Others kept announcing at the same time.
    """
    day = clock.today()
    tally_key, daily_key = MediaTallyRow.key(incident_id), UploadsTodayRow.key(person_id, day)
    for _ in range(_ATTEMPTS):
        rows = read([tally_key, daily_key, *([once.key] if once else [])], consistent=True)
        tally, daily = rows[0], rows[1]
        answered = once.replay(rows[2]) if once else None
        if answered:
            return _announced_before(incident_id, answered), True
        attached = Attached(media_of(incident_id), int(daily.announced) if daily else 0)
        media = decide(attached)
        writes = [
            Write(to_row(media), Ensure.is_new),
            _step(media, Event.ANNOUNCED, media.uploader, media.announced_at),
            _next(MediaTallyRow, tally_key, tally),
            _next(UploadsTodayRow, daily_key, daily, expires_at=_gone(media.announced_at)),
        ]
        if once:
            kept = Answered(201, json.dumps({"media_id": media.id}))
            writes.append(once.record(kept, media.announced_at))
        try:
            write(writes)
        except ConditionFailed:
            # Either somebody was faster, or this very write arrived and its answer was lost.
            if load(incident_id, media.id) is None:
                continue
        return media, False
    raise SomebodyWasFaster


def _announced_before(incident_id: str, answered: Answered) -> Media:
    media = load(incident_id, json.loads(answered.body)["media_id"])
    assert media is not None, "no row of media is ever deleted"
    return media


def _next(model: type[Any], key: Key, before: Any, **more: Any) -> Write:
    """Return the write that counts one more, if nobody counted since."""
    if before is None:
        return Write(model(key.pk, key.sk, announced=1, **more), Ensure.is_new)
    row = model(key.pk, key.sk, announced=int(before.announced) + 1, **more)
    return Write(row, model.announced == before.announced)


def _gone(at: datetime) -> int:
    return int((at + _KEEP_DAILY_COUNT).timestamp())


def save(
    before: Media, after: Media, event: Event | None, actor: str, *, role: str | None = None
) -> bool:
    """Keep a change with its history entry; False when somebody changed it since `before` was read.

    Parameters
    ----------
    event
        None for what is no step of its own (a try, another look).
    """
    writes = [Write(to_row(after), MediaRow.version == before.version)]
    if event:
        assert after.decided_at is not None
        writes.append(_step(after, event, actor, after.decided_at, role))
    try:
        write(writes)
    except ConditionFailed:
        # A write whose answer was lost has arrived all the same.
        return load(after.incident_id, after.id) == after
    return True


def _step(media: Media, event: Event, actor: str, at: datetime, role: str | None = None) -> Write:
    row = MediaStepRow(
        f"INC#{media.incident_id}",
        f"MSTEP#{media.id}#{media.steps:04d}",
        seq=media.steps,
        at=clock.iso(at),
        event=str(event),
        actor=actor,
        actor_role=role or (media.uploader_role if actor == media.uploader else None),
        kind=str(media.kind),
        reason=str(media.reason) if media.reason else None,
    )
    return Write(row, Ensure.is_new)


def looked_for(now: datetime) -> Iterator[tuple[str, str]]:
    """Give incident and id of everything pending whose time to be looked for has come, the longest waiting first."""
    start: dict[str, Any] | None = None
    while True:
        page = query(
            MediaRow,
            ("clock", _LOOKED_FOR),
            index="by_wake",
            within=Range("wake_at", "<=", (clock.iso(now),)),
            limit=_A_SWEEP,
            start=start,
        )
        for item in page.items:
            yield item["pk"]["S"].removeprefix("INC#"), item["sk"]["S"].removeprefix("MEDIA#")
        start = page.next_key
        if start is None:
            return


_KINDS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "state": State,
    "reason": Refusal,
    "seconds": float,
    **dict.fromkeys(("size", "tries", "steps", "version", "clean_size", "width", "height"), int),
    **dict.fromkeys(("announced_at", "upload_until", "wake_at", "decided_at"), clock.from_iso),
}
_FIELDS = tuple(field.name for field in fields(Media) if field.name != "id")


def to_row(media: Media) -> MediaRow:
    """Return the row of something attached."""
    key = MediaRow.key(media.incident_id, media.id)
    # The wake-up index holds only what still has to be looked for.
    row = MediaRow(key.pk, key.sk, media_id=media.id, clock=_LOOKED_FOR if media.wake_at else None)
    for name in _FIELDS:
        value = getattr(media, name)
        if isinstance(value, datetime):
            value = clock.iso(value)
        elif isinstance(value, StrEnum):
            value = str(value)
        setattr(row, name, value)
    return row


def from_row(row: MediaRow) -> Media:
    """Return what a row holds."""
    values: dict[str, Any] = {"id": row.media_id, "wake_at": None}
    for name in _FIELDS:
        value = getattr(row, name)
        if value is not None:
            kind = _KINDS.get(name)
            values[name] = kind(value) if kind else value
    return Media(**values)
