"""How often somebody looks cases up."""

from __future__ import annotations

from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.storage import rates


def refuse_crowding(source_ip: str, codes: int = 1) -> None:
    """Count look-ups by case code, and refuse them if there were too many this minute.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    rates.refuse_crowding(IncidentsMeta.table_name, source_ip, clock.now(), codes)
