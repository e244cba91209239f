"""What a message tells; each has its text, which is the county's data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Told(StrEnum):
    """What a message tells a reporter; each has its text."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ESCALATED = "escalated"
    PASSED_ON = "passed_on"
    JOINT = "joint"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    DUE_MOVED = "due_moved"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    MERGED = "merged"
    SEPARATED = "separated"
    JOINED = "joined"
    REOPENED = "reopened"


TELLS: Mapping[str, Told] = {
    "reported": Told.REPORTED,
    "accepted": Told.ACCEPTED,
    "escalated": Told.ESCALATED,
    # Which office sent it to which, and why, is between the offices.
    "returned": Told.PASSED_ON,
    "assigned": Told.PASSED_ON,
    "dispatch_lapsed": Told.PASSED_ON,
    "tier_skipped": Told.PASSED_ON,
    "whistled": Told.JOINT,
    "extended": Told.EXTENDED,
    "suspended": Told.SUSPENDED,
    "resumed": Told.RESUMED,
    "due_recounted": Told.DUE_MOVED,
    "resolved": Told.RESOLVED,
    "confirmed": Told.CONFIRMED,
    "rejected": Told.REJECTED,
    "cancelled": Told.CANCELLED,
    "merged": Told.MERGED,
    "separated": Told.SEPARATED,
    "joined": Told.JOINED,
    "reopened": Told.REOPENED,
}
"""The events of an incident's history that reporters are told of; all others are the offices' own."""
