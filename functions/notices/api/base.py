"""The notices' `Api` and what its routes share."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.http import Api
from kernel.storage.unit_of_work import Outcome

API = Api("notices")


def answered(outcome: Outcome[Any], version: int | None = None) -> Response[Any]:
    """Answer what was done now, or what the request's key was answered first."""
    assert outcome.answered is not None
    if outcome.replayed:
        return API.replayed(outcome.answered)
    return API.answer(outcome.answered.status, outcome.answered.body, version=version)
