"""Announce a photo or a recording."""

from __future__ import annotations

from incidents.media.rules.attaching import announce
from incidents.media.rules.limits import limits
from incidents.media.rules.media import Announcement, Attached, Media, of_incident
from incidents.media.store import media as store
from incidents.rules.incident import Incident
from incidents.store.rows import AnswerRow
from kernel import clock
from kernel.access import Caller
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor


def announce_media(
    work: UnitOfWork, said: Announcement, incident: Incident, caller: Caller
) -> Media:
    """Keep an announcement; of several at once each is decided on what the others left.

    Raises
    ------
    TooOften
        The person or the village has sent so much that the worker would not come to what others send.
    """
    now, day, subject = clock.now(), clock.today(), of_incident(incident.id)
    today = store.announced_today(work, subject, caller.person_id, day)
    media = announce(
        said,
        media_id=work.change_id,
        incident=incident,
        caller=caller,
        attached=Attached(store.media_of(subject), today),
        now=now,
        allowed=limits(),
    )
    store.announce(work, media, day)
    village = ancestor(incident.unit, Level.VILLAGE) or incident.unit
    for what, who in (("media", caller.person_id), ("media_of_a_village", village)):
        work.write(counting(AnswerRow, what, who, now))
    return media
