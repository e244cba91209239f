"""Sign the minutes of a meeting."""

from __future__ import annotations

import hashlib
import json

from assembly.rules import meetings
from assembly.rules.bodies import Roll
from assembly.rules.meetings import Meeting, MinutesSignature
from assembly.rules.states.meetings import MeetingStatus
from assembly.service.sitting import roll_now, stays_of
from assembly.store.rows import Kind
from assembly.store.work import Work
from kernel.actors import Actor


def sign(work: Work, meeting: Meeting, by: Actor, now: str) -> Meeting:
    """Return a meeting with one more signature; signed by enough it is sealed."""
    signatures = meeting["signatures"]
    if by.person_id not in {each["person"] for each in signatures}:
        own: MinutesSignature = {"person": by.person_id, "at": now}
        signatures = [*signatures, own]
    signed: Meeting = {**meeting, "signatures": signatures}
    if not meetings.signed_by_enough(meeting, signatures):
        return signed
    return {
        **signed,
        "status": str(MeetingStatus.SIGNED),
        "digest": _digest(work, meeting, roll_now(work, meeting)),
    }


def _digest(work: Work, meeting: Meeting, roll: Roll) -> str:
    """Return what would change if anything signed were changed: agenda, roll, who was there, votes, minutes."""
    work.load(*((Kind.VOTE, vote) for vote in meeting["votes"]))
    signed = {
        "meeting": {
            name: value
            for name, value in meeting.items()
            if name not in ("signatures", "digest", "status")
        },
        "roll": roll,
        "stays": stays_of(meeting),
        "votes": [work.get(Kind.VOTE, vote) for vote in meeting["votes"]],
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
