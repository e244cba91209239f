"""What routes of enforcement share: what they take from the path."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel.access import ALL_ROLES, Access
from kernel.ids import ID_PATTERN

SIGNED_IN = Access(ALL_ROLES, scoped=False)

Town = Annotated[
    str, Path(pattern=r"^[1-9]\d{8}$", examples=["140426106"], description="乡镇代码 / town")
]
Year = Annotated[int, Path(ge=2020, le=2099, examples=[2026])]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
ItemCode = Annotated[
    str, Path(pattern=r"^[a-z0-9][a-z0-9\-]{0,39}$", description="权责事项编码 / item")
]
