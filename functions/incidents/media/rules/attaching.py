"""Whether something may be attached to an incident, and when it may be taken away again.

Nothing here asks for a photo: whether one is needed is the policy's to say (DOMAIN 2.6).
"""

from __future__ import annotations

from datetime import datetime

from incidents.media.rules.limits import Limits
from incidents.media.rules.media import (
    KIND_NAMES,
    Announcement,
    Attached,
    Change,
    Kind,
    Media,
    Subject,
    moved,
    of_incident,
)
from incidents.media.rules.upload_states import UPLOADS, Action
from incidents.rules.incident import Incident
from incidents.rules.states import STATUS_NAMES, Status
from kernel.access import PLACE_STAFF, Caller, not_allowed
from kernel.problems import Conflict, InvalidFields, NotAllowed, Problem
from kernel.texts import Text


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
    refuse_unfit(said, caller.person_id, attached, allowed, staff=post is not None)
    subject, role = of_incident(incident.id), str(post.role) if post else None
    return announced(said, media_id, subject, caller.person_id, role, now, allowed)


def announced(
    said: Announcement,
    media_id: str,
    subject: Subject,
    uploader: str,
    role: str | None,
    now: datetime,
    allowed: Limits,
) -> Media:
    """Return what is announced as it begins."""
    return Media(
        id=media_id,
        about=subject.kind,
        subject_id=subject.id,
        kind=said.kind,
        content_type=said.content_type,
        size=said.size,
        sha256=said.sha256,
        uploader=uploader,
        uploader_role=role,
        announced_at=now,
        upload_until=now + allowed.upload_within,
        wake_at=now + allowed.look_again,
    )


def refuse_unfit(
    said: Announcement, person_id: str, attached: Attached, allowed: Limits, *, staff: bool
) -> None:
    """Refuse what does not go together, and what is one too many.

    Raises
    ------
    InvalidFields
        Type, kind or size do not go together.
    TooManyMedia
        The subject or the person has enough.
    """
    _refuse_wrong_type(said, allowed)
    _refuse_too_many(person_id, attached, allowed, staff=staff)


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


def _refuse_too_many(person_id: str, attached: Attached, allowed: Limits, *, staff: bool) -> None:
    own = [media for media in attached.present if media.uploader == person_id]
    live = [media for media in own if media.counts]
    # Those who work for the place have as many places as all others together: the photo of a solution finds room, whoever else was there.
    alike = [
        media
        for media in attached.present
        if media.counts and (media.uploader_role is not None) == staff
    ]
    bounds = (
        (
            len(alike),
            allowed.on_an_incident,
            Text("一个事件或一次检查", "on one incident or inspection"),
        ),
        (len(live), allowed.by_a_person_on_it, Text("每人对同一事件或检查", "by one person on it")),
        (attached.today, allowed.by_a_person_a_day, Text("每人每天", "by one person a day")),
        (
            len(own),
            allowed.ever_by_a_person_on_it,
            Text(
                "每人对同一事件或检查（含未通过和已删除的）",
                "by one person on it, refused and deleted ones included",
            ),
        ),
    )
    for there_are, most, whose in bounds:
        if there_are >= most:
            raise TooManyMedia(whose, most)


def delete(media: Media, incident: Incident, caller: Caller, now: datetime) -> Change:
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
    if hindrance := _relied_on(media, incident):
        raise hindrance
    return moved(media, Action.DELETE, now)


def actions_of(media: Media, incident: Incident, caller: Caller) -> list[Action]:
    """Return what the caller may do with something attached now."""
    if media.uploader != caller.person_id:
        return []
    return list(UPLOADS.legal(media.state, {Action.DELETE} if _relied_on(media, incident) else ()))


def _relied_on(media: Media, incident: Incident) -> Problem | None:
    """Return why something attached has to stay, if it has to."""
    if not incident.status.is_open:
        return IncidentClosed(incident.status)
    if media.kind is Kind.AFTER and incident.status is Status.RESOLVED:
        return NeededForConfirmation()
    return None
