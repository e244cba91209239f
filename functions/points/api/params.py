"""What routes of the points take from path and query."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT, MAX_LIMIT

FIRST_PAGE = DEFAULT_LIMIT
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows per page / 每页条数")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before / 上页游标")
]
Village = Annotated[
    str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"], description="村代码 / village")
]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
NamedId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$")]
