"""The routes of enforcement, with where photos of inspections are kept; importing it registers that."""

from __future__ import annotations

from enforcement.api import API
from enforcement.service.photos import UploadedPhoto, register
from kernel.storage.unit_of_work import UnitOfWork

__all__ = ["API"]


def _upload(work: UnitOfWork, inspection_id: str, media_id: str) -> UploadedPhoto | None:
    # Only a record that names an upload needs the media.
    from incidents.media.rules.upload_states import State
    from incidents.media.service.inspection_media import hold

    media = hold(work, inspection_id, media_id)
    if media is None:
        return None
    ready = media.state is State.READY
    return UploadedPhoto(media.id, media.clean_sha256 if ready else None)


register(_upload)
