"""Whether a route refuses only what it declares: watched in every test that asks a route in process."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from infra.openapi import CONTEXTS
from kernel.http.description import by_status
from kernel.http.request import ANSWERED
from kernel.problem_model import kinds_of
from kernel.problems import MethodNotAllowed, Problem
from kernel.texts import Language

OF_ANOTHER_STANDARD = "/open311/"
"""Whose refusals have no types: GeoReport v2 has codes and words of its own."""


@cache
def declared() -> dict[str, frozenset[str]]:
    """Return by route the types of problems that the contract names for it."""
    return {
        f"{route.method} {route.path}": frozenset(
            kind
            for problems in by_status(route).values()
            for problem in problems
            for kind in kinds_of(problem)
        )
        for context in CONTEXTS
        for route in importlib.import_module(f"{context}.api").API.described_routes()
    }


@contextmanager
def watched() -> Iterator[set[tuple[str, str]]]:
    """Collect, by route, the types of problems that were answered and that the route does not declare."""
    found: set[tuple[str, str]] = set()
    document = Problem.document

    def noted(self: Problem, language: Language, instance: str | None = None) -> dict[str, Any]:
        request = ANSWERED.get(None)
        named = request.declared if request else ""
        if (
            named
            and OF_ANOTHER_STANDARD not in named
            and not isinstance(self, MethodNotAllowed)
            and self.slug not in declared().get(named, {self.slug})
        ):
            found.add((named, self.slug))
        return document(self, language, instance)

    Problem.document = noted
    try:
        yield found
    finally:
        Problem.document = document
