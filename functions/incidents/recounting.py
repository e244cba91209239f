"""Open limits are counted again once the year they run into has its holiday notice.

The reconciler drives it, a minute at a time: a pass goes through the open incidents in the order they wake, and remembers after each
page where it stands, so it may end anywhere and go on. Incidents move in that order while a pass runs, and functions that have not
heard of the notice yet go on counting without it for up to a minute. Therefore the work is done only with a pass that began when all had
heard, and that found nothing more to count.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from incidents import store
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.store import COUNTY, IncidentRow, IncidentsMeta
from incidents.timers import tell_figures
from kernel import clock, holidays
from kernel.dynamo import ConditionFailed, Ensure, Key, Row, Write, query, read, write
from kernel.holidays import CalendarRow
from kernel.observability import count, log, log_fault
from kernel.record import record

Recount = Callable[[Incident, datetime, Policy], Change | None]
"""The rule: an incident with its limits counted by the calendar as it is now; None when nothing moves."""

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
        How many incidents this pass moved, or could not.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

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


def sweep(recount: Recount, seconds: float = _SECONDS) -> int:
    """Count open incidents again, if there is a notice they were not counted with; return how many moved.

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
            IncidentRow,
            ("clock", COUNTY),
            index="by_wake",
            limit=_A_PAGE,
            start=present.resume,
        )
        ids = [item["id"]["S"] for item in page.items]
        found, failed = _recount_all(ids, recount, everything=bool(calendars.corrects))
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


def _limit(incident: Incident) -> tuple[datetime | None, bool]:
    return incident.due_at, incident.provisional


def _recount_all(ids: list[str], recount: Recount, *, everything: bool) -> tuple[int, int]:
    """Count a page of incidents again; return how many moved, and how many could not be counted."""
    moved = failed = 0
    rows = read([IncidentRow.key(incident_id) for incident_id in ids]) if ids else []
    wanted = [row.id for row in rows if row is not None and (everything or row.provisional)]

    def decide(incident: Incident) -> Change | None:
        # A notice that corrects another one makes provisional again what was certain under that.
        doubtful = replace(incident, provisional=incident.provisional or everything)
        change = recount(doubtful, clock.now(), store.policy_of(incident))
        if change is None or _limit(change.incident) == _limit(incident):
            return None
        return change

    for incident_id in wanted:
        try:
            outcome = store.change_incident(incident_id, decide)
        except Exception as fault:  # noqa: BLE001
            # One incident that cannot be counted must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("could not recount", fault, incident_id=incident_id)
            count("ReconcilerFailures")
            failed += 1
            continue
        if outcome is not None:
            tell_figures(outcome.entries)
            moved += 1
    if moved:
        count("Recounted", moved)
    return moved, failed
