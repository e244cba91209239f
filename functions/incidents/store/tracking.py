"""How often somebody looks cases up."""

from __future__ import annotations

from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.storage import rates


def refuse_crowding(source_ip: str) -> None:
    """Count a look-up by case code, and refuse it if there were too many this minute.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    rates.refuse_crowding(IncidentsMeta.table_name, source_ip, clock.now())
