"""What the API description says of a route's answers."""

from __future__ import annotations

from typing import Any, cast

from kernel.http.bodies import PROBLEM_JSON
from kernel.http.route import Route


def documented(route: Route) -> dict[int, Any]:
    """Return the documented answers of a route, problems included."""
    from kernel.problem_model import ProblemDocument, common_problems

    documented: dict[int, Any] = {}
    for status, (meaning, model) in route.answers.items():
        documented[status] = {"description": f"{meaning.en} / {meaning.zh}"}
        if isinstance(model, tuple):
            media = cast("tuple[str, ...]", model)
            documented[status]["content"] = {one: {"schema": {"type": "string"}} for one in media}
        elif model is not None:
            documented[status]["content"] = {"application/json": {"model": model}}
    for problem in common_problems(
        route.access, route.method, route.problems, named="{" in route.path
    ):
        line = f"{problem.title.en} / {problem.title.zh}: {problem.slug}"
        if problem.status in documented:
            documented[problem.status]["description"] += f"; {line}"
        else:
            documented[problem.status] = {
                "description": line,
                "content": {PROBLEM_JSON: {"model": ProblemDocument}},
            }
    return documented
