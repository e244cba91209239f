"""The HTTP face all contexts share."""

from kernel.http.api import Api
from kernel.http.bodies import FORM, JSON, MAX_BODY_BYTES, MAX_DOCUMENT_BYTES, PROBLEM_JSON, to_json
from kernel.http.pages import unit_queried
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
    "Versions",
    "refuse_stale",
    "to_json",
    "unit_queried",
]
