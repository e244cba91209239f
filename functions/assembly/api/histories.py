"""Histories of what else is written down step by step: votes, bodies, ceremonies, ideas."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.base import (
    API,
    EVERYBODY,
    BodyInPath,
    Cursor,
    IdInPath,
    Limit,
    find,
    history,
)
from assembly.api.ceremonies import concerns
from assembly.model import answers
from assembly.store.rows import Kind
from kernel import paging
from kernel.problems import NotFound
from kernel.texts import Text

_STEPS = Text("全过程", "Every step, oldest first")


@API.route(
    "GET",
    "/v1/votes/{vote}/history",
    access=EVERYBODY,
    answers={200: (_STEPS, answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("表决过程（不含选票）", "Read the history of a vote; no ballot is in it"),
)
def get_vote_history(
    vote: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a vote."""
    document, _ = find(Kind.VOTE, vote)
    return history(Kind.VOTE, vote, document["village"], limit, cursor)


@API.route(
    "GET",
    "/v1/bodies/{body}/history",
    access=EVERYBODY,
    answers={200: (_STEPS, answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("组织成员变动过程", "Read how a body came to its compositions"),
)
def get_body_history(
    body: BodyInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a body."""
    document, _ = find(Kind.BODY, body)
    return history(Kind.BODY, body, document["village"], limit, cursor)


@API.route(
    "GET",
    "/v1/ceremonies/{ceremony}/history",
    access=EVERYBODY,
    answers={200: (_STEPS, answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("红白事办理过程", "Read the history of a ceremony"),
)
def get_ceremony_history(
    ceremony: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a ceremony: whoever may read the ceremony."""
    document, _ = find(Kind.CEREMONY, ceremony)
    if not concerns(document):
        raise NotFound
    return history(Kind.CEREMONY, ceremony, document["village"], limit, cursor)


@API.route(
    "GET",
    "/v1/ideas/{idea}/history",
    access=EVERYBODY,
    answers={200: (_STEPS, answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("点子办理过程", "Read the history of an idea"),
)
def get_idea_history(
    idea: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of an idea."""
    document, _ = find(Kind.IDEA, idea)
    return history(Kind.IDEA, idea, document["village"], limit, cursor)
