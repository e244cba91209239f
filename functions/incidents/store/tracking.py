"""How often somebody looks cases up."""

from __future__ import annotations

import os

from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.problems import TooManyRequests
from kernel.storage.rates import visitor_of, within_rate

_TRACKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


def refuse_crowding(source_ip: str) -> None:
    """Count a look-up by case code, and refuse it if there were too many this minute.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    visitor = visitor_of(source_ip)
    if not within_rate(IncidentsMeta.table_name, visitor, _TRACKS_A_MINUTE, clock.now()):
        raise TooManyRequests(retry_after=60)
