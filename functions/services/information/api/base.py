"""What the routes of information share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

Household = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$",
        examples=["h-001"],
        description="Household / 户",
    ),
]
Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{1,39}$", examples=["household_basics"])]
GridOrVillage = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{11}|[1-9]\d{14})$",
        description="Village or grid / 村或网格代码",
        examples=["140426106201001"],
    ),
]
