"""Who looks without login is counted, so that nobody takes the place of the others."""

from __future__ import annotations

from enforcement.store.table import EnforcementMeta
from kernel import clock
from kernel.storage import rates


def refuse_crowding(address: str) -> None:
    """Count a look by a visitor without login.

    Raises
    ------
    TooManyRequests
        There were too many this minute.
    """
    rates.refuse_crowding(EnforcementMeta.table_name, address, clock.now())
