"""What clients send about photos and voice, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from incidents.media.rules.media import KIND_NAMES, Kind, State, Step
from incidents.media.rules.refusals import REFUSALS
from incidents.media.rules.upload_states import EVENT_NAMES, STATE_NAMES
from incidents.media.service.see_media import InList, MediaSeen
from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.fields import Model, called
from kernel.files import Upload
from kernel.texts import Language

Shown = MediaSeen | InList
_PICTURES = {
    "image/jpeg": ("JPEG 图片", "JPEG picture"),
    "image/png": ("PNG 图片", "PNG picture"),
}
_SOUNDS = {
    "audio/mp4": ("M4A 录音", "M4A sound"),
    "audio/mpeg": ("MP3 录音", "MP3 sound"),
    "audio/amr": ("AMR 录音", "AMR sound"),
    "audio/wav": ("WAV 录音", "WAV sound"),
    "audio/ogg": ("OGG 录音", "OGG sound"),
}
ContentType = Annotated[
    Literal[
        "image/jpeg", "image/png", "audio/mp4", "audio/mpeg", "audio/amr", "audio/wav", "audio/ogg"
    ],
    Field(json_schema_extra=called(_PICTURES | _SOUNDS)),
]


class AnnounceMedia(Model):
    """A photo or a recording that is to be uploaded."""

    kind: Annotated[Kind, Field(description="What it shows / 内容")]
    content_type: Annotated[
        ContentType, Field(description="Of the file as it will be sent / 文件类型")
    ]
    size: Annotated[
        int, Field(ge=1, le=100_000_000, strict=True, description="Bytes, exactly / 字节数")
    ]
    sha256: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$", description="Of the file, in hex; compared / 校验值（可选）"
        ),
    ] = None


class AnnounceYardPhoto(Model):
    """A photo of a courtyard that is to be uploaded."""

    content_type: Annotated[
        Literal["image/jpeg", "image/png"],
        Field(description="Of the file as it will be sent", json_schema_extra=called(_PICTURES)),
    ]
    size: Annotated[
        int, Field(ge=1, le=100_000_000, strict=True, description="Bytes, exactly / 字节数")
    ]
    shows_yard_only: Annotated[
        bool,
        Field(
            strict=True,
            description="The yard alone, no rooms and no faces / 只拍庭院，无室内、无人脸",
            examples=[True],
        ),
    ]
    sha256: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$", description="Of the file, in hex; compared / 校验值（可选）"
        ),
    ] = None


class MediaUploadView(TypedDict):
    """Where the file is to be sent."""

    url: str
    method: str
    headers: dict[str, str]
    expires_at: str


class MediaDownloadView(TypedDict):
    """Where the checked file can be read for a short while."""

    url: str
    expires_at: str


class AttachedLine(TypedDict):
    """Something attached, whatever to."""

    id: str
    kind: Kind
    kind_name: str
    content_type: str
    size: Annotated[
        int, Field(description="Bytes of the checked file, before that as announced / 字节数")
    ]
    state: State
    state_name: str
    reason: str | None
    reason_text: Annotated[str | None, Field(description="Why it was refused / 未通过的原因")]
    own: Annotated[bool, Field(description="Whether the caller uploaded it / 是否本人上传")]
    uploader_role: str | None
    width: int | None
    height: int | None
    seconds: float | None
    announced_at: str
    decided_at: str | None
    version: int
    thumbnail: Annotated[
        MediaDownloadView | None,
        Field(
            description="A small picture of a photo, 20 KB at most, readable for a short while / 照片缩略图，短时有效"
        ),
    ]


class MediaStep(TypedDict):
    """One step in the life of something attached."""

    at: str
    event: str
    event_name: str
    reason: str | None


class AttachedWay(TypedDict):
    """The way to a file, and what happened to it."""

    upload: MediaUploadView | None
    download: MediaDownloadView | None
    steps: list[MediaStep]
    actions: list[str]


class MediaLine(AttachedLine):
    """Something attached to an incident, in a list."""

    incident_id: str


class MediaView(MediaLine, AttachedWay):
    """Something attached to an incident, with the way to its file."""


class InspectionMediaLine(AttachedLine):
    """Something attached to an inspection, in a list."""

    inspection_id: str


class InspectionMediaView(InspectionMediaLine, AttachedWay):
    """Something attached to an inspection, with the way to its file."""


class CaseMediaLine(AttachedLine):
    """Something attached to a case, in a list."""

    case_id: str


class CaseMediaView(CaseMediaLine, AttachedWay):
    """Something attached to a case, with the way to its file."""


class HazardMediaLine(AttachedLine):
    """Something attached to a hazard, in a list."""

    finding_id: str


class HazardMediaView(HazardMediaLine, AttachedWay):
    """Something attached to a hazard, with the way to its file."""


class CourtyardMediaLine(AttachedLine):
    """Something attached to a courtyard, in a list."""

    courtyard_id: str


class CourtyardMediaView(CourtyardMediaLine, AttachedWay):
    """Something attached to a courtyard, with the way to its file."""


class MediaList(TypedDict):
    """One page of what is attached to an incident."""

    items: list[MediaLine]
    next_cursor: str | None


class InspectionMediaList(TypedDict):
    """One page of what is attached to an inspection."""

    items: list[InspectionMediaLine]
    next_cursor: str | None


class CourtyardMediaList(TypedDict):
    """One page of what is attached to a courtyard."""

    items: list[CourtyardMediaLine]
    next_cursor: str | None


class HazardMediaList(TypedDict):
    """One page of what is attached to a hazard."""

    items: list[HazardMediaLine]
    next_cursor: str | None


class CaseMediaList(TypedDict):
    """One page of what is attached to a case."""

    items: list[CaseMediaLine]
    next_cursor: str | None


def media_line(seen: Shown, *, language: Language, caller_id: str) -> MediaLine:
    """Return something attached to an incident as a line of a list."""
    line = _line(seen, language, caller_id)
    return {"incident_id": seen.media.subject_id, **line}


def inspection_media_line(
    seen: Shown, *, language: Language, caller_id: str
) -> InspectionMediaLine:
    """Return something attached to an inspection as a line of a list."""
    line = _line(seen, language, caller_id)
    return {"inspection_id": seen.media.subject_id, **line}


def courtyard_media_line(seen: Shown, *, language: Language, caller_id: str) -> CourtyardMediaLine:
    """Return something attached to a courtyard as a line of a list."""
    return {"courtyard_id": seen.media.subject_id, **_line(seen, language, caller_id)}


def courtyard_media_view(
    seen: MediaSeen, *, language: Language, caller_id: str
) -> CourtyardMediaView:
    """Return something attached to a courtyard with the way to its file and what happened to it."""
    line = courtyard_media_line(seen, language=language, caller_id=caller_id)
    return {**line, **_way(seen, language)}


def hazard_media_line(seen: Shown, *, language: Language, caller_id: str) -> HazardMediaLine:
    """Return something attached to a hazard as a line of a list."""
    return {"finding_id": seen.media.subject_id, **_line(seen, language, caller_id)}


def hazard_media_view(seen: MediaSeen, *, language: Language, caller_id: str) -> HazardMediaView:
    """Return something attached to a hazard with the way to its file and what happened to it."""
    line = hazard_media_line(seen, language=language, caller_id=caller_id)
    return {**line, **_way(seen, language)}


def case_media_line(seen: Shown, *, language: Language, caller_id: str) -> CaseMediaLine:
    """Return something attached to a case as a line of a list."""
    return {"case_id": seen.media.subject_id, **_line(seen, language, caller_id)}


def case_media_view(seen: MediaSeen, *, language: Language, caller_id: str) -> CaseMediaView:
    """Return something attached to a case with the way to its file and what happened to it."""
    line = case_media_line(seen, language=language, caller_id=caller_id)
    return {**line, **_way(seen, language)}


def _line(seen: Shown, language: Language, caller_id: str) -> AttachedLine:
    """Return what is said of something attached: who uploaded it is told by role alone."""
    media, small = seen.media, seen.thumbnail
    role = media.uploader_role
    return {
        "id": media.id,
        "kind": media.kind,
        "kind_name": KIND_NAMES[media.kind].say(language),
        "content_type": media.content_type,
        "size": media.size if media.clean_size is None else media.clean_size,
        "state": media.state,
        "state_name": STATE_NAMES[media.state].say(language),
        "reason": str(media.reason) if media.reason else None,
        "reason_text": REFUSALS[media.reason].say(language) if media.reason else None,
        "own": media.uploader == caller_id,
        "uploader_role": ROLE_NAMES[Role(role)].say(language) if role else None,
        "width": media.width,
        "height": media.height,
        "seconds": media.seconds,
        "announced_at": clock.local_iso(media.announced_at),
        "decided_at": clock.local_iso(media.decided_at) if media.decided_at else None,
        "version": media.version,
        "thumbnail": _link(small.url, small.expires_at) if small else None,
    }


def media_view(seen: MediaSeen, *, language: Language, caller_id: str) -> MediaView:
    """Return something attached to an incident with the way to its file and what happened to it."""
    line = media_line(seen, language=language, caller_id=caller_id)
    return {**line, **_way(seen, language)}


def inspection_media_view(
    seen: MediaSeen, *, language: Language, caller_id: str
) -> InspectionMediaView:
    """Return something attached to an inspection with the way to its file and what happened to it."""
    line = inspection_media_line(seen, language=language, caller_id=caller_id)
    return {**line, **_way(seen, language)}


def _way(seen: MediaSeen, language: Language) -> AttachedWay:
    download = seen.download
    return {
        "upload": _upload(seen.upload),
        "download": _link(download.url, download.expires_at) if download else None,
        "steps": [_step(step, language) for step in seen.steps],
        "actions": [str(action) for action in seen.actions],
    }


def _step(step: Step, language: Language) -> MediaStep:
    return {
        "at": clock.local_iso(step.at),
        "event": str(step.event),
        "event_name": EVENT_NAMES[step.event].say(language),
        "reason": step.reason,
    }


def _upload(upload: Upload | None) -> MediaUploadView | None:
    if upload is None:
        return None
    return {
        "method": "PUT",
        "headers": upload.headers,
        **_link(upload.url, upload.expires_at),
    }


def _link(url: str, expires_at: datetime) -> MediaDownloadView:
    return {"url": url, "expires_at": clock.local_iso(expires_at)}
