"""The HTTP face all contexts share."""

from kernel.http.api import Api
from kernel.http.bodies import FORM, JSON, MAX_BODY_BYTES, MAX_DOCUMENT_BYTES, PROBLEM_JSON, to_json
from kernel.http.fields import TextualValueError, field_error, unit_queried
from kernel.http.request import Called, Request
from kernel.problems import Versions, refuse_stale

__all__ = [
    "FORM",
    "JSON",
    "MAX_BODY_BYTES",
    "MAX_DOCUMENT_BYTES",
    "PROBLEM_JSON",
    "Api",
    "Called",
    "Request",
    "TextualValueError",
    "Versions",
    "field_error",
    "refuse_stale",
    "to_json",
    "unit_queried",
]
