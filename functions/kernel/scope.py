"""Who asks for something, and the proof that it is theirs to see or do: what a use case needs to know of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from kernel.access import Caller, Post, Role
from kernel.problems import NotFound, Problem
from kernel.storage.rows import Key


class Scope(Protocol):
    """Somebody who asks for something; a request is one.

    `within` and `allow` prove that the caller may have the answer, or refuse.
    """

    @property
    def person(self) -> Caller:
        """The caller."""
        ...

    def within(self, unit: str, roles: Iterable[Role]) -> Post:
        """Prove that a post of the caller reaches a unit; return that post."""
        ...

    def allow(self, proven: bool, refusal: Callable[[], Problem] = NotFound) -> None:
        """Prove the scope by a fact, or refuse."""
        ...

    def recall(self, keys: Sequence[Key]) -> list[Any]:
        """Return rows of the directory, which may be some seconds old."""
        ...
