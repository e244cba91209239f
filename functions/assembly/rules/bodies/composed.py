"""A body, and the compositions it has had."""

from __future__ import annotations

from assembly.rules.bodies.kinds import BodyKind, BodyMember
from assembly.rules.bodies.rolls import Bases
from assembly.rules.states.compositions import CompositionStatus
from kernel.record import record


@record
class CompositionEntry:
    """A composition that was put in force: from when, by whom; `term_from` is the first day of its term."""

    number: int
    valid_from: str
    size: int
    term_from: str | None = None
    by: str | None = None
    at: str | None = None


@record
class Body:
    """A body of a village; `drafts` counts the compositions that were ever drafted."""

    id: str
    village: str
    body_kind: BodyKind
    title: str
    group: int | None = None
    compositions: tuple[CompositionEntry, ...] = ()
    drafts: int = 0


@record
class Composition:
    """Who sits in a body from a day on; `bases` is what its quorum is counted on, where that is not the composition itself."""

    id: str
    body: str
    village: str
    number: int
    title: str
    valid_from: str
    status: CompositionStatus
    members: tuple[BodyMember, ...]
    households: int | None = None
    term_from: str | None = None
    bases: Bases | None = None
