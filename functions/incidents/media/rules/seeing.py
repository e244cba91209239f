"""Who sees what is attached, and which of it shows a solution."""

from __future__ import annotations

from datetime import datetime

from incidents.media.rules.media import Kind, Media
from incidents.media.rules.upload_states import State
from incidents.rules import seeing
from incidents.rules.incident import Incident
from kernel.access import Caller


def may_see(media: Media, incident: Incident, caller: Caller) -> bool:
    """Tell whether somebody who may read the incident sees this file.

    The uploader sees the own file in every state but deleted; staff of the place everything that is ready, and that something was deleted;
    residents photos before and after, but neither voice nor other files of others.
    """
    if media.state is State.DELETED:
        return seeing.sees_names(incident, caller)
    if media.uploader == caller.person_id:
        return True
    if media.state is not State.READY:
        return False
    return seeing.sees_names(incident, caller) or media.kind in (Kind.BEFORE, Kind.AFTER)


def is_after_photo(media: Media, since: datetime) -> bool:
    """Tell whether this is a checked photo of the solution, announced at or after `since`."""
    return media.kind is Kind.AFTER and media.state is State.READY and media.announced_at >= since
