"""What the API description says of a route's answers."""

from __future__ import annotations

from typing import Any, cast

from kernel.http.bodies import PROBLEM_JSON
from kernel.http.route import Route
from kernel.problems import Problem

_MEANINGS = {
    403: "Not allowed / 无权操作",
    409: "Contradicts the present state / 与当前状态冲突",
    422: "Not acceptable / 填写有误",
}
"""Where several problems share a status, what they have in common."""


def documented(route: Route) -> dict[int, Any]:
    """Return the documented answers of a route, problems included."""
    documented: dict[int, Any] = {}
    for status, (meaning, model) in route.answers.items():
        documented[status] = {"description": f"{meaning.en} / {meaning.zh}"}
        if isinstance(model, tuple):
            media = cast("tuple[str, ...]", model)
            documented[status]["content"] = {one: {"schema": {"type": "string"}} for one in media}
        elif model is not None:
            documented[status]["content"] = {"application/json": {"model": model}}
    for status, problems in by_status(route).items():
        if status not in documented:
            documented[status] = _told(status, problems)
    return documented


def by_status(route: Route) -> dict[int, list[type[Problem]]]:
    """Return what a route may refuse: its own problems and those of every route of its kind, one of each type."""
    from kernel.problem_model import common_problems

    found: dict[int, dict[str, type[Problem]]] = {}
    for problem in common_problems(
        route.access, route.method, route.problems, named="{" in route.path
    ):
        # One that is made from another without a type of its own is the other to a client.
        told = next(one for one in problem.__mro__ if "slug" in one.__dict__)
        found.setdefault(problem.status, {})[problem.slug] = told
    return {status: _without_kin(list(problems.values())) for status, problems in found.items()}


def _without_kin(problems: list[type[Problem]]) -> list[type[Problem]]:
    """Leave out what a family among them stands for already: a client finds each type in one schema."""
    families = [one for one in problems if one.is_family]
    return [
        one
        for one in problems
        if not any(one is not family and issubclass(one, family) for family in families)
    ]


def _told(status: int, problems: list[type[Problem]]) -> dict[str, Any]:
    from kernel.problem_model import schema_name

    refs = [{"$ref": f"#/components/schemas/{schema_name(one)}"} for one in problems]
    first = problems[0].title
    alike = len(problems) == 1 or status not in _MEANINGS
    return {
        "description": f"{first.en} / {first.zh}" if alike else _MEANINGS[status],
        "content": {PROBLEM_JSON: {"schema": refs[0] if len(refs) == 1 else {"oneOf": refs}}},
    }
