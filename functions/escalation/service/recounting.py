"""Open limits are counted again once the year they run into has its holiday notice.

The reconciler drives it, a minute at a time: a pass goes through what each kind's book has to count, and remembers after each page where
it stands, so it may end anywhere and go on. Things move in the books' order while a pass runs, and functions that have not heard of the
notice yet go on counting without it for up to a minute. Therefore the work is done only with a pass that began when all had heard, and
that found nothing more to count.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from escalation.service.kinds import Resume, all_kinds, book_of
from escalation.store.obligation_rows import RecountRow
from kernel import clock, holidays
from kernel.holidays import CalendarRow
from kernel.observability import count_failures, log, log_fault, note
from kernel.record import record
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork, carry_out

ALL_HAVE_HEARD = timedelta(minutes=2)
"""After this every function counts with a notice (`kernel.holidays`), with room for one that is just writing."""

_SECONDS = 8.0


@record
class _Pass:
    """A pass as far as it came."""

    revision: int
    begun_at: datetime
    resume: Resume | None = None
    moved: int = 0
    done: bool = False
    counted: int = 0
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
        # A year that is loaded after a correction leaves that still to be counted.
        corrects = int(calendars.corrected_in) > present.counted
        found, failed, resume = _recount_page(present.resume, everything=corrects)
        moved += found
        present = _save(_after(present, found + failed, resume, calendars))
        if present is not None and present.resume is None:
            # The next pass is the next run's: what this one moved has to settle.
            break
    return moved


def _present(row: RecountRow | None, calendars: CalendarRow, now: datetime) -> _Pass | None:
    revision = int(calendars.version)
    if row is None:
        return _Pass(revision, now)
    fresh = _Pass(revision, now, counted=int(row.counted), version=int(row.version))
    if row.revision != revision:
        return fresh
    if row.done:
        return None
    if not row.resume:
        return fresh
    begun_at, resume = clock.from_iso(row.begun_at), json.loads(row.resume)
    return replace(fresh, begun_at=begun_at, resume=resume, moved=int(row.moved))


def _after(present: _Pass, moved: int, resume: Resume | None, calendars: CalendarRow) -> _Pass:
    all_moved = present.moved + moved
    had_heard = present.begun_at >= clock.from_iso(calendars.changed_at) + ALL_HAVE_HEARD
    done = resume is None and not all_moved and had_heard
    counted = present.revision if done else present.counted
    return replace(present, resume=resume, moved=all_moved, done=done, counted=counted)


def _save(present: _Pass) -> _Pass | None:
    """Remember how far a pass came; None when another run is at it."""
    saved = replace(present, version=present.version + 1)

    def on(work: UnitOfWork) -> _Pass | None:
        work.load([RecountRow.key()])
        if work.version(RecountRow.key()) != present.version:
            return None
        work.save(
            RecountRow(
                *RecountRow.key()[1:],
                revision=saved.revision,
                begun_at=clock.iso(saved.begun_at),
                resume=json.dumps(saved.resume) if saved.resume else None,
                moved=saved.moved,
                done=saved.done,
                counted=saved.counted,
                version=saved.version,
            )
        )
        return saved

    if saved.done:
        log.info("all limits are counted with the calendars", revision=saved.revision)
    return carry_out(on).result


def _recount_page(resume: Resume | None, *, everything: bool) -> tuple[int, int, Resume | None]:
    """Count a page of one kind again; return how many moved, how many could not be counted, and where to go on."""
    kinds = all_kinds()
    kind, at = (resume["kind"], resume["at"]) if resume else (kinds[0], None)
    thing_ids, following = book_of(kind).doubtful(everything, at)
    moved = failed = 0
    for thing_id in thing_ids:
        try:
            recounted = book_of(kind).recount(thing_id, everything)
        except Exception as fault:  # noqa: BLE001
            # One thing that cannot be counted must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("could not recount", fault, kind=kind, thing_id=thing_id)
            count_failures()
            failed += 1
            continue
        if recounted is not None:
            book_of(kind).record_metrics(recounted.entries)
            moved += 1
    if moved:
        note("Recounted", moved)
    if following:
        return moved, failed, {"kind": kind, "at": following}
    after = kinds[kinds.index(kind) + 1 :]
    return moved, failed, {"kind": after[0], "at": None} if after else None
