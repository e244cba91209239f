"""Tell of people who are called to, or sit in, two meetings of a village at one instant."""

from __future__ import annotations

from collections.abc import Callable, Collection

from assembly.rules import meetings
from assembly.rules.meetings import Elsewhere, Meeting
from assembly.rules.states.meetings import MeetingStatus
from assembly.service.sitting import roll_now, stays_of
from assembly.store import lists
from assembly.store.work import Work

_LATEST = 50
"""Meetings of a village that are looked at; those at the same instant were announced about the same time."""


def called_elsewhere(meeting: Meeting, people: Collection[str]) -> tuple[Elsewhere, ...]:
    """Return the meetings announced for the same instant to which some of the people are called as well."""

    def called(other: Meeting) -> set[str]:
        return {one for each in roll_now(Work(), other).voters.values() for one in each}

    def same(other: Meeting) -> bool:
        begins = other.begins_at == meeting.begins_at
        return begins and other.status is MeetingStatus.ANNOUNCED

    return _shared(meeting, people, same, called)


def sitting_elsewhere(meeting: Meeting, people: Collection[str]) -> tuple[Elsewhere, ...]:
    """Return the open meetings in which some of the people are there as well."""

    def there(other: Meeting) -> set[str]:
        stays = stays_of(other)
        return meetings.people_there(stays, stays)

    def sits(other: Meeting) -> bool:
        return other.status is MeetingStatus.OPEN

    return _shared(meeting, people, sits, there)


def _shared(
    meeting: Meeting,
    people: Collection[str],
    wanted: Callable[[Meeting], bool],
    people_of: Callable[[Meeting], set[str]],
) -> tuple[Elsewhere, ...]:
    found, _ = lists.things(Meeting, meeting.village, limit=_LATEST, cursor=None)
    others = [other for other in found if other.id != meeting.id and wanted(other)]
    shared = [(other, people_of(other).intersection(people)) for other in others]
    return tuple(meetings.elsewhere(other, members) for other, members in shared if members)
