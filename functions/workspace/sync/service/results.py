"""What became of an operation, with what belongs to that."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from kernel.problems import IdempotencyKeyReused
from workspace.sync.rules.batches import Done, Outcome, Way


class Result(NamedTuple):
    """What became of an operation; `about` are ids, by the kind of thing."""

    outcome: Outcome
    about: Mapping[str, str] = MappingProxyType({})
    answer: Mapping[str, Any] | None = None
    current: Mapping[str, Any] | None = None
    problem: Mapping[str, Any] | None = None
    because: str | None = None

    @property
    def done(self) -> Done:
        """What others that stand on it need to know."""
        return Done(self.outcome, self.about)


def succeeded(way: Way, outcome: Outcome, answer: Mapping[str, Any], target: str | None) -> Result:
    """Return the result of an operation that had its effect, now or before."""
    # What makes nothing new, and answers how things stand now, is about what it was done to.
    made = answer.get("id") or target or ""
    return Result(outcome, way.about(made, target), answer)


def contradicts(status: int, problem: Mapping[str, Any]) -> bool:
    """Tell whether a refusal is about how things stand, not about what was sent."""
    return status in (409, 412) and not problem["type"].endswith(IdempotencyKeyReused.slug)
