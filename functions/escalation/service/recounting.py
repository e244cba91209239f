"""Open limits are counted again once the year they run into has its holiday notice.

The reconciler drives it, a minute at a time: a pass goes through everything open in the order they wake, and remembers after each
page where it stands, so it may end anywhere and go on. Things move in that order while a pass runs, and functions that have not
heard of the notice yet go on counting without it for up to a minute. Therefore the work is done only with a pass that began when all had
heard, and that found nothing more to count.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from escalation.service.kinds import book_of, kind_of
from escalation.store.rows import COUNTY, AnyClockedRow, ClocksMeta
from kernel import clock, holidays
from kernel.holidays import CalendarRow
from kernel.observability import count, log, log_fault
from kernel.record import record
from kernel.storage.dynamo import query, read, write
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write

ALL_HAVE_HEARD = timedelta(minutes=2)
"""After this every function counts with a notice (`kernel.holidays`), with room for one that is just writing."""

_A_PAGE = 50
_SECONDS = 8.0


class RecountRow(Row):
    """How far the recount is: `RECOUNT` / `RECOUNT`.

    Attributes
    ----------
    revision
        The version of the calendars that is being counted with.
    begun_at
        When the present pass began.
    resume
        Where the pass goes on: the store's own key, as JSON.
    moved
        How many things this pass moved, or could not.
    """

    class Meta(ClocksMeta):
        """The table of what has a clock."""

    revision = NumberAttribute()
    begun_at = UnicodeAttribute()
    resume = UnicodeAttribute(null=True)
    moved = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls) -> Key:
        """Return where the row is."""
        return Key(cls, "RECOUNT", "RECOUNT")


@record
class _Pass:
    """A pass as far as it came."""

    revision: int
    begun_at: datetime
    resume: dict[str, Any] | None = None
    moved: int = 0
    done: bool = False
    version: int = 0


def sweep(seconds: float = _SECONDS) -> int:
    """Count what is open again, if there is a notice they were not counted with; return how many moved.

    Parameters
    ----------
    seconds
        When to stop and leave the rest to the next run.
    """
    calendars = holidays.refresh()
    if calendars is None:
        return 0
    begun = clock.now()
    present = _present(read([RecountRow.key()], consistent=True)[0], calendars, begun)
    moved = 0
    while present is not None and not present.done:
        if clock.now() - begun > timedelta(seconds=seconds):
            break
        page = query(
            AnyClockedRow,
            ("clock", COUNTY),
            index="by_wake",
            limit=_A_PAGE,
            start=present.resume,
        )
        things = [(kind_of(item), item["id"]["S"]) for item in page.items]
        found, failed = _recount_all(things, everything=bool(calendars.corrects))
        moved += found
        present = _after(present, found + failed, page.next_key, calendars)
        present = _save(present)
        if present is not None and present.resume is None:
            # The next pass is the next run's: what this one moved has to settle.
            break
    return moved


def _present(row: RecountRow | None, calendars: CalendarRow, now: datetime) -> _Pass | None:
    revision = int(calendars.version)
    version = int(row.version) if row else 0
    if row is None or row.revision != revision:
        return _Pass(revision, now, version=version)
    resume = json.loads(row.resume) if row.resume else None
    if row.done:
        return None
    if resume is None:
        return _Pass(revision, now, version=version)
    return _Pass(revision, clock.from_iso(row.begun_at), resume, int(row.moved), version=version)


def _after(
    present: _Pass, moved: int, resume: dict[str, Any] | None, calendars: CalendarRow
) -> _Pass:
    all_moved = present.moved + moved
    had_heard = present.begun_at >= clock.from_iso(calendars.changed_at) + ALL_HAVE_HEARD
    done = resume is None and not all_moved and had_heard
    return _Pass(present.revision, present.begun_at, resume, all_moved, done, present.version)


def _save(present: _Pass) -> _Pass | None:
    """Remember how far a pass came; None when another run is at it."""
    row = RecountRow(
        *RecountRow.key()[1:],
        revision=present.revision,
        begun_at=clock.iso(present.begun_at),
        resume=json.dumps(present.resume) if present.resume else None,
        moved=present.moved,
        done=present.done,
        version=present.version + 1,
    )
    unmoved = RecountRow.version == present.version if present.version else Ensure.is_new
    try:
        write([Write(row, unmoved)])
    except ConditionFailed:
        return None
    if present.done:
        log.info("all limits are counted with the calendars", revision=present.revision)
    return _Pass(
        present.revision,
        present.begun_at,
        present.resume,
        present.moved,
        present.done,
        present.version + 1,
    )


def _recount_all(things: list[tuple[str, str]], *, everything: bool) -> tuple[int, int]:
    """Count a page of things again; return how many moved, and how many could not be counted."""
    moved = failed = 0
    rows = read([book_of(kind).key(one) for kind, one in things]) if things else []
    for (kind, thing_id), row in zip(things, rows, strict=True):
        if row is None or not (everything or row.provisional):
            continue
        try:
            recounted = book_of(kind).recount(thing_id, everything)
        except Exception as fault:  # noqa: BLE001
            # One thing that cannot be counted must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("could not recount", fault, kind=kind, thing_id=thing_id)
            count("ReconcilerFailures")
            failed += 1
            continue
        if recounted is not None:
            book_of(kind).record_metrics(recounted.entries)
            moved += 1
    if moved:
        count("Recounted", moved)
    return moved, failed
