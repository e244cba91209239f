"""In which order a batch is done, and what stands on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from kernel.texts import Named

MOST_OPERATIONS = 100

SECONDS_FOR_ONE = 8.0
"""What an operation may take when the store is busy: with less left than this none is begun."""


class Outcome(Named):
    """What became of an operation."""

    APPLIED = "applied", "已办理", "done"
    REPLAYED = "replayed", "此前已办理", "done before"
    CONFLICT = "conflict", "与现状不符", "conflict"
    REFUSED = "refused", "未被接受", "refused"
    NOT_TRIED = "not_tried", "前一项未成，未办理", "not tried"
    LATER = "later", "请重发", "send again"

    @property
    def is_done(self) -> bool:
        """Whether it has had its effect, now or before."""
        return self in (Outcome.APPLIED, Outcome.REPLAYED)


class Way(NamedTuple):
    """The route of a kind of operation.

    Attributes
    ----------
    kind
        What clients call it.
    path
        The route's, with `{target}` where it is done to something.
    to
        The kind of thing it is done to; None: it opens something new.
    makes
        The kind of thing it answers.
    in_the_way
        Which member of a conflict's problem names the thing of that kind that is there already; what stands on the operation is done
        to that one then.
    named_in_body
        The kind of thing its body names by that member, where the path does not: in a conflict that one is shown.
    """

    kind: str
    path: str
    to: str | None
    makes: str
    in_the_way: str | None = None
    named_in_body: str | None = None

    def about(self, made: str, target: str | None) -> dict[str, str]:
        """Return the ids an operation was about, by the kind of thing."""
        return ({self.to: target} if self.to and target else {}) | {self.makes: made}


class Done(NamedTuple):
    """What became of an earlier operation, and the ids it was about, by the kind of thing."""

    outcome: Outcome
    about: Mapping[str, str] = MappingProxyType({})


class Footing(NamedTuple):
    """On what an operation stands: the id it is done to, or why it is not tried."""

    target: str | None
    outcome: Outcome | None = None


def footing(to: str | None, target: str | None, after: str | None, earlier: Done | None) -> Footing:
    """Tell whether an operation can be tried, and to what it is done.

    Parameters
    ----------
    to
        The kind of thing it is done to.
    target
        What the operation itself names.
    after
        The operation it stands on, if it names one.
    earlier
        What became of that one; None: nobody knows of it.
    """
    if after is not None:
        if earlier is None:
            return Footing(None, Outcome.NOT_TRIED)
        if earlier.outcome is Outcome.LATER:
            return Footing(None, Outcome.LATER)
        is_there = earlier.outcome is Outcome.CONFLICT and to in earlier.about
        if not (earlier.outcome.is_done or is_there):
            return Footing(None, Outcome.NOT_TRIED)
    if to is None:
        return Footing(None)
    if target is None and earlier is not None:
        target = earlier.about.get(to)
    return Footing(target)


def ways_before(ways: Iterable[Way], target: str | None) -> list[Way]:
    """Return the ways an operation of an earlier batch may have gone, on which one to `target` stands."""
    return [way for way in ways if way.to is None or target is not None]
