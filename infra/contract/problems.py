"""Each type of problem as a schema of its own, with an example."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from infra.contract.names import Schema
from infra.generated import ROOT
from kernel.http.description import by_status
from kernel.http.route import Route
from kernel.problem_model import (
    FieldProblem,
    ProblemDocument,
    ProblemWords,
    schema_name,
    schema_of,
)

FUNCTIONS = ROOT / "functions"


def describe_problems(schemas: dict[str, Schema], routes: Iterable[Route]) -> None:
    """Add the schema of every problem that a route may answer.

    Raises
    ------
    ValueError
        Two problems have one type, and a client could not tell them apart.
    """
    _know_every_family()
    problems = {
        problem for route in routes for ones in by_status(route).values() for problem in ones
    }
    for problem in sorted(problems, key=lambda one: one.slug):
        name, schema = schema_name(problem), schema_of(problem)
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two problems are of the type {problem.slug}")
    for model in (ProblemDocument, ProblemWords, FieldProblem):
        schema: dict[str, Any] = model.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schema.pop("$defs", None)
        schemas[model.__name__] = schema


def _know_every_family() -> None:
    """Load the rules of all contexts: a family of problems is known by what is made from it."""
    for path in sorted(FUNCTIONS.glob("*/**/rules/**/*.py")):
        parts = path.relative_to(FUNCTIONS).with_suffix("").parts
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
