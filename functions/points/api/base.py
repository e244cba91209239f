"""The points' `Api`, which module holds which of its routes, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import Response

from kernel.access import ALL_ROLES, Access
from kernel.http import Api, Request
from kernel.http.parts import Parts
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from points.service.answers import ANSWERS

API = Api(
    "points",
    parts=Parts(
        "/v1/points",
        {
            "points.api.boards": ("villages/{}/assessments", "villages/{}/boards"),
            "points.api.books": (
                *("rule-books", "villages/{}/rule-book", "villages/{}/rule-books"),
            ),
            "points.api.claims": ("claims",),
            "points.api.households": ("households", "plates"),
            "points.api.ledger": ("villages/{}/ledger",),
            "points.api.publications": ("villages/{}/publications",),
            "points.api.redemptions": ("redemptions",),
            "points.api.settlements": ("villages/{}/settlements",),
            "points.api.shop": (
                *("villages/{}/goods", "villages/{}/movements", "villages/{}/shop"),
            ),
        },
    ),
)

SIGNED_IN = Access(ALL_ROLES)

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
    return API.carry_out(request, use_case, view, keys=ANSWERS, status=status, location=location)


def page(found: Listed, view: Callable[[Any], Any]) -> Response[Any]:
    """Answer a page of a list."""
    items = [view(one) for one in found.rows]
    return API.answer(200, {"items": items, "next_cursor": found.next_cursor})
