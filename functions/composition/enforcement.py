"""The routes of enforcement, with where photos of inspections and cases are kept; importing it registers that."""

from __future__ import annotations

from enforcement.api import API
from enforcement.service.photos import UploadedPhoto, register
from kernel.storage.unit_of_work import UnitOfWork

__all__ = ["API"]


def _upload(work: UnitOfWork, about: str, of: str, media_id: str) -> UploadedPhoto | None:
    # Only what names an upload needs the media.
    from incidents.media.rules.media import Subject, SubjectKind
    from incidents.media.rules.upload_states import State
    from incidents.media.service.hold_media import hold

    media = hold(work, Subject(SubjectKind(about), of), media_id)
    if media is None:
        return None
    ready = media.state is State.READY
    return UploadedPhoto(media.id, media.clean_sha256 if ready else None)


register(_upload)
