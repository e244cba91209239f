"""Where enforcement keeps the answers to idempotency keys, and counts who looks without login."""

from __future__ import annotations

from typing import Final

from enforcement.store.table import AnswerRow, EnforcementMeta
from kernel import clock
from kernel.storage import rates
from kernel.storage.idempotency import IdempotencyRow

ANSWERS: Final[type[IdempotencyRow]] = AnswerRow
"""The rows of the answers."""


def refuse_crowding(address: str) -> None:
    """Count a look by a visitor without login.

    Raises
    ------
    TooManyRequests
        There were too many this minute.
    """
    rates.refuse_crowding(EnforcementMeta.table_name, address, clock.now())
