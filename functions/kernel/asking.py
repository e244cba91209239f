"""Who asks, as use cases see it: the caller, and the proof that what is asked for is theirs to see or do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from kernel.access import Caller, Post, Role
from kernel.problems import NotFound, Problem
from kernel.storage.rows import Key


class Asking(Protocol):
    """Somebody who asks for something; a request is one.

    `within` and `allow` prove that the caller may have the answer, or refuse.
    """

    @property
    def person(self) -> Caller:
        """The caller."""
        ...

    def within(self, unit: str, roles: Iterable[Role]) -> Post:
        """Prove that the caller's post reaches a unit; return it."""
        ...

    def allow(self, proven: bool, refusal: Callable[[], Problem] = NotFound) -> None:
        """Prove the scope by a fact, or refuse."""
        ...

    def recall(self, keys: Sequence[Key]) -> list[Any]:
        """Return rows that are remembered or were read before, such as those of the directory; reads what is missing."""
        ...
