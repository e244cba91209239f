"""The points' `Api` and what its routes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import Response

from kernel.access import ALL_ROLES, Access
from kernel.http import Api, Request, to_json
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.idempotency import Answered
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from points.store.rows import AnswerRow

API = Api("points")

SIGNED_IN = Access(ALL_ROLES)
WRITES = (IdempotencyKeyReused, SomebodyWasFaster)
"""What every route that writes under an idempotency key may refuse."""
MOVES = (NotFound, IllegalMove, WordsMissing, StaleVersion, *WRITES)
"""What every step of a thing with a state table may be refused for."""

Result = TypeVar("Result")


def carried_out(
    request: Request,
    use_case: Callable[[UnitOfWork], Result],
    view: Callable[[Result], Any],
    *,
    status: int | Callable[[Result], int] = 200,
    location: Callable[[Result], str] | None = None,
) -> Response[Any]:
    """Carry out a use case as one unit of work and answer it; an `Idempotency-Key` is honoured on every POST.

    Parameters
    ----------
    view
        What is answered; its version, where the result has one, is the `ETag`.
    """

    def answer(result: Result) -> Answered:
        return Answered(status(result) if callable(status) else status, to_json(view(result)))

    outcome = carry_out(
        use_case,
        once=request.once(AnswerRow) if request.route.strip() == "POST" else None,
        answer=answer,
    )
    answered, result = outcome.answered, outcome.result
    assert answered is not None
    if outcome.replayed:
        return API.replayed(answered)
    assert result is not None
    return API.answer(
        answered.status,
        answered.body,
        version=getattr(result, "version", None),
        headers={"Location": location(result)} if location else None,
    )


def page(found: Listed, view: Callable[[Any], Any]) -> Response[Any]:
    """Answer a page of a list."""
    items = [view(one) for one in found.rows]
    return API.answer(200, {"items": items, "next_cursor": found.next_cursor})
