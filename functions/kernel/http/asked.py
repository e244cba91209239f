"""What routes of many contexts take from path and query: which thing, which place."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.ids import ID_PATTERN

RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Village = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{11}$", description="Village / 村代码", examples=["140426106201"]),
]
TownAsked = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{8}$", description="Town / 乡镇代码", examples=["140426106"]),
]
Area = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11})$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106"],
    ),
]
