"""What nobody came back to: uploads that were announced and not told of, rounds that were begun and not ended.

Rows carry the instant at which they are looked for; this only gives the occasion.
"""

from __future__ import annotations

from incidents.media import files
from incidents.media import store as media
from incidents.patrols import store as patrols
from kernel import clock
from kernel.observability import count


def sweep() -> dict[str, int]:
    """Ask the checker to look for every upload whose time has come, and end every round past its limit.

    Returns
    -------
    dict
        How many of each.
    """
    now = clock.now()
    asked = 0
    for incident_id, media_id in media.looked_for(now):
        files.enqueue(incident_id, media_id)
        asked += 1
    ended = patrols.end_forgotten(now)
    count("UploadsLookedFor", asked)
    count("RoundsEndedByLimit", ended)
    return {"uploads": asked, "rounds": ended}
