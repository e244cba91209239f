"""Photos and voice as answers show them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime

from incidents.media.model.answers import (
    AttachedLine,
    AttachedWay,
    CaseMediaLine,
    CaseMediaView,
    CourtyardMediaLine,
    CourtyardMediaView,
    HazardMediaLine,
    HazardMediaView,
    InspectionMediaLine,
    InspectionMediaView,
    MediaDownloadView,
    MediaLine,
    MediaStep,
    MediaUploadView,
    MediaView,
)
from incidents.media.rules.media import KIND_NAMES, Step
from incidents.media.rules.refusals import REFUSALS
from incidents.media.rules.upload_states import EVENT_NAMES, STATE_NAMES
from incidents.media.service.see_media import InList, MediaSeen
from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.files import Upload
from kernel.texts import Language

Shown = MediaSeen | InList


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
