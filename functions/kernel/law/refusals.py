"""Refusals that say by what rule: what the gates of every context have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from kernel.law.citations import Reference
from kernel.problems import Problem
from kernel.texts import Text


class CitedRefusal(Problem):
    """A rule stands in the way; `citation` says by what. A context gives it `law_of`, a subclass names the rule.

    Parameters
    ----------
    detail
        What exactly is missing; the rule's own words when not given.
    """

    rests_on: ClassVar[str] = ""
    """The rule's name in the context's data; empty: each refusal says what it rests on, or it rests on nothing."""
    law_of: ClassVar[Callable[[str], Reference]]
    """Returns what a name of the context's data rests on."""

    def __init__(self, detail: Text | None = None, **more: Any) -> None:
        cited = {"citation": type(self).law_of(self.rests_on)} if self.rests_on else {}
        super().__init__(detail, **cited | more)
