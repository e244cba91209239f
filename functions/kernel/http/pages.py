"""What every list takes from its query: how many rows a page has, and where it starts."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.paging import MAX_LIMIT

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows a page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]
