"""The workspace's `Api`, and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import ALL_ROLES, Access
from kernel.http import Api

API = Api("workspace")

SIGNED_IN = Access(ALL_ROLES)

Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]
