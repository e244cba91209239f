"""In which order a batch is done and what stands on what; from where a phone reads on, and until when it has read everything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from incidents.rules.feeds import Subscription
from kernel import ids

MOST_OPERATIONS = 100

OVERLAP = timedelta(seconds=60)
"""How late a change may be written after the instant in its id: a write is tried for eight seconds at most (`kernel.storage.dynamo`), an index
follows within a second. A phone therefore reads the last minute again each time, and knows by the version what it has already."""

SECONDS_FOR_ONE = 8.0
"""What an operation may take when the store is busy: with less left than this none is begun."""

_MARGIN = timedelta(days=1)


class Kind(StrEnum):
    """What an operation does; each is a route of its own."""

    REPORT = "report"
    MOVE = "move"
    BEGIN_ROUND = "begin_round"
    FINDING = "finding"
    MOVE_ROUND = "move_round"


class Outcome(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    REPLAYED = "replayed"
    CONFLICT = "conflict"
    REFUSED = "refused"
    NOT_TRIED = "not_tried"
    LATER = "later"

    @property
    def is_done(self) -> bool:
        """Whether it has had its effect, now or before."""
        return self in (Outcome.APPLIED, Outcome.REPLAYED)


class Subject(StrEnum):
    """What an operation is done to."""

    INCIDENT = "incident"
    ROUND = "round"


class Way(NamedTuple):
    """The route of a kind of operation: its path, and what it is done to (None: it opens something new)."""

    path: str
    to: Subject | None


WAYS: Mapping[Kind, Way] = {
    Kind.REPORT: Way("/v1/incidents", None),
    Kind.MOVE: Way("/v1/incidents/{target}/transitions", Subject.INCIDENT),
    Kind.BEGIN_ROUND: Way("/v1/patrols", None),
    Kind.FINDING: Way("/v1/patrols/{target}/findings", Subject.ROUND),
    Kind.MOVE_ROUND: Way("/v1/patrols/{target}/transitions", Subject.ROUND),
}


class Done(NamedTuple):
    """What became of an earlier operation, and the incident and the round it was about."""

    outcome: Outcome
    incident: str | None = None
    round: str | None = None

    def about(self, subject: Subject) -> str | None:
        """Return the id of the incident, or of the round, it was about."""
        return self.incident if subject is Subject.INCIDENT else self.round


class Footing(NamedTuple):
    """On what an operation stands: the id it is done to, or why it is not tried."""

    target: str | None
    outcome: Outcome | None = None


def footing(kind: Kind, target: str | None, after: str | None, earlier: Done | None) -> Footing:
    """Tell whether an operation can be tried, and to what it is done.

    Parameters
    ----------
    target
        What the operation itself names.
    after
        The operation it stands on, if it names one.
    earlier
        What became of that one; None: nobody knows of it.
    """
    if after is not None:
        if earlier is None:
            return Footing(None, Outcome.NOT_TRIED)
        if earlier.outcome is Outcome.LATER:
            return Footing(None, Outcome.LATER)
        if not earlier.outcome.is_done:
            return Footing(None, Outcome.NOT_TRIED)
    subject = WAYS[kind].to
    if subject is None:
        return Footing(None)
    if target is None and earlier is not None:
        target = earlier.about(subject)
    return Footing(target)


def places_of(target: str | None) -> list[str]:
    """Return the paths under which an operation of an earlier batch, on which one to `target` stands, may be on record."""
    ways = [way for way in WAYS.values() if way.to is None or target is not None]
    return [way.path.format(target=target) for way in ways]


class Stage(StrEnum):
    """What a pull reads, in this order: what is open (a first pull only), what the person joined, then each feed (`feed.0`, …)."""

    OPEN = "open"
    JOINED = "joined"
    FEED = "feed"


class Reading(NamedTuple):
    """How far a phone has read.

    Attributes
    ----------
    reader
        Whose subscriptions it reads; with others it starts anew, and so forgets what it may no longer see.
    since
        The least id (an instant) of what it has not read.
    until
        Where the next pull starts once this one is through.
    stage, feed
        What is read now; no stage: the pull is through.
    at
        Where in it, as the list has it.
    is_first
        Whether it is a first pull: it brings what is open, of which no feed may tell any more.
    """

    reader: str
    since: str
    until: str
    stage: Stage | None = None
    feed: int = 0
    at: Mapping[str, str] = {}
    is_first: bool = False


def reader_of(person_id: str, subscriptions: Sequence[Subscription]) -> str:
    """Return a short name for a person with the subscriptions of today."""
    said = repr((person_id, [tuple(one) for one in subscriptions]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def begin(reader: str, now: datetime) -> Reading:
    """Begin a first pull: what is open, then what changed since shortly before it began."""
    start = ids.first_id(now - OVERLAP)
    return Reading(reader, start, start, Stage.OPEN, is_first=True)


def resume(kept: Reading | None, reader: str, now: datetime, feeds_keep: timedelta) -> Reading:
    """Go on where a phone stopped, or begin anew: without a cursor, with other subscriptions, or after longer than the feeds keep.

    Every change with an id before `until` of the pull that ends was written before that pull began, so the next one may start there.
    """
    oldest = ids.first_id(now - feeds_keep + _MARGIN)
    if kept is None or kept.reader != reader or kept.since < oldest:
        return begin(reader, now)
    if kept.stage is not None:
        return kept
    return kept._replace(
        until=max(kept.since, ids.first_id(now - OVERLAP)), stage=Stage.JOINED, feed=0, at={}
    )


def passed_on(reading: Reading, feeds: int) -> Reading:
    """Go on to the next stage; after the last feed the pull is through and the next one starts at `until`."""
    if reading.stage is Stage.OPEN:
        return reading._replace(stage=Stage.JOINED, at={})
    following = reading.feed + 1 if reading.stage is Stage.FEED else 0
    if following < feeds:
        return reading._replace(stage=Stage.FEED, feed=following, at={})
    return Reading(reading.reader, reading.until, reading.until)
