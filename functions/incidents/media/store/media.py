"""What is attached to incidents and inspections: each with its history, how much there is of it, and what is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from incidents.media.rules.media import (
    Change,
    Media,
    Step,
    Subject,
    SubjectKind,
    photos_shown,
)
from incidents.media.rules.upload_states import Event
from incidents.media.store.rows import (
    LOOKED_FOR,
    MediaRow,
    MediaStepRow,
    MediaTallyRow,
    UploadsTodayRow,
    from_row,
    partition,
    subject_of,
    to_row,
)
from incidents.store.rows import PHOTOS, IncidentRow
from kernel import clock, paging
from kernel.actors import CLOCK
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Alter, Check, Ensure, Key, Write
from kernel.storage.unit_of_work import UnitOfWork, write_unless_moved

_MOST = paging.MAX_LIMIT
_KEEP_DAILY_COUNT = timedelta(days=2)

CHECKER = CLOCK.person_id
"""Who acts when nobody does: the checker, or time."""


def find(work: UnitOfWork, subject: Subject, media_id: str) -> Media | None:
    """Return something attached as it is now."""
    row: MediaRow | None = work.find(MediaRow.key(subject, media_id))
    return from_row(row) if row else None


def load(subject: Subject, media_id: str) -> Media | None:
    """Return something attached as it is now, where nothing is decided."""
    row = read([MediaRow.key(subject, media_id)], consistent=True)[0]
    return from_row(row) if row else None


def media_of(subject: Subject) -> list[Media]:
    """Return everything ever announced for a subject, in any state, oldest first; the limits bound what each person announces."""
    within = Range("sk", "begins_with", ("MEDIA#",))
    return [from_row(row) for row in every_row(MediaRow, ("pk", partition(subject)), within=within)]


def media_page(subject: Subject, limit: int, cursor: str | None) -> Listed:
    """Return one page of what was announced for a subject, oldest first."""
    page = list_page(
        MediaRow,
        ("pk", partition(subject)),
        within=Range("sk", "begins_with", ("MEDIA#",)),
        limit=limit,
        cursor=cursor,
    )
    return page._replace(rows=[from_row(row) for row in page.rows])


def steps_of(media: Media) -> list[Step]:
    """Return the history of something attached, oldest first (there are three steps at most)."""
    page = list_page(
        MediaStepRow,
        ("pk", partition(media.subject)),
        within=Range("sk", "begins_with", (f"MSTEP#{media.id}#",)),
        limit=_MOST,
    )
    return [Step(clock.from_iso(row.at), Event(row.event), row.reason) for row in page.rows]


def announced_today(work: UnitOfWork, subject: Subject, person_id: str, day: date) -> int:
    """Return how much a person announced on a day; with it is read how much there is on the subject."""
    daily = UploadsTodayRow.key(person_id, day)
    work.load([MediaTallyRow.key(subject), daily])
    row: UploadsTodayRow | None = work.find(daily)
    return int(row.announced) if row else 0


def announce(work: UnitOfWork, media: Media, day: date) -> None:
    """Keep an announcement; it counts, so that of two at once only one takes the last place."""
    work.add(to_row(media), _step(work, media, Event.ANNOUNCED, media.uploader, media.announced_at))
    _count(work, MediaTallyRow, MediaTallyRow.key(media.subject))
    gone = int((media.announced_at + _KEEP_DAILY_COUNT).timestamp())
    _count(work, UploadsTodayRow, UploadsTodayRow.key(media.uploader, day), expires_at=gone)


def _count(work: UnitOfWork, model: type[Any], key: Key, **more: Any) -> None:
    """Count one more, if nobody counted since."""
    before = work.find(key)
    unmoved = Ensure.is_new if before is None else model.announced == before.announced
    announced = 1 if before is None else int(before.announced) + 1
    work.write(Write(model(key.pk, key.sk, announced=announced, **more), unmoved))


def save(work: UnitOfWork, change: Change, actor: str, *, role: str | None = None) -> None:
    """Keep a change with its history entry."""
    after, event = change
    work.save(to_row(after))
    if event:
        assert after.decided_at is not None, "a step has its instant"
        work.add(_step(work, after, event, actor, after.decided_at, role))
        counted, more = f"photos_{after.kind}", photos_shown(change)
        if more and counted in PHOTOS and after.about is SubjectKind.INCIDENT:
            work.write(Alter(IncidentRow.key(after.subject_id), {counted: more}))


def hold(work: UnitOfWork, media: Media) -> None:
    """Let what is decided stand only as long as something attached stays as it is."""
    work.write(Check(MediaRow.key(media.subject, media.id), MediaRow.version == media.version))


def claim(before: Media, after: Media) -> bool:
    """Keep that the checker begins; False when somebody changed it since `before` was read."""
    return write_unless_moved([Write(to_row(after), MediaRow.version == before.version)])


def _step(
    work: UnitOfWork, media: Media, event: Event, actor: str, at: datetime, role: str | None = None
) -> MediaStepRow:
    return MediaStepRow(
        partition(media.subject),
        f"MSTEP#{media.id}#{media.steps:04d}",
        seq=media.steps,
        at=clock.iso(at),
        event=str(event),
        actor=actor,
        actor_role=role or (media.uploader_role if actor == media.uploader else None),
        kind=str(media.kind),
        reason=str(media.reason) if media.reason else None,
        change_id=work.change_id,
    )


def looked_for(now: datetime) -> Iterator[tuple[Subject, str]]:
    """Give subject and id of everything pending whose time to be looked for has come, the longest waiting first."""
    due = Range("look_at", "<=", (clock.iso(now),))
    for row in every_row(MediaRow, ("clock", LOOKED_FOR), index="by_look", within=due):
        yield subject_of(row.pk), row.sk.removeprefix("MEDIA#")
