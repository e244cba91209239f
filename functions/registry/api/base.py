"""The registry's `Api` and what its routes share."""

from __future__ import annotations

import re
from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.http import Api, Request, to_json
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import Outcome
from kernel.units import is_code
from registry.rules.versions import Seen
from registry.service.answers import ANSWERS
from registry.service.asked import Asked, Saved, Shown

API = Api("registry", answers=ANSWERS)

FIRST_PAGE = DEFAULT_LIMIT

_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")
_PERSON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}")


def unit_code(text: str) -> str:
    """Return a unit code from a path; what is none is not found."""
    return text if is_code(text) else _missing()


def row_id(text: str) -> str:
    """Return a household's, resident's or import's id from a path."""
    return text if _ROW_ID.fullmatch(text) else _missing()


def person_id(text: str) -> str:
    """Return a person's id from a path."""
    return text if _PERSON_ID.fullmatch(text) else _missing()


def _missing() -> str:
    raise NotFound


def asked(request: Request, status: int | None = None) -> Asked:
    """Return what a use case is told beside its command.

    Parameters
    ----------
    status
        What a POST answers, kept under its idempotency key; None: a PUT, which needs no key.
    """
    return Asked(
        request,
        Seen("if-match" in request.headers, request.expected_version),
        request.idempotency_key(ANSWERS) if status else None,
        lambda saved: Answered(status or 200, to_json(saved.view)),
    )


def answer(outcome: Outcome[Saved]) -> Response[Any]:
    """Answer what was written, or what the request's key was answered first."""
    if outcome.replayed:
        assert outcome.answered is not None
        return API.replayed(outcome.answered)
    saved = outcome.result
    assert saved is not None
    return API.answer(201 if saved.is_new else 200, saved.view, version=saved.version)


def show(shown: Shown) -> Response[Any]:
    """Answer what is shown, with its version."""
    return API.answer(200, shown.view, version=shown.version)
