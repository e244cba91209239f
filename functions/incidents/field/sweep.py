"""What nobody came back to: uploads that were announced and not told of, rounds that were begun and not ended.

Rows carry the instant at which they are looked for; this only gives the occasion.
"""

from __future__ import annotations

from datetime import datetime

from incidents.media import files
from incidents.media import store as media
from incidents.patrols import store as patrols
from kernel import clock


def sweep() -> dict[str, int]:
    """Ask the checker to look for every upload whose time has come, and end every round past its limit.

    Returns
    -------
    dict
        How many of each.
    """
    now = clock.now()
    try:
        ended = patrols.end_forgotten(now)
    finally:
        asked = _ask_for_checks(now)
    return {"uploads": asked, "rounds": ended}


def _ask_for_checks(now: datetime) -> int:
    asked = 0
    for incident_id, media_id in media.looked_for(now):
        files.enqueue(incident_id, media_id)
        asked += 1
    return asked
