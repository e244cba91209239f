"""What the routes of outreach share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.outreach.rules.public_text import PersonalNumberInText
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.rules.choice_of_law import NotInForce
from kernel.access import Access
from kernel.http import refusals
from kernel.ids import ID_PATTERN

MANAGED = Access(MANAGERS)
WRITES = (PersonalNumberInText, NotInForce, *refusals.WRITES)
"""What may be refused wherever something is written."""
MOVES = (PersonalNumberInText, NotInForce, *refusals.MOVES)
"""What every step of a thing with a state table may be refused for."""

RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Unit = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11})$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106"],
    ),
]
TownOrVillage = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{8}|[1-9]\d{11})$",
        description="Town or village / 乡镇或村代码",
        examples=["140426106"],
    ),
]
Year = Annotated[int, Query(ge=2000, le=2099, examples=[2026], description="Year / 年度")]
