"""What happens to whatever is owed, whatever its kind: the words of its history that every kind shares."""

from __future__ import annotations

from enum import StrEnum


class OwedEvent(StrEnum):
    """What a history entry of something owed records; a kind may have events of its own beside these."""

    REMINDED = "reminded"
    ESCALATED = "escalated"
    SUPERVISED = "supervised"
    TIER_SKIPPED = "tier_skipped"
    DUE_RECOUNTED = "due_recounted"
    FOLLOWED = "followed"
    URGED = "urged"
    EXTENDED = "extended"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"
