"""The kinds of thing that climb, as timers, reconciler and recount need to know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from incidents import store
from incidents.figures import tell_figures, tell_figures_of_follow_up
from incidents.followups import rules as followups
from incidents.followups import store as followups_store
from incidents.followups.rules import FollowUp, FollowUpChange, FollowUpStatus
from incidents.followups.store import FollowUpRow
from incidents.rules import lifecycle
from incidents.rules.climbing import Timer
from incidents.rules.clocked import Clocked, Entry
from incidents.rules.incident import Change, Incident
from incidents.rules.states import Status
from incidents.store import IncidentRow
from kernel import clock
from kernel.storage.rows import Key

Wanted = Callable[[Clocked], bool]
"""Whether a thing, as it is now, is to be woken at all."""


class ClockedKind(StrEnum):
    """What it is that climbs; part of a timer's input."""

    INCIDENT = "incident"
    FOLLOW_UP = "follow_up"


class Moved(NamedTuple):
    """A thing after its clock has moved it, and the entries that say how."""

    thing: Clocked
    entries: tuple[Entry, ...]


class Book(NamedTuple):
    """How one kind is kept and moved.

    Attributes
    ----------
    row
        The sort key of its rows.
    key
        Where one is.
    load
        Gives one as it is now, or None.
    is_open
        Whether one of this status is still owed.
    wake
        Does what its clock has to do now, if it is wanted; None when nothing was done.
    tell
        Counts what the county watches of it.
    recount
        Counts its limit again, also one that is not provisional if `everything`; None when nothing moves.
    """

    row: str
    key: Callable[[str], Key]
    load: Callable[[str], Clocked | None]
    is_open: Callable[[str], bool]
    wake: Callable[[str, Wanted, Timer], Moved | None]
    recount: Callable[[str, bool], Moved | None]
    tell: Callable[[tuple[Entry, ...]], None]


def kind_of(item: Mapping[str, Any]) -> ClockedKind:
    """Return which kind a raw item is of, by its sort key.

    Raises
    ------
    KeyError
        It is of none.
    """
    return _KIND_BY_ROW[item["sk"]["S"]]


def _incident_is_open(status: str) -> bool:
    return Status(status).is_open


def _follow_up_is_open(status: str) -> bool:
    return FollowUpStatus(status).is_open


def _wake_incident(incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    def decide(incident: Incident) -> Change | None:
        if not wanted(incident):
            return None
        return lifecycle.wake(
            incident,
            now=clock.now(),
            policy=store.policy_of(incident),
            staffing=store.staffing_around(incident),
            timer=timer,
            joint_with=store.joint_with(incident),
        )

    return _moved(store.change_incident(incident_id, decide))


def _recount_incident(incident_id: str, everything: bool) -> Moved | None:
    def decide(incident: Incident) -> Change | None:
        # A notice that corrects another one makes provisional again what was certain under that.
        doubtful = replace(incident, provisional=incident.provisional or everything)
        change = lifecycle.recount(
            doubtful,
            clock.now(),
            store.policy_of(incident),
            joint_with=store.joint_with(incident),
        )
        return change if change and _limit(change.incident) != _limit(incident) else None

    return _moved(store.change_incident(incident_id, decide))


def _moved(outcome: store.Outcome | None) -> Moved | None:
    if outcome is None or outcome.incident is None:
        return None
    return Moved(outcome.incident, outcome.entries)


def _wake_follow_up(follow_up_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    def decide(follow_up: FollowUp) -> FollowUpChange | None:
        if not wanted(follow_up):
            return None
        return followups.wake(
            follow_up,
            now=clock.now(),
            policy=store.policy_of(follow_up),
            staffing=followups_store.staffing_around(follow_up),
            timer=timer,
        )

    return _moved_on(followups_store.change(follow_up_id, decide))


def _recount_follow_up(follow_up_id: str, everything: bool) -> Moved | None:
    def decide(follow_up: FollowUp) -> FollowUpChange | None:
        # The day a unit chose itself was never counted.
        doubtful = replace(
            follow_up,
            provisional=follow_up.provisional or (everything and follow_up.has_climbed),
        )
        change = followups.recount(doubtful, clock.now(), store.policy_of(follow_up))
        return change if change and _limit(change.after) != _limit(follow_up) else None

    return _moved_on(followups_store.change(follow_up_id, decide))


def _moved_on(outcome: followups_store.Outcome | None) -> Moved | None:
    if outcome is None or outcome.follow_up is None:
        return None
    return Moved(outcome.follow_up, outcome.entries)


def _limit(thing: Clocked) -> tuple[datetime | None, bool]:
    return thing.due_at, thing.provisional


BOOKS: Mapping[ClockedKind, Book] = {
    ClockedKind.INCIDENT: Book(
        row="INCIDENT",
        key=IncidentRow.key,
        load=store.load,
        is_open=_incident_is_open,
        wake=_wake_incident,
        recount=_recount_incident,
        tell=tell_figures,
    ),
    ClockedKind.FOLLOW_UP: Book(
        row=followups_store.ROW,
        key=FollowUpRow.key,
        load=followups_store.load,
        is_open=_follow_up_is_open,
        wake=_wake_follow_up,
        recount=_recount_follow_up,
        tell=tell_figures_of_follow_up,
    ),
}
_KIND_BY_ROW = {book.row: kind for kind, book in BOOKS.items()}
