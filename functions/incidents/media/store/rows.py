"""The rows of what is attached to incidents and inspections, beside the incident's own row, never in it."""

from __future__ import annotations

from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY
from incidents.media.rules.media import Media, Subject, SubjectKind
from incidents.store.base import IncidentsMeta
from kernel.storage.codec import Codec
from kernel.storage.rows import Key, Row

LOOKED_FOR = f"MEDIA#{COUNTY}"
_PREFIXES = {
    SubjectKind.INCIDENT: "INC#",
    SubjectKind.INSPECTION: "INSPECTION#",
    SubjectKind.CASE: "CASE#",
    SubjectKind.HAZARD: "HAZARD#",
    SubjectKind.COURTYARD: "YARD#",
}


def partition(subject: Subject) -> str:
    """Return the partition of what is attached to something."""
    return f"{_PREFIXES[subject.kind]}{subject.id}"


def subject_of(pk: str) -> Subject:
    """Return what a partition's rows are attached to."""
    kind = next(kind for kind, prefix in _PREFIXES.items() if pk.startswith(prefix))
    return Subject(kind, pk.removeprefix(_PREFIXES[kind]))


class MediaRow(Row):
    """Something attached: `INC#{incident}`, `INSPECTION#{inspection}` or `CASE#{case}` / `MEDIA#{id}`. Attributes are those of `rules.Media`.

    Pending ones stand in the sweep's index under a partition of their own, apart from the incidents' clocks.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    media_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    content_type = UnicodeAttribute()
    size = NumberAttribute()
    uploader = UnicodeAttribute()
    uploader_role = UnicodeAttribute(null=True)
    announced_at = UnicodeAttribute()
    upload_until = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    look_at = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)
    tries = NumberAttribute()
    steps = NumberAttribute()
    version = NumberAttribute()
    reason = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    clean_size = NumberAttribute(null=True)
    clean_sha256 = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    seconds = NumberAttribute(null=True)
    thumbnail_size = NumberAttribute(null=True)
    about = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, subject: Subject, media_id: str) -> Key:
        """Return where something attached is."""
        return Key(cls, partition(subject), f"MEDIA#{media_id}")


class MediaStepRow(Row):
    """One step of something attached: subject / `MSTEP#{id}#{seq}`; written once, never changed."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute(null=True)


class MediaTallyRow(Row):
    """How much was ever announced for a subject: subject / `MEDIATALLY`; every announcement moves it on."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    announced = NumberAttribute()

    @classmethod
    def key(cls, subject: Subject) -> Key:
        """Return where the tally of a subject is."""
        return Key(cls, partition(subject), "MEDIATALLY")


class UploadsTodayRow(Row):
    """How much a person announced on a day: `UPLOADS#{person}#{day}` / `UPLOADS`; gone two days later."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    announced = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, person_id: str, day: date) -> Key:
        """Return where a person's count of a day is."""
        return Key(cls, f"UPLOADS#{person_id}#{day.isoformat()}", "UPLOADS")


_CODEC = Codec(Media, kept_as={"id": "media_id", "subject_id": "incident_id", "wake_at": "look_at"})


def to_row(media: Media) -> MediaRow:
    """Return the row of something attached."""
    key = MediaRow.key(media.subject, media.id)
    # The sweep's index holds only what still has to be looked for.
    row = MediaRow(key.pk, key.sk, clock=LOOKED_FOR if media.wake_at else None)
    _CODEC.put(row, media)
    return row


def from_row(row: MediaRow) -> Media:
    """Return what a row holds."""
    return _CODEC.take(row)
