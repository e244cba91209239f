"""What the routes of errands share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import refusals
from kernel.ids import ID_PATTERN
from kernel.problems import NotAllowed, OutsideYourArea
from kernel.storage.rates import TooOften
from services.errands.rules.errand_states import AGENTS
from services.errands.rules.refusals import ErrandRefused

BASE = "/v1/services/errands"
EVERYBODY = Access(ALL_ROLES)
WORKING = Access(AGENTS)
OVERSEERS = Access(OFFICERS)
SIGNED_IN = Access(ALL_ROLES, scoped=False)
COUNTY = Access(frozenset({Role.COUNTY_ADMIN}), scoped=False)
WRITES = (ErrandRefused, OutsideYourArea, TooOften, *refusals.WRITES)
MOVES = (ErrandRefused, NotAllowed, OutsideYourArea, *refusals.MOVES)

ErrandId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Year = Annotated[int, Query(ge=2000, le=2099, examples=[2026], description="Year / 年度")]
