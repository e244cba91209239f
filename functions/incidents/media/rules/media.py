"""Something attached to an incident, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from incidents.media.rules.refusals import Refusal
from incidents.media.rules.upload_states import UPLOADS, Action, Event, State
from kernel.record import record
from kernel.texts import Named, names


class Kind(Named):
    """What something attached shows."""

    BEFORE = "before", "处置前照片", "photo before"
    AFTER = "after", "处置后照片", "photo after"
    VOICE = "voice", "语音", "voice"
    OTHER = "other", "其他附件", "other"


KIND_NAMES = names(Kind)


class SubjectKind(StrEnum):
    """What photos and voice are attached to."""

    INCIDENT = "incident"
    INSPECTION = "inspection"
    CASE = "case"
    HAZARD = "hazard"
    COURTYARD = "courtyard"


class Subject(NamedTuple):
    """One thing that photos and voice are attached to."""

    kind: SubjectKind
    id: str


def of_incident(incident_id: str) -> Subject:
    """Return an incident as what something is attached to."""
    return Subject(SubjectKind.INCIDENT, incident_id)


@record
class Media:
    """Something attached to an incident, or to a thing of another context.

    Attributes
    ----------
    size
        Bytes, as announced.
    sha256
        Of the file as announced, in hex; the checker compares.
    upload_until
        When the announcement lapses if nothing was uploaded.
    wake_at
        When it is looked for next, in case nobody told of its arrival; None once it is decided.
    tries
        How often the checker has begun on it.
    steps
        How many history entries it has.
    reason
        Why it was refused.
    clean_size, clean_sha256
        Bytes of what is given out, and its SHA-256 in hex.
    thumbnail_size
        Bytes of a photo's small picture; None where the photo is as small itself.
    """

    id: str
    subject_id: str
    kind: Kind
    content_type: str
    size: int
    uploader: str
    announced_at: datetime
    upload_until: datetime
    wake_at: datetime | None
    state: State = State.PENDING
    sha256: str | None = None
    uploader_role: str | None = None
    tries: int = 0
    steps: int = 1
    version: int = 1
    reason: Refusal | None = None
    decided_at: datetime | None = None
    clean_size: int | None = None
    clean_sha256: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    thumbnail_size: int | None = None
    about: SubjectKind = SubjectKind.INCIDENT

    @property
    def subject(self) -> Subject:
        """What it is attached to."""
        return Subject(self.about, self.subject_id)

    @property
    def counts(self) -> bool:
        """Whether it takes up one of the places its subject has."""
        return self.state in (State.PENDING, State.READY)


class Announcement(NamedTuple):
    """What somebody wants to attach."""

    kind: Kind
    content_type: str
    size: int
    sha256: str | None = None


class Attached(NamedTuple):
    """What there is already.

    Attributes
    ----------
    present
        Everything announced for the subject, in whatever state.
    today
        How many files the person announced today, wherever.
    """

    present: Sequence[Media]
    today: int


class Cleaned(NamedTuple):
    """A file as it may be given out; `width` and `height` in pixels, `seconds` of sound, a photo's small picture for lists."""

    content: bytes
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    thumbnail: bytes | None = None


class Step(NamedTuple):
    """A step in the life of something attached, as its history tells it."""

    at: datetime
    event: Event
    reason: str | None


class Change(NamedTuple):
    """Something attached as it is afterwards, and the step its history tells of; None for what is no step of its own."""

    after: Media
    event: Event | None = None


def photos_shown(change: Change) -> int:
    """Return by how many its subject's photos that may be read become more."""
    if change.event is Event.READY:
        return 1
    was_ready = change.event is Event.DELETED and change.after.clean_size is not None
    return -1 if was_ready else 0


def moved(media: Media, action: Action, now: datetime, **more: Any) -> Change:
    """Take something attached one step further; it is not looked for any more then.

    Raises
    ------
    IllegalMove
        It is over with already.
    """
    move = UPLOADS.move(media.state, action)
    after = replace(
        media,
        state=move.target,
        decided_at=now,
        wake_at=None,
        version=media.version + 1,
        steps=media.steps + 1,
        **more,
    )
    return Change(after, Event(str(move.event)))
