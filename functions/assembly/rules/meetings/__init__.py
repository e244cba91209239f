"""Meetings: announced in time, with an agenda that no longer changes; opened with a quorum; adjourned when it breaks; signed.

The roll is frozen when a meeting opens. Who is there is kept per vote on the roll as stays (arrived, left), so that it can be told later
who was there for which item.
"""

from __future__ import annotations

from assembly.rules.meetings.attendance import (
    NoQuorum,
    arrive,
    attending,
    leave,
    present_between,
    recused_for,
    require_quorum,
    signed_by_enough,
    votes_held_by,
)
from assembly.rules.meetings.called import (
    AgendaItem,
    AttendanceChannel,
    ItemCounted,
    Meeting,
    MinutesSignature,
    NoticeTooShort,
    NotItsDay,
    NotYetTime,
    OnlineNotAllowed,
    Recusal,
    Stay,
    VoteStillOpen,
    conveners,
    day_of,
    majority_of,
    refuse_early,
    refuse_online,
    refuse_other_day,
    refuse_short_notice,
    rule_of,
    standing,
)

__all__ = [
    "AgendaItem",
    "AttendanceChannel",
    "ItemCounted",
    "Meeting",
    "MinutesSignature",
    "NoQuorum",
    "NotItsDay",
    "NotYetTime",
    "NoticeTooShort",
    "OnlineNotAllowed",
    "Recusal",
    "Stay",
    "VoteStillOpen",
    "arrive",
    "attending",
    "conveners",
    "day_of",
    "leave",
    "majority_of",
    "present_between",
    "recused_for",
    "refuse_early",
    "refuse_online",
    "refuse_other_day",
    "refuse_short_notice",
    "require_quorum",
    "rule_of",
    "signed_by_enough",
    "standing",
    "votes_held_by",
]
