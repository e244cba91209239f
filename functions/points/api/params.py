"""What routes of the points take from path and query."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT

FIRST_PAGE = DEFAULT_LIMIT
Village = Annotated[
    str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"], description="村代码 / village")
]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
NamedId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$")]
