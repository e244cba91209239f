"""How often somebody looks cases up."""

from __future__ import annotations

import os

from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.problems import TooManyRequests
from kernel.storage.rates import visitor_of, within_rate

_TRACKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


def refuse_crowding(source_ip: str, codes: int = 1) -> None:
    """Count look-ups by case code, and refuse them if there were too many this minute.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    visitor = visitor_of(source_ip)
    if not within_rate(IncidentsMeta.table_name, visitor, _TRACKS_A_MINUTE, clock.now(), codes):
        raise TooManyRequests(retry_after=60)
