"""What routes of the economy share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from economy.rules.asset_states import BOOKS, KEEPERS, READERS
from economy.rules.gates import EconomyGateShut
from kernel.access import ALL_ROLES, Access
from kernel.http import refusals
from kernel.ids import ID_PATTERN

READ = Access(READERS)
KEEP = Access(KEEPERS)
BOOKKEEPING = Access(KEEPERS | BOOKS)
EVERYBODY = Access(ALL_ROLES)
WRITES = (EconomyGateShut, *refusals.WRITES)
"""What may be refused wherever something is written."""
MOVES = (EconomyGateShut, *refusals.MOVES)
"""What every step of a thing with a state table may be refused for."""

RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Village = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{11}$", description="Village / 村代码", examples=["140426106201"]),
]
