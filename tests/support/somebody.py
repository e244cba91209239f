"""Who asks, for tests that call use cases and no route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kernel.access import Caller, Post, Role, require_post_over
from kernel.directory import Remembered, find_caller
from kernel.problems import NotFound, Problem
from kernel.storage.rows import Key


class Somebody:
    """Who asks, as a use case needs to know it."""

    def __init__(self, name: str) -> None:
        found = find_caller(name)
        assert found is not None
        self.person: Caller = found

    def within(self, unit: str, roles: Iterable[Role]) -> Post:
        return require_post_over(self.person, unit, roles)

    def allow(self, proven: bool, refusal: Callable[[], Problem] = NotFound) -> None:
        if not proven:
            raise refusal()

    def recall(self, keys: Sequence[Key]) -> list[Any]:
        found = Remembered.recall(keys)
        return [found[key] for key in keys]
