"""What nobody came back to: uploads that were announced and not told of.

Rows carry the instant at which they are looked for; this only gives the occasion.
"""

from __future__ import annotations

from incidents.media import files
from incidents.media import store as media
from kernel import clock
from kernel.observability import count


def sweep() -> dict[str, int]:
    """Ask the checker to look for every upload whose time has come.

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
    count("UploadsLookedFor", asked)
    return {"uploads": asked}
