"""What may be attached to an incident, by whom, who sees it, and how an upload goes from announced to readable.

The limits stand in `limits.json`. Nothing here asks for a photo: whether one is needed is the policy's to say (DOMAIN 2.6).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from incidents.rules import standing
from incidents.rules.incident import Incident
from incidents.rules.states import STATUS_NAMES, Status
from kernel.access import PLACE_STAFF, Caller, not_allowed
from kernel.problems import Conflict, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Text

MOST_TRIES = 3
"""How often a file is looked at before it is held to be one that no decoder survives."""


class Kind(StrEnum):
    """What something attached shows."""

    BEFORE = "before"
    AFTER = "after"
    VOICE = "voice"
    OTHER = "other"


class State(StrEnum):
    """Where something attached stands; only what is ready can be read."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    DELETED = "deleted"


class Event(StrEnum):
    """One step in the life of something attached."""

    ANNOUNCED = "announced"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    DELETED = "deleted"


class Refusal(StrEnum):
    """Why the checker did not take a file."""

    WRONG_TYPE = "wrong_type"
    WRONG_SIZE = "wrong_size"
    WRONG_DIGEST = "wrong_digest"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    SOMETHING_ELSE_INSIDE = "something_else_inside"
    NOT_CHECKED = "not_checked"


KIND_NAMES: dict[Kind, Text] = {
    Kind.BEFORE: Text("处置前照片", "photo before"),
    Kind.AFTER: Text("处置后照片", "photo after"),
    Kind.VOICE: Text("语音", "voice"),
    Kind.OTHER: Text("其他附件", "other"),
}
STATE_NAMES: dict[State, Text] = {
    State.PENDING: Text("等待上传或检查", "waiting for the upload or its check"),
    State.READY: Text("可查看", "ready"),
    State.REFUSED: Text("未通过检查", "refused"),
    State.EXPIRED: Text("逾期未上传", "not uploaded in time"),
    State.DELETED: Text("已删除", "deleted"),
}
EVENT_NAMES: dict[Event, Text] = {
    Event.ANNOUNCED: Text("登记", "announced"),
    Event.READY: Text("检查通过", "checked and ready"),
    Event.REFUSED: Text("未通过检查", "refused"),
    Event.EXPIRED: Text("逾期未上传", "not uploaded in time"),
    Event.DELETED: Text("删除", "deleted"),
}
REFUSALS: dict[Refusal, Text] = {
    Refusal.WRONG_TYPE: Text(
        "文件内容与登记的类型不符。", "The file is not of the type that was announced."
    ),
    Refusal.WRONG_SIZE: Text(
        "文件大小与登记的不一致，请重新登记上传。",
        "The file does not have the size that was announced; announce it again.",
    ),
    Refusal.WRONG_DIGEST: Text(
        "文件在传输中有变化（校验值不符），请重新登记上传。",
        "The file is not the one that was announced (SHA-256 differs); announce it again.",
    ),
    Refusal.DAMAGED: Text(
        "文件不完整或已损坏，请重新拍摄或录制后上传。",
        "The file is incomplete or damaged; take or record it again.",
    ),
    Refusal.UNSUPPORTED: Text(
        "不支持文件的这种编码，请换一种格式（照片 JPEG，语音 m4a、mp3 或 amr）。",
        "This variant of the format is not supported; use JPEG for photos, m4a, mp3 or amr for voice.",
    ),
    Refusal.TOO_MANY_PIXELS: Text(
        "照片尺寸过大，请降低拍摄分辨率。", "The photo has too many pixels; use a lower resolution."
    ),
    Refusal.TOO_LONG: Text(
        "录音时间过长，请分段上传。", "The recording is too long; send it in parts."
    ),
    Refusal.SOMETHING_ELSE_INSIDE: Text(
        "文件中夹带了其他内容，不能接收。", "The file carries something else inside."
    ),
    Refusal.NOT_CHECKED: Text(
        "文件未能完成检查，请重新登记上传；仍不成请把附件编号告知县技术人员。",
        "The file could not be checked: announce it again; if that fails as well, give its id to county IT.",
    ),
}


class FileType(NamedTuple):
    """A type that is taken: how its files are named, and how large they may be, in bytes."""

    extension: str
    most_bytes: int


@record
class Limits:
    """The numbers of `limits.json`."""

    types: Mapping[str, FileType]
    most_pixels: int
    most_seconds: float
    on_an_incident: int
    by_a_person_on_it: int
    by_a_person_a_day: int
    ever_on_an_incident: int
    upload_link: timedelta
    look_again: timedelta
    upload_within: timedelta
    read_link: timedelta


@cache
def limits() -> Limits:
    """Return the limits as packaged."""
    text = (Path(__file__).parent / "limits.json").read_text(encoding="utf-8")
    return parse_limits(json.loads(text))


def parse_limits(document: Mapping[str, Any]) -> Limits:
    """Return the limits a document describes."""
    count, time = document["count"], document["time"]
    return Limits(
        types={
            name: FileType(said["extension"], said["bytes"])
            for name, said in document["types"].items()
        },
        most_pixels=document["photo"]["pixels"],
        most_seconds=document["voice"]["seconds"],
        on_an_incident=count["on_an_incident"],
        by_a_person_on_it=count["by_a_person_on_it"],
        by_a_person_a_day=count["by_a_person_a_day"],
        ever_on_an_incident=count["ever_on_an_incident"],
        upload_link=timedelta(minutes=time["upload_link_minutes"]),
        look_again=timedelta(minutes=time["look_again_minutes"]),
        upload_within=timedelta(hours=time["upload_within_hours"]),
        read_link=timedelta(seconds=time["read_link_seconds"]),
    )


class Refused(Exception):
    """The checker does not take this file.

    Parameters
    ----------
    reason
        Why; `REFUSALS` has the words.
    """

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Cleaned(NamedTuple):
    """A file as it may be given out; `width` and `height` in pixels, `seconds` of sound."""

    content: bytes
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


class IncidentClosed(Conflict):
    """What is attached to an incident stays as it was when the incident was closed."""

    slug = "incident-closed"

    def __init__(self, status: Status) -> None:
        name = STATUS_NAMES[status]
        detail = Text(
            f"事件“{name.zh}”，附件不能再增减。",
            f"The incident is {name.en}: nothing can be attached or taken away any more.",
        )
        super().__init__(detail, incident_status=str(status))


class NeededForConfirmation(Conflict):
    """Whoever has to confirm a solution must see the photo it was proposed with."""

    slug = "needed-for-confirmation"
    said = Text(
        "事件正待核查确认，处置后照片暂不能删除。",
        "The solution waits to be confirmed: its photo cannot be deleted now.",
    )


class NotTheUploader(NotAllowed):
    """Nobody takes away what somebody else has handed in."""

    slug = "not-the-uploader"
    said = Text("仅上传人可以删除。", "Only the uploader may delete it.")


class TooManyMedia(Conflict):
    """An incident, or a person, has as many files as the limits allow; `most` says how many."""

    slug = "too-many-media"

    def __init__(self, whose: Text, most: int) -> None:
        detail = Text(f"{whose.zh}最多 {most} 个附件。", f"At most {most} files {whose.en}.")
        super().__init__(detail, most=most)


@record
class Media:
    """Something attached to an incident.

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
    clean_size
        Bytes of what is given out.
    """

    id: str
    incident_id: str
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
    width: int | None = None
    height: int | None = None
    seconds: float | None = None

    @property
    def counts(self) -> bool:
        """Whether it takes up one of the places an incident has."""
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
        Everything announced for the incident, in whatever state.
    today
        How many files the person announced today, on any incident.
    """

    present: Sequence[Media]
    today: int


def announce(
    said: Announcement,
    *,
    media_id: str,
    incident: Incident,
    caller: Caller,
    attached: Attached,
    now: datetime,
    allowed: Limits,
) -> Media:
    """Let a person attach something to an incident the person may read.

    Raises
    ------
    IncidentClosed
        Nothing is attached to a closed incident.
    NotAllowed
        A photo of the solution comes from those who work for the place.
    InvalidFields
        Type, kind or size do not go together.
    TooManyMedia
        The incident or the person has enough.
    """
    if not incident.status.is_open:
        raise IncidentClosed(incident.status)
    post = caller.post_over(incident.unit, PLACE_STAFF)
    if said.kind is Kind.AFTER and post is None:
        raise not_allowed(PLACE_STAFF)
    _refuse_wrong_type(said, allowed)
    _refuse_too_many(caller.person_id, attached, allowed)
    return Media(
        id=media_id,
        incident_id=incident.id,
        kind=said.kind,
        content_type=said.content_type,
        size=said.size,
        sha256=said.sha256,
        uploader=caller.person_id,
        uploader_role=str(post.role) if post else None,
        announced_at=now,
        upload_until=now + allowed.upload_within,
        wake_at=now + allowed.look_again,
    )


def _refuse_wrong_type(said: Announcement, allowed: Limits) -> None:
    main = said.content_type.partition("/")[0]
    wanted = {Kind.VOICE: "audio", Kind.BEFORE: "image", Kind.AFTER: "image"}.get(said.kind, main)
    if said.content_type not in allowed.types or main != wanted:
        fitting = [name for name in allowed.types if name.startswith(f"{wanted}/")]
        raise InvalidFields.one(
            "content_type",
            Text(
                f"{KIND_NAMES[said.kind].zh}只能是：{'、'.join(fitting)}。",
                f"{KIND_NAMES[said.kind].en} must be one of: {', '.join(fitting)}.",
            ),
        )
    most = allowed.types[said.content_type].most_bytes
    if not 1 <= said.size <= most:
        raise InvalidFields.one(
            "size", Text(f"大小须为 1 至 {most} 字节。", f"Must be 1 to {most} bytes.")
        )


def _refuse_too_many(person_id: str, attached: Attached, allowed: Limits) -> None:
    live = [media for media in attached.present if media.counts]
    own = [media for media in live if media.uploader == person_id]
    bounds = (
        (len(live), allowed.on_an_incident, Text("一个事件", "on an incident")),
        (len(own), allowed.by_a_person_on_it, Text("每人对一个事件", "by one person on it")),
        (attached.today, allowed.by_a_person_a_day, Text("每人每天", "by one person a day")),
        (
            len(attached.present),
            allowed.ever_on_an_incident,
            Text(
                "一个事件（含未通过和已删除的）",
                "on an incident, refused and deleted ones included",
            ),
        ),
    )
    for there_are, most, whose in bounds:
        if there_are >= most:
            raise TooManyMedia(whose, most)


def begin_check(media: Media) -> Media:
    """Note that the checker begins on a file, before anything is decoded: what kills a decoder is not tried for ever."""
    return replace(media, tries=media.tries + 1, version=media.version + 1)


def accept(media: Media, cleaned: Cleaned, now: datetime) -> Media:
    """Let what was checked be read."""
    return _decided(
        media,
        State.READY,
        now,
        clean_size=len(cleaned.content),
        width=cleaned.width,
        height=cleaned.height,
        seconds=cleaned.seconds,
    )


def refuse(media: Media, reason: Refusal, now: datetime) -> Media:
    """Turn a file away, with the reason."""
    return _decided(media, State.REFUSED, now, reason=reason)


def not_arrived(media: Media, now: datetime) -> Media | None:
    """Return what becomes of an announcement whose file is not there: None as long as it may still come and is looked for later."""
    if now >= media.upload_until:
        return _decided(media, State.EXPIRED, now)
    if media.wake_at is not None and now >= media.wake_at:
        return replace(media, wake_at=media.upload_until, version=media.version + 1)
    return None


def delete(media: Media, incident: Incident, caller: Caller, now: datetime) -> Media:
    """Let the uploader take away what was uploaded, as long as the incident is open.

    Raises
    ------
    NotTheUploader
        Somebody else uploaded it.
    IncidentClosed, NeededForConfirmation
        Others rely on it.
    """
    if media.uploader != caller.person_id:
        raise NotTheUploader
    if not incident.status.is_open:
        raise IncidentClosed(incident.status)
    if media.kind is Kind.AFTER and incident.status is Status.RESOLVED:
        raise NeededForConfirmation
    return _decided(media, State.DELETED, now)


def _decided(media: Media, state: State, now: datetime, **more: Any) -> Media:
    return replace(
        media,
        state=state,
        decided_at=now,
        wake_at=None,
        version=media.version + 1,
        steps=media.steps + 1,
        **more,
    )


def may_see(media: Media, incident: Incident, caller: Caller) -> bool:
    """Tell whether somebody who may read the incident sees this file.

    The uploader sees the own file in every state but deleted; staff of the place everything that is ready, and that something was deleted;
    residents photos before and after, but neither voice nor other files of others.
    """
    if media.state is State.DELETED:
        return standing.sees_names(incident, caller)
    if media.uploader == caller.person_id:
        return True
    if media.state is not State.READY:
        return False
    return standing.sees_names(incident, caller) or media.kind in (Kind.BEFORE, Kind.AFTER)


def may_delete(media: Media, incident: Incident, caller: Caller) -> bool:
    """Tell whether the caller may delete this file now."""
    return (
        media.uploader == caller.person_id
        and media.state is not State.DELETED
        and incident.status.is_open
        and not (media.kind is Kind.AFTER and incident.status is Status.RESOLVED)
    )


def is_after_photo(media: Media, since: datetime) -> bool:
    """Tell whether this is a checked photo of the solution, announced at or after `since`."""
    return media.kind is Kind.AFTER and media.state is State.READY and media.announced_at >= since
