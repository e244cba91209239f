"""What the routes of hazards share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import PLACE_STAFF, Access, Role

STAFFED = Access(PLACE_STAFF)
CONCERNED = Access(PLACE_STAFF | {Role.RESIDENT})
"""Who works for a place, and whoever owns it."""

Grid = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{14}$", description="Grid / 网格代码", examples=["140426106201001"]),
]
Unit = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14})$",
        description="County, town, village or grid / 县、乡镇、村或网格代码",
        examples=["140426106201"],
    ),
]
