"""What routes of every context may refuse in the same way."""

from __future__ import annotations

from typing import Final

from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.unit_of_work import SomebodyWasFaster

WRITES: Final = (IdempotencyKeyReused, SomebodyWasFaster)
"""What every route that writes under an idempotency key may refuse."""
MOVES: Final = (NotFound, IllegalMove, WordsMissing, StaleVersion, *WRITES)
"""What every step of a thing with a state table may be refused for."""
