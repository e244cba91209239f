"""Take away a photo or a recording, and its file."""

from __future__ import annotations

from incidents.media.rules.attaching import delete
from incidents.media.rules.media import Media, of_incident
from incidents.media.rules.upload_states import State
from incidents.media.service.see_media import require_visible
from incidents.media.store import files
from incidents.media.store import media as store
from incidents.rules.incident import Incident
from kernel import clock
from kernel.access import PLACE_STAFF, Caller
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def delete_media(incident: Incident, media_id: str, caller: Caller, expected: Versions) -> None:
    """Take away what the caller has uploaded, and then its file; asked again, too, since the first time may have ended between the two."""
    deleted = carry_out(lambda work: _deleted(work, incident, media_id, caller, expected)).result
    assert deleted is not None, "there is no key it could have been answered under"
    files.drop_clean(deleted)


def _deleted(
    work: UnitOfWork, incident: Incident, media_id: str, caller: Caller, expected: Versions
) -> Media:
    """Take away what the caller has uploaded; the same a second time changes nothing, whatever became of the file the first time."""
    media = store.find(work, of_incident(incident.id), media_id)
    if media and media.state is State.DELETED and media.uploader == caller.person_id:
        return media
    media = require_visible(media, incident, caller)
    refuse_stale(expected, media.version)
    change = delete(media, incident, caller, clock.now())
    post = caller.post_over(incident.unit, PLACE_STAFF)
    store.save(work, change, caller.person_id, role=str(post.role) if post else None)
    return change.after
