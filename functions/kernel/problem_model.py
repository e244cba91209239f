"""The shape of problem+json, for the API description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kernel.access import Access
from kernel.problems import (
    TYPE_PREFIX,
    IdempotencyKeyReused,
    InternalFault,
    InvalidFields,
    MalformedRequest,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OutsideYourArea,
    PayloadTooLarge,
    Problem,
    StaleVersion,
    TooManyRequests,
    TryAgain,
    UnsupportedContentType,
)
from kernel.states import IllegalMove
from kernel.storage.unit_of_work import SomebodyWasFaster, TooMuchAtOnce


class FieldProblem(BaseModel):
    """One field that is not acceptable."""

    field: str = Field(description="Path of the field / 字段路径", examples=["location.lat"])
    message: str = Field(description="What is wrong / 问题说明", examples=["此项必填。"])


class ProblemWords(BaseModel):
    """What every problem document tells people."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    title: str
    detail: str = Field(description="For people, in the language asked for / 按请求语言的说明")
    instance: str = Field(default="", description="The path that was called / 请求路径")


class ProblemDocument(BaseModel):
    """RFC 9457 problem document of any type."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    type: str = Field(
        description="Stable name of the refusal / 问题类型",
        examples=["urn:sizhi:problem:not-found"],
    )
    title: str
    status: int
    detail: str = Field(description="For people, in the language asked for / 按请求语言的说明")
    instance: str | None = None
    errors: list[FieldProblem] | None = None


def common_problems(
    access: Access, method: str, own: Sequence[type[Problem]], *, named: bool
) -> list[type[Problem]]:
    """Return what a route may refuse: its own problems and those of every route of its kind.

    `named` routes carry a name in their path, and nothing may have that name.
    """
    common: list[type[Problem]] = [InvalidFields, TooManyRequests, TryAgain, InternalFault]
    if not access.public:
        common += [NotSignedIn, NotAllowed, OutsideYourArea]
    if named:
        common.append(NotFound)
    if method in ("POST", "PUT", "PATCH"):
        common += [MalformedRequest, PayloadTooLarge, UnsupportedContentType]
    if method != "GET" and not access.public:
        common += [
            SomebodyWasFaster,
            TooMuchAtOnce,
            *([IdempotencyKeyReused] if method == "POST" else []),
        ]
    return sorted({*own, *common}, key=lambda problem: (problem.status, problem.slug))


_TEXTS = {"type": "array", "items": {"type": "string"}}
_FIELDS = {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}}
_SECONDS = {"type": "integer"}
EXTENSIONS: Mapping[type[Problem], Mapping[str, Any]] = {
    InvalidFields: {"errors": _FIELDS},
    IllegalMove: {"present_status": {"type": "string"}, "legal_actions": _TEXTS},
    NotAllowed: {"allowed_roles": _TEXTS, "allowed_relations": _TEXTS},
    StaleVersion: {"present_version": {"type": "integer"}},
    TooManyRequests: {"retry_after": _SECONDS},
}
"""What the problems of a class, and of those made from it, may say beyond the document's own members."""


def kinds_of(problem: type[Problem]) -> list[str]:
    """Return the types that a declared problem stands for: its own, and those of all that are made from it where it stands for a family."""
    if not problem.is_family:
        return [problem.slug]
    ahead, kinds = [problem], set[str]()
    while ahead:
        one = ahead.pop()
        if one.status == problem.status:
            kinds.add(one.slug)
        ahead += one.__subclasses__()
    return sorted(kinds)


def schema_name(problem: type[Problem]) -> str:
    """Return the name a problem's schema has in the API description."""
    return "".join(part.capitalize() for part in problem.slug.split("-")) + "Problem"


def _types(kinds: Sequence[str]) -> dict[str, Any]:
    said = {"const": kinds[0]} if len(kinds) == 1 else {"enum": list(kinds)}
    return {"type": "string", **said}


def schema_of(problem: type[Problem]) -> dict[str, Any]:
    """Return the schema of one type of problem, with an example as it is told in Chinese."""
    more = [said for known, said in EXTENSIONS.items() if issubclass(problem, known)]
    told = problem.__doc__ or problem.said.en
    example: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.slug,
        "title": problem.title.zh,
        "status": problem.status,
        "detail": problem.said.zh,
    }
    own = {
        "type": _types([TYPE_PREFIX + one for one in kinds_of(problem)]),
        "status": {"type": "integer", "const": problem.status},
    }
    return {
        "title": schema_name(problem),
        "description": f"{told.strip().splitlines()[0]} / {problem.said.zh}",
        "allOf": [
            {"$ref": "#/components/schemas/ProblemWords"},
            {
                "type": "object",
                "properties": {name: said for one in more for name, said in one.items()} | own,
                "required": ["type", "status"],
            },
        ],
        "examples": [example],
    }
