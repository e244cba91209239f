"""The HTTP face of GeoReport: the kernel's, with errors told the way the specification wants them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from types import FunctionType
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.open311.model.formats import CONTENT_TYPES, Form, form_of, written
from kernel.http import Api, Request
from kernel.problems import FieldError, Problem

_SPOKEN_PLAINLY = {403, 404, 405, 429, 500, 503}

FIELD_NAMES = {
    "category": "service_code",
    "location.lat": "lat",
    "location.lon": "long",
    "location": "lat, long",
    "unit": "attribute[unit]",
    "severity": "attribute[severity]",
}
"""What the fields of a report are called in GeoReport."""


class GeoReport(Api):
    """An `Api` whose every path is there in both formats and whose refusals are `errors` of code and description."""

    def handle(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one API Gateway event; a form arrives in base64, as it does not call itself text."""
        if event.get("isBase64Encoded") and event.get("body"):
            try:
                body = base64.b64decode(event["body"]).decode()
            except (binascii.Error, UnicodeDecodeError):
                # Read as a form it has no field that is needed, and is refused for that.
                body = ""
            event = {**event, "body": body, "isBase64Encoded": False}
        return super().handle(event, context)

    def in_both_formats(
        self, method: str, path: str, **how: Any
    ) -> Callable[[Callable[..., Response[Any]]], Callable[..., Response[Any]]]:
        """Register a route as `path.json` and as `path.xml`."""

        def register(function: Callable[..., Response[Any]]) -> Callable[..., Response[Any]]:
            for form in Form:
                self.route(method, f"{path}.{form}", **how)(_twin(function, form))
            return function

        return register

    def complete(self, description: dict[str, Any]) -> None:
        """Say in the OpenAPI description what the kernel cannot know: forms, both formats, errors by the specification."""
        from incidents.open311.api.description import complete

        complete(description)

    def written(self, request: Request, status: int, root: str, value: Any) -> Response[Any]:
        """Return an answer in the format the path of the request asks for."""
        form = form_of(request.path)
        return Response(
            status_code=status,
            content_type=CONTENT_TYPES[form],
            body=written(form, root, value),
            headers={},
        )

    def refuse(self, problem: Problem) -> Response[Any]:
        """Return a refusal as GeoReport has it, in the format asked for."""
        # 403 for who may not, 404 for what is not there, 400 for whatever else is wrong with the request (GeoReport v2, Errors).
        status = 403 if problem.status == 401 else problem.status
        if status < 500 and status not in _SPOKEN_PLAINLY:
            status = 400
        request = self.request
        language = request.language
        faults: list[FieldError] = problem.more.get("errors") or []
        lines = [
            f"{FIELD_NAMES.get(fault.field, fault.field)}: {fault.message.say(language)}"
            for fault in faults
        ] or [problem.detail.say(language)]
        errors = [{"code": status, "description": line} for line in lines]
        answer = self.written(request, status, "errors", errors)
        answer.headers.update(problem.headers)
        return answer


def _twin(function: Any, form: Form) -> Any:
    """Return a function of its own with the same code: a route is known by its function."""
    twin = FunctionType(
        function.__code__,
        function.__globals__,
        f"{function.__name__}_{form}",
        function.__defaults__,
        function.__closure__,
    )
    twin.__annotations__ = function.__annotations__
    twin.__doc__ = function.__doc__
    twin.__module__ = function.__module__
    return twin
