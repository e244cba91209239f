"""What lists take from their query: how many rows a page has, where it starts, which unit it is of."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.paging import MAX_LIMIT
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import is_code

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows a page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]


def unit_queried(text: str) -> str:
    """Return a unit code from a query.

    Raises
    ------
    InvalidFields
        It has not the grammar of one.
    """
    if not is_code(text):
        raise InvalidFields.one(
            "unit",
            Text(
                "须为 6、9、12 或 15 位单位代码，或部门代码。",
                "Must be a unit code of 6, 9, 12 or 15 digits, or a department's.",
            ),
        )
    return text
