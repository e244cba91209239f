"""GeoReport's `Api`, and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.open311.api.face import GeoReport

API = GeoReport("open311", takes_any_query=True)

ROOT = "/open311/v2"

Jurisdiction = Annotated[
    str | None,
    Query(max_length=100, description="Six-digit code of the county; may be left out / 县代码"),
]
ServiceCode = Annotated[str, Path(max_length=40, examples=["public_facilities"])]
RequestId = Annotated[str, Path(max_length=40, examples=["140426-26-BTZKK-A4N09"])]
Several = Annotated[str | None, Query(max_length=2000, description="Comma delimited / 逗号分隔")]
Instant = Annotated[
    str | None,
    Query(max_length=40, description="ISO 8601 with offset / 带时区的时间"),
]
