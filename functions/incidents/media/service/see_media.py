"""See something attached, with the way to its file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.media.rules.attaching import actions_of
from incidents.media.rules.media import Media, Step, of_incident
from incidents.media.rules.seeing import may_see
from incidents.media.rules.upload_states import Action, State
from incidents.media.store import files
from incidents.media.store import media as store
from incidents.rules.incident import Incident
from kernel import clock
from kernel.access import Caller
from kernel.files import Address, Upload
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.lists import Listed
from kernel.texts import Text


@record
class MediaSeen:
    """Something attached as somebody sees it.

    Attributes
    ----------
    steps
        Its history, oldest first.
    upload, download, thumbnail
        Where the caller sends the file, gets it, or gets a small picture of it; None where that is not possible (now, or for this caller).
    """

    media: Media
    steps: Sequence[Step]
    actions: Sequence[Action]
    own: bool
    upload: Upload | None
    download: Address | None
    thumbnail: Address | None


class InList(NamedTuple):
    """Something attached as a list shows it: a photo with the way to its small picture."""

    media: Media
    thumbnail: Address | None


def list_media(incident: Incident, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is attached to an incident and the caller may see."""
    page = store.media_page(of_incident(incident.id), limit, cursor)
    return page._replace(rows=[in_list(one) for one in page.rows if may_see(one, incident, caller)])


def in_list(media: Media) -> InList:
    """Return something the caller may see as a list shows it."""
    return InList(media, _thumbnail(media, clock.now()))


def see_attached(incident: Incident, media_id: str, caller: Caller) -> MediaSeen:
    """Return something attached to an incident as the caller sees it.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    return see_media(store.load(of_incident(incident.id), media_id), incident, caller)


def see_media(media: Media | None, incident: Incident, caller: Caller) -> MediaSeen:
    """Return something attached as the caller sees it.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    media = require_visible(media, incident, caller)
    return as_seen(media, actions_of(media, incident, caller), caller)


def as_seen(media: Media, actions: Sequence[Action], caller: Caller) -> MediaSeen:
    """Return something the caller may see, with the way to its file: the uploader's to send it, everybody's once it is ready."""
    now, own = clock.now(), media.uploader == caller.person_id
    awaited = media.state is State.PENDING and now < media.upload_until
    return MediaSeen(
        media,
        store.steps_of(media),
        actions,
        own,
        files.upload_for(media, now) if own and awaited else None,
        files.download_for(media, now) if media.state is State.READY else None,
        _thumbnail(media, now),
    )


def _thumbnail(media: Media, now: datetime) -> Address | None:
    return files.thumbnail_for(media, now) if media.state is State.READY else None


def require_visible(media: Media | None, incident: Incident, caller: Caller) -> Media:
    """Return something attached that the caller may know of.

    Raises
    ------
    NotFound
        It is none.
    """
    if media is None or not may_see(media, incident, caller):
        raise NotFound(Text("没有找到该附件。", "There is nothing of this id attached."))
    return media
