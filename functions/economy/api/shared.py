"""What routes of the economy share."""

from __future__ import annotations

from economy.rules.asset_states import BOOKS, KEEPERS, READERS
from economy.rules.gates import EconomyGateShut
from kernel.access import ALL_ROLES, Access
from kernel.http import refusals

READ = Access(READERS)
KEEP = Access(KEEPERS)
BOOKKEEPING = Access(KEEPERS | BOOKS)
EVERYBODY = Access(ALL_ROLES)
WRITES = (EconomyGateShut, *refusals.WRITES)
"""What may be refused wherever something is written."""
MOVES = (EconomyGateShut, *refusals.MOVES)
"""What every step of a thing with a state table may be refused for."""
