"""What the routes of stars share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import OFFICERS, Access
from reports.stars.service.open_year import OPENERS

BASE = "/v1/reports/stars"
PUBLIC_BASE = "/v1/reports/public/stars"
READ = Access(OFFICERS)
OF_COUNTY = Access(OPENERS)

RatingId = Annotated[str, Path(pattern=r"^[1-9]\d{11}-20\d{2}$", examples=["140426106201-2026"])]
Year = Annotated[int, Path(ge=2020, le=2099, examples=[2026])]
Village = Annotated[str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"])]
Unit = Annotated[
    str,
    Query(
        pattern=r"^[1-9]\d{5}(\d{3}(\d{3})?)?$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106"],
    ),
]
