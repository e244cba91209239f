"""What nobody came back to: uploads that were announced and not told of, rounds that were begun and not ended.

Rows carry the instant at which they are looked for; this only gives the occasion.
"""

from __future__ import annotations

from incidents.media.service.look_for_uploads import look_for_uploads
from incidents.patrols.service.end_forgotten_rounds import end_forgotten_rounds


def sweep() -> dict[str, int]:
    """Ask the checker to look for every upload whose time has come, and end every round past its limit.

    Returns
    -------
    dict
        How many of each.
    """
    try:
        ended = end_forgotten_rounds()
    finally:
        asked = look_for_uploads()
    return {"uploads": asked, "rounds": ended}
