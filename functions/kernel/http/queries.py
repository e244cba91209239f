"""Query parameters: what a route does not have is refused, as are marks that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler.middlewares import openapi_validation
from aws_lambda_powertools.event_handler.openapi.params import get_flat_dependant

from kernel.characters import holds_hidden
from kernel.field_errors import HIDDEN
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text

# Powertools finds it out for every parameter of every request, a tenth of the cost of a list with ten of them.
_validation: Any = openapi_validation
_validation.is_scalar_field = cache(_validation.is_scalar_field)

_NO_SUCH_QUERY = Text("没有此查询参数。", "There is no such query parameter.")


def refuse_unknown_queries(app: Any, *, takes_any: bool) -> None:
    """Refuse a query parameter the route does not have, as a field it does not have: a mistyped filter would filter nothing."""
    given: Mapping[str, str] = app.current_event.raw_event.get("queryStringParameters") or {}
    hidden = [name for name, value in given.items() if holds_hidden(value)]
    if hidden:
        raise InvalidFields(errors=[FieldError(name, HIDDEN) for name in hidden])
    if not given or takes_any:
        return
    taken = get_flat_dependant(app.context["_route"].dependant).query_params
    unknown = [name for name in given if name not in {one.alias for one in taken}]
    if unknown:
        raise InvalidFields(errors=[FieldError(name, _NO_SUCH_QUERY) for name in unknown])
