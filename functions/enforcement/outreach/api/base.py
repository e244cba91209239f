"""What the routes of outreach share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.outreach.model.history import step_view
from enforcement.outreach.rules.public_text import PersonalNumberInText
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.rules.choice_of_law import NotInForce
from enforcement.service.asked import ANSWERS
from kernel.access import Access
from kernel.http import Request
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.states import IllegalMove, Named, WordsMissing
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork

MANAGED = Access(MANAGERS)
WRITES = (PersonalNumberInText, NotInForce, IdempotencyKeyReused, SomebodyWasFaster)
"""What may be refused wherever something is written."""
MOVES = (NotFound, IllegalMove, WordsMissing, StaleVersion, *WRITES)
"""What every step of a thing with a state table may be refused for."""

RowId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Unit = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11})$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106"],
    ),
]
TownOrVillage = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{8}|[1-9]\d{11})$",
        description="Town or village / 乡镇或村代码",
        examples=["140426106"],
    ),
]
Year = Annotated[int, Query(ge=2000, le=2099, examples=[2026], description="Year / 年度")]

Result = TypeVar("Result")


def carried_out(
    request: Request,
    use_case: Callable[[UnitOfWork], Result],
    view: Callable[[Result], Any],
    *,
    status: int = 200,
    location: Callable[[Result], str] | None = None,
) -> Response[Any]:
    """Carry out a use case of outreach as one unit of work and answer it (`Api.carry_out`)."""
    return API.carry_out(request, use_case, view, keys=ANSWERS, status=status, location=location)


def page(found: Listed, view: Callable[[Any], Any]) -> Response[Any]:
    """Answer a page of a list."""
    items = [view(one) for one in found.rows]
    return API.answer(200, {"items": items, "next_cursor": found.next_cursor})


def history(request: Request, found: Listed, events: type[Named]) -> Response[Any]:
    """Answer a page of a history."""
    return page(found, lambda step: step_view(step, events, request.language))
