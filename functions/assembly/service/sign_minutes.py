"""Sign the minutes of a meeting."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from assembly.model.meetings import SealView
from assembly.rules import meetings
from assembly.rules.meetings import Meeting, MinutesSignature
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.votes import Vote
from assembly.service.sitting import roll_now, stays_of
from assembly.store.things import document_of
from assembly.store.work import Work
from kernel.actors import Actor


def sign(work: Work, meeting: Meeting, by: Actor, now: str) -> Meeting:
    """Return a meeting with one more signature; signed by enough it is sealed."""
    signatures = meeting.signatures
    if by.person_id not in {each.person for each in signatures}:
        own = MinutesSignature(person=by.person_id, at=now)
        signatures = (*signatures, own)
    signed = replace(meeting, signatures=signatures)
    if not meetings.signed_by_enough(meeting, signatures):
        return signed
    return replace(signed, status=MeetingStatus.SIGNED, digest=seal_of(work, meeting))


def seal_of(work: Work, meeting: Meeting) -> str:
    """Return the digest of what was signed, which would change if any of it were changed: agenda, roll, who was there, votes, minutes."""
    work.load(*((Vote, vote) for vote in meeting.votes))
    signed = {
        "meeting": {
            name: value
            for name, value in document_of(meeting).items()
            if name not in ("signatures", "digest", "status")
        },
        "roll": document_of(roll_now(work, meeting)),
        "stays": {
            voter: [document_of(stay) for stay in stays]
            for voter, stays in stays_of(meeting).items()
        },
        "votes": [document_of(work.get(Vote, vote)) for vote in meeting.votes],
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_again(work: Work, meeting: Meeting, vote: Vote, by: Actor) -> None:
    """Seal signed minutes anew after a recount was put on record; whether the seal held until then is on record as well."""
    held = seal_of(Work(), meeting) == meeting.digest
    sealed = replace(meeting, digest=seal_of(work, meeting))
    work.save(sealed)
    digest = sealed.digest
    work.note(sealed, "resealed", by, vote=vote.id, held=held, digest=digest)


def look_at_seal(meeting: Meeting) -> SealView:
    """Return the seal of signed minutes beside what it comes to now; nothing of either before they are signed."""
    kept = meeting.digest
    now = seal_of(Work(), meeting) if kept else None
    intact = kept == now if kept else None
    return {"meeting": meeting.id, "digest": kept, "computed": now, "intact": intact}
