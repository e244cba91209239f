"""What the routes of the environment share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import ALL_ROLES, Access
from kernel.ids import ID_PATTERN
from services.environment.rules.courtyard_states import STAFF_OF_PLACE

BASE = "/v1/services/environment"
PUBLIC_BASE = "/v1/services/public/environment"
SIGNED_IN = Access(ALL_ROLES)
STAFFED = Access(STAFF_OF_PLACE)

RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Village = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{11}$", description="Village / 村代码", examples=["140426106201"]),
]
