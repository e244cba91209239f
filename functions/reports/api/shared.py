"""What routes of reports share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import OFFICERS, Access

READERS = OFFICERS
READ = Access(READERS)

Unit = Annotated[
    str,
    Query(
        pattern=r"^[1-9]\d{5}(\d{3}(\d{3})?)?$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106"],
    ),
]
FigureQuery = Annotated[str, Query(pattern="^[a-z_]{1,60}$", examples=["penalties"])]
