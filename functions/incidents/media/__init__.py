"""Photos and voice of incidents and of other contexts' things: announced, uploaded by a signed address, checked and stripped before anybody reads them.

What is guaranteed: what a client uploads lies under `incoming/`, which nobody but the checker can read. Only what the checker has written
anew, without position and without any other metadata, comes under `clean/`, and only that is given out. Attaching never touches the
incident's own row, so a slow upload holds nothing up (docs/decisions/0008-photos-and-voice.md).
"""

from __future__ import annotations

from datetime import datetime


def has_after_photo(incident_id: str, since: datetime) -> bool:
    """Tell whether an incident has a photo of the solution, announced at or after `since` and checked (one consistent Query).

    A photo that was announced before, say for a solution that has been rejected meanwhile, does not count, whenever it arrived.
    """
    from incidents.media.rules.media import of_incident
    from incidents.media.rules.seeing import is_after_photo
    from incidents.media.store.media import media_of

    return any(is_after_photo(media, since) for media in media_of(of_incident(incident_id)))


def has_photo_of_hazard(finding_id: str) -> bool:
    """Tell whether a hazard has a photo that was checked (one consistent Query)."""
    from incidents.media.rules.media import Subject, SubjectKind
    from incidents.media.rules.upload_states import State
    from incidents.media.store.media import media_of

    return any(
        media.state is State.READY and media.content_type.startswith("image/")
        for media in media_of(Subject(SubjectKind.HAZARD, finding_id))
    )
