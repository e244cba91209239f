"""The shape of problem+json, for the API description."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from kernel.access import Access
from kernel.problems import (
    InternalFault,
    InvalidFields,
    MalformedRequest,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PayloadTooLarge,
    Problem,
    TooManyRequests,
    TryAgain,
    UnsupportedContentType,
)


class FieldProblem(BaseModel):
    """One field that is not acceptable."""

    field: str = Field(description="Path of the field / 字段路径", examples=["location.lat"])
    message: str = Field(description="What is wrong / 问题说明", examples=["此项必填。"])


class ProblemDocument(BaseModel):
    """RFC 9457 problem document."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    type: str = Field(examples=["urn:sizhi:problem:illegal-move"])
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
        common += [NotSignedIn, NotAllowed]
    if named:
        common.append(NotFound)
    if method in ("POST", "PUT", "PATCH"):
        common += [MalformedRequest, PayloadTooLarge, UnsupportedContentType]
    return sorted({*own, *common}, key=lambda problem: (problem.status, problem.slug))
