"""From where a phone reads on, and until when it has read everything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kernel import ids

WRITTEN_WITHIN = timedelta(seconds=60)
"""How late a change may be written after the instant in its id: a write is tried for eight seconds at most (`kernel.storage.dynamo`), an index
follows within a second."""
CLOCKS_MAY_DIFFER = timedelta(minutes=10)
"""How far apart the clocks of two servers may be, the one that writes a change and the one that reads (design; kept in step they differ by
milliseconds)."""
OVERLAP = WRITTEN_WITHIN + CLOCKS_MAY_DIFFER
"""What a phone reads again each time; it knows by the version what it has already."""

_MARGIN = timedelta(days=1)


class Stage(NamedTuple):
    """One of the lists a pull reads, in order.

    Attributes
    ----------
    only_first
        Whether only a first pull reads it: it brings what is open, of which no feed may tell any more.
    """

    name: str
    only_first: bool = False


class Reading(NamedTuple):
    """How far a phone has read.

    Attributes
    ----------
    reader
        Whose lists it reads; with others it starts anew, and so forgets what it may no longer see.
    since
        The least id (an instant) of what it has not read.
    until
        Where the next pull starts once this one is through.
    stage
        The name of the list that is read now; None: the pull is through.
    at
        Where in it, as the list has it.
    is_first
        Whether it is a first pull.
    """

    reader: str
    since: str
    until: str
    stage: str | None = None
    at: Mapping[str, str] = {}
    is_first: bool = False


def reader_of(person_id: str, reads: Sequence[Any]) -> str:
    """Return a short name for a person with what the person reads today."""
    said = repr((person_id, [tuple(one) for one in reads]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def begin(reader: str, now: datetime, stages: Sequence[Stage]) -> Reading:
    """Begin a first pull: what is open, then what changed since shortly before it began."""
    start = ids.first_id(now - OVERLAP)
    return Reading(reader, start, start, stages[0].name, is_first=True)


def resume(
    kept: Reading | None, reader: str, now: datetime, feeds_keep: timedelta, stages: Sequence[Stage]
) -> Reading:
    """Go on where a phone stopped, or begin anew: without a cursor, with other lists, or after longer than the feeds keep.

    Every change with an id before `until` of the pull that ends was written before that pull began, so the next one may start there.
    """
    oldest = ids.first_id(now - feeds_keep + _MARGIN)
    if kept is None or kept.reader != reader or kept.since < oldest:
        return begin(reader, now, stages)
    if kept.stage is not None:
        return kept
    until = max(kept.since, ids.first_id(now - OVERLAP))
    return _at_next(kept._replace(until=until), stages)


def passed_on(reading: Reading, stages: Sequence[Stage]) -> Reading:
    """Go on to the next list; after the last one the pull is through and the next one starts at `until`."""
    names = [stage.name for stage in stages]
    assert reading.stage is not None, "there is nothing to pass on from"
    return _at_next(reading, stages[names.index(reading.stage) + 1 :])


def _at_next(reading: Reading, stages: Sequence[Stage]) -> Reading:
    following = next((one for one in stages if reading.is_first or not one.only_first), None)
    if following is None:
        return Reading(reading.reader, reading.until, reading.until)
    return reading._replace(stage=following.name, at={})
