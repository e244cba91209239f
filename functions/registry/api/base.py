"""The registry's `Api` and what its routes share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import ROLE_NAMES, Post
from kernel.http import Api, refuse_stale, to_json
from kernel.paging import DEFAULT_LIMIT, MAX_LIMIT
from kernel.problems import NotFound, Problem
from kernel.storage.idempotency import Answered
from kernel.texts import Text
from kernel.units import is_code
from registry.store.draft import Draft, Settled, settle
from registry.store.rows import AnsweredRow

API = Api("registry")

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows per page / 每页条数")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before / 上页游标")
]
FIRST_PAGE = DEFAULT_LIMIT

_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")
_PERSON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}")


class VersionRequired(Problem):
    """What is there already is only replaced by somebody who says which version he has seen."""

    status = 428
    slug = "version-required"
    title = Text("须提供版本", "Version required")
    said = Text(
        "内容已存在，修改须在 If-Match 中提供读取时的 ETag。",
        "It exists already: send the ETag you have read as If-Match to replace it.",
    )


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


def refuse_unseen(row: Any) -> None:
    """Let a replacement pass when it is of nothing, or of the version the client has seen.

    Raises
    ------
    VersionRequired
        The row exists and `If-Match` is missing.
    StaleVersion
        `If-Match` names another version.
    """
    expected = API.request.expected_version
    if row is None:
        refuse_stale(expected, 0)
        return
    if "if-match" not in API.request.headers:
        raise VersionRequired
    refuse_stale(expected, int(row.version))


def settled(decide: Callable[[Draft], Settled], *, once: bool = False) -> Response[Any]:
    """Decide, write and answer.

    Parameters
    ----------
    once
        Whether an `Idempotency-Key` is honoured.
    """
    key = API.request.once(AnsweredRow) if once else None
    outcome = settle(decide, key, to_json)
    if isinstance(outcome, Answered):
        return API.replayed(outcome)
    return API.answer(outcome.status, outcome.body, version=outcome.version)


def whole(number: Any) -> int | None:
    """Return a stored number as JSON writes it without a fraction; None stays None."""
    return None if number is None else int(number)


def post_view(holder: str, post: Post) -> dict[str, Any]:
    """Return a post as it is answered."""
    name = ROLE_NAMES[post.role]
    return {
        "post_id": "~".join((holder, str(post.role), post.unit, post.valid_from.isoformat())),
        "role": str(post.role),
        "role_name": name.zh,
        "role_name_en": name.en,
        "unit": post.unit,
        "valid_from": post.valid_from.isoformat(),
        "valid_to": post.valid_to.isoformat() if post.valid_to else None,
    }
