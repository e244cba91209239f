"""The kinds of thing besides incidents that photos and voice are attached to. The slice knows none by itself: whoever composes registers them."""

from __future__ import annotations

from collections.abc import Callable

from incidents.media.rules.media import Subject, SubjectKind
from incidents.media.rules.subjects import Standing
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

Look = Callable[[UnitOfWork, str, Scope], Standing]
"""Return how the caller stands to a thing; refuse (`NotFound`) whoever may not see it. What is written stands only if the thing stays."""

_LOOKS: dict[SubjectKind, Look] = {}


def register(kind: SubjectKind, look: Look) -> None:
    """Make a kind of thing known."""
    _LOOKS[kind] = look


def standing_to(work: UnitOfWork, subject: Subject, scope: Scope) -> Standing:
    """Return how the caller stands to a thing.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    KeyError
        Nobody has registered its kind.
    """
    return _LOOKS[subject.kind](work, subject.id, scope)
