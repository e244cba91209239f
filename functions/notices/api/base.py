"""The notices' `Api` and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.http import Api

API = Api("notices")

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Entries per page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(max_length=2000, description="next_cursor of the page before / 上一页的 next_cursor"),
]
