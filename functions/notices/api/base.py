"""The notices' `Api` and what its routes share."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.http import Api
from kernel.storage.unit_of_work import Outcome

API = Api("notices")

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Entries per page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(max_length=2000, description="next_cursor of the page before / 上一页的 next_cursor"),
]


def answered(outcome: Outcome[Any], version: int | None = None) -> Response[Any]:
    """Answer what was done now, or what the request's key was answered first."""
    assert outcome.answered is not None
    if outcome.replayed:
        return API.replayed(outcome.answered)
    return API.answer(outcome.answered.status, outcome.answered.body, version=version)
