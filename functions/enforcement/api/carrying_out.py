"""What routes of enforcement share: how they answer, and what they take from the path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.service.asked import ANSWERS
from kernel.access import ALL_ROLES, Access
from kernel.http import Request
from kernel.ids import ID_PATTERN
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork

SIGNED_IN = Access(ALL_ROLES, scoped=False)

Town = Annotated[
    str, Path(pattern=r"^[1-9]\d{8}$", examples=["140426106"], description="乡镇代码 / town")
]
Year = Annotated[int, Path(ge=2020, le=2099, examples=[2026])]
RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]
ItemCode = Annotated[
    str, Path(pattern=r"^[a-z0-9][a-z0-9\-]{0,39}$", description="权责事项编码 / item")
]

Result = TypeVar("Result")


def carried_out(
    request: Request,
    use_case: Callable[[UnitOfWork], Result],
    view: Callable[[Result], Any],
    *,
    status: int = 200,
    location: Callable[[Result], str] | None = None,
) -> Response[Any]:
    """Carry out a use case as one unit of work and answer it (`Api.carry_out`)."""
    return API.carry_out(request, use_case, view, keys=ANSWERS, status=status, location=location)


def page(found: Listed, view: Callable[[Any], Any], **more: Any) -> Response[Any]:
    """Answer a page of a list."""
    items = [view(one) for one in found.rows]
    return API.answer(200, {**more, "items": items, "next_cursor": found.next_cursor})
