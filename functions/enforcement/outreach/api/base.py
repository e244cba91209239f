"""What the routes of outreach share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.outreach.rules.public_text import PersonalNumberInText
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.rules.choice_of_law import NotInForce
from kernel.access import Access
from kernel.http import refusals

MANAGED = Access(MANAGERS)
WRITES = (PersonalNumberInText, NotInForce, *refusals.WRITES)
"""What may be refused wherever something is written."""
MOVES = (PersonalNumberInText, NotInForce, *refusals.MOVES)
"""What every step of a thing with a state table may be refused for."""

TownOrVillage = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{8}|[1-9]\d{11})$",
        description="Town or village / 乡镇或村代码",
        examples=["140426106"],
    ),
]
Year = Annotated[int, Query(ge=2000, le=2099, examples=[2026], description="Year / 年度")]
