"""The points' `Api` and what its routes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import ALL_ROLES, Access
from kernel.http import Api, Request
from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT, MAX_LIMIT
from kernel.problems import IdempotencyKeyReused
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork
from points.store.rows import AnswerRow

API = Api("points")

SIGNED_IN = Access(ALL_ROLES)
FIRST_PAGE = DEFAULT_LIMIT
WRITES = (IdempotencyKeyReused, SomebodyWasFaster)
"""What every route that writes under an idempotency key may refuse."""

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows per page / 每页条数")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before / 上页游标")
]
Village = Annotated[
    str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"], description="村代码 / village")
]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
NamedId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$")]

Result = TypeVar("Result")


def carried_out(
    request: Request,
    use_case: Callable[[UnitOfWork], Result],
    view: Callable[[Result], Any],
    *,
    status: int | Callable[[Result], int] = 200,
    location: Callable[[Result], str] | None = None,
) -> Response[Any]:
    """Carry out a use case of the points as one unit of work and answer it (`Api.carry_out`)."""
    return API.carry_out(request, use_case, view, keys=AnswerRow, status=status, location=location)


def page(items: list[Any], next_cursor: str | None) -> Response[Any]:
    """Answer a page of a list."""
    return API.answer(200, {"items": items, "next_cursor": next_cursor})
