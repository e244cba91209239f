"""The incidents' `Api` and what its routes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.service.answers import ANSWERS
from kernel.access import ALL_ROLES, Access
from kernel.http import Api, Request
from kernel.ids import ID_PATTERN
from kernel.storage.unit_of_work import UnitOfWork

API = Api("incidents")

SIGNED_IN = Access(ALL_ROLES)

IncidentId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]
UnitQuery = Annotated[
    str | None,
    Query(
        max_length=15,
        pattern=r"^[0-9A-Z-]+$",
        description="A unit or department / 单位或部门代码",
    ),
]
CategoryQuery = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]

Result = TypeVar("Result")


def carried_out(
    request: Request,
    use_case: Callable[[UnitOfWork], Result],
    view: Callable[[Result], Any],
    *,
    status: int = 200,
    location: Callable[[Result], str] | None = None,
) -> Response[Any]:
    """Carry out a use case of the incidents as one unit of work and answer it (`Api.carry_out`)."""
    return API.carry_out(request, use_case, view, keys=ANSWERS, status=status, location=location)
