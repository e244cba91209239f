"""What clients are answered about photos and voice."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from incidents.media.rules.media import Kind, State


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
