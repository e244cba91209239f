"""How a request is answered: with JSON, with a problem, with what a use case came to, with what its key was answered before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.http.bodies import JSON, PROBLEM_JSON, to_json
from kernel.http.request import Request, being_answered
from kernel.problems import Problem
from kernel.storage.idempotency import Answered, IdempotencyRow
from kernel.storage.lists import Listed
from kernel.storage.rates import refuse_crowding
from kernel.storage.unit_of_work import UnitOfWork, carry_out

Result = TypeVar("Result")


class Answering:
    """What answers the request at hand.

    Parameters
    ----------
    answers
        Where the context keeps the answers to idempotency keys; None: its routes carry out by themselves.
    """

    def __init__(self, answers: type[IdempotencyRow] | None = None) -> None:
        self._answers = answers

    @property
    def request(self) -> Request:
        """The request being answered."""
        return being_answered()

    def answer(
        self,
        status: int,
        body: Any,
        *,
        version: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """Return an answer with a JSON body, and its version as `ETag`; 204 has no body, whatever is given."""
        text = body if isinstance(body, str) else to_json(body)
        if status == HTTPStatus.NO_CONTENT:
            text = ""
        told = {**(headers or {})}
        if version is not None:
            told["ETag"] = f'"{version}"'
        return Response(
            status_code=status,
            content_type=None if status == HTTPStatus.NO_CONTENT else JSON,
            body=text,
            headers=told,
        )

    def carry_out(
        self,
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
            What is answered; the `version` of the result, where it has one, is the `ETag`.
        """
        kept_in = self._answers
        assert kept_in is not None, "a context says where it keeps its answers"

        def answer(result: Result) -> Answered:
            return Answered(status(result) if callable(status) else status, to_json(view(result)))

        idempotency_key = (
            request.idempotency_key(kept_in) if request.route.strip() == "POST" else None
        )
        outcome = carry_out(
            use_case,
            idempotency_key=idempotency_key,
            answer=answer,
            seen=request.seen(idempotency_key),
        )
        answered, result = outcome.answered, outcome.result
        assert answered is not None, "a use case that is answered has an answer"
        if outcome.replayed:
            return self.replayed(answered)
        assert result is not None, "a use case returns what is viewed"
        return self.answer(
            answered.status,
            answered.body,
            version=getattr(result, "version", None),
            headers={"Location": location(result)} if location else None,
        )

    def page(self, found: Listed, view: Callable[[Any], Any], **more: Any) -> Response[Any]:
        """Answer a page of a list: each thing as `view` shows it, the cursor of the next page, and what else is said of the list."""
        items = [view(one) for one in found.rows]
        return self.answer(200, {**more, "items": items, "next_cursor": found.next_cursor})

    def count_look(self, request: Request) -> None:
        """Count a look by a visitor without login, in the context's own table, so that nobody takes the place of the others.

        Raises
        ------
        TooManyRequests
            There were too many this minute.
        """
        assert self._answers is not None, "a context says where it keeps its answers"
        refuse_crowding(self._answers.Meta.table_name, request.source_ip, clock.now())

    def replayed(self, answered: Answered) -> Response[Any]:
        """Return the answer a key was given first, marked as such; it was this person's then, by this very route, and needs no other proof."""
        self.request.scope_proven = True
        return self.answer(answered.status, answered.body, headers={"Idempotent-Replayed": "true"})

    def refuse(self, problem: Problem) -> Response[Any]:
        """Return a refusal as `application/problem+json`, in the language asked for."""
        request = self.request
        return Response(
            status_code=problem.status,
            content_type=PROBLEM_JSON,
            body=to_json(problem.document(request.language, request.path)),
            headers=dict(problem.headers),
        )


def as_lambda(response: Response[Any]) -> dict[str, Any]:
    """Return an answer as API Gateway takes it from a function."""
    headers = {name: str(value) for name, value in response.headers.items()}
    return {
        "statusCode": response.status_code,
        "headers": headers,
        "body": response.body,
        "isBase64Encoded": False,
        "cookies": [],
    }
