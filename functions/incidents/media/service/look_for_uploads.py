"""Look for uploads nobody told of."""

from __future__ import annotations

from incidents.media.store import files
from incidents.media.store import media as store
from kernel import clock


def look_for_uploads() -> int:
    """Ask the checker to look for every upload whose time has come; return for how many."""
    asked = 0
    for subject, media_id in store.looked_for(clock.now()):
        files.enqueue(subject, media_id)
        asked += 1
    return asked
