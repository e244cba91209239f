"""The clock of everything that is owed: what a unit must do by a day climbs when it is not done.

Another context makes something owed with `owe`, and ends it with `fulfil` or `drop`; each returns writes for that context's own
transaction, so that what is owed and what climbs for it come to be together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from escalation.rules.obligations import ObligationChange
    from kernel.actors import Actor
    from kernel.storage.rows import Write


class Owed(NamedTuple):
    """What a unit owes by a day.

    Attributes
    ----------
    id
        By which the context that asks knows it, unique over all contexts.
    about
        What whoever reads of it is told it is; no notice repeats it.
    """

    id: str
    unit: str
    due_at: datetime
    about: Mapping[str, str]


class By(NamedTuple):
    """Who begins or ends an obligation: a person by one of the person's posts."""

    person_id: str
    name: str
    role: str | None = None
    unit: str | None = None


class Climb(NamedTuple):
    """Where an obligation stands: who answers for it, until when, and how often the county was urged."""

    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int
    status: str


def owe(owed: Sequence[Owed], by: By | None) -> list[Write]:
    """Return the writes that make obligations of what a village has decided to do by a day; it climbs when it is not done by then.

    They belong into the transaction that makes it owed. What is followed up already is left as it is.

    Parameters
    ----------
    by
        None: the clock, which found that nobody follows it up.
    """
    from escalation.rules import obligations as rules
    from escalation.store import obligations as kept
    from escalation.store.rows import COUNTY
    from escalation.store.terms import current_terms
    from kernel import clock, ids

    known = kept.load_all([one.id for one in owed])
    now = clock.now()
    terms = current_terms(rules.Kind.RESOLUTION)
    changes = [
        rules.owe(
            obligation_id=one.id,
            case_code=ids.new_case_code(COUNTY, now),
            kind=rules.Kind.RESOLUTION,
            unit=one.unit,
            due_at=one.due_at,
            about=one.about,
            actor=_actor(by),
            now=now,
            terms=terms,
        )
        for one in owed
        if one.id not in known
    ]
    return [write for change in changes for write in kept.writes(kept.stamped(change))]


def fulfil(owed_id: str, by: By) -> list[Write]:
    """Return the writes that end an obligation because what was owed is done; none, if nobody follows it up any more."""
    from escalation.rules import obligations as rules

    return _ended([owed_id], rules.fulfil, by)


def drop(owed_ids: Sequence[str], by: By) -> list[Write]:
    """Return the writes that end obligations because what was owed is not wanted any more."""
    from escalation.rules import obligations as rules

    return _ended(owed_ids, rules.drop, by)


def climbs(owed_ids: Sequence[str]) -> dict[str, Climb]:
    """Return where obligations stand now, in one read."""
    from escalation.store import obligations as kept
    from kernel import clock

    return {
        one.id: Climb(
            str(one.tier),
            one.responsible_unit,
            clock.iso(one.due_at) if one.due_at else None,
            one.supervisions,
            str(one.status),
        )
        for one in kept.load_all(owed_ids).values()
    }


def _ended(owed_ids: Sequence[str], end: Callable[..., ObligationChange], by: By) -> list[Write]:
    from escalation.store import obligations as kept
    from kernel import clock

    found = kept.load_all(owed_ids)
    changes = [end(one, actor=_actor(by), now=clock.now()) for one in found.values() if one.is_open]
    return [write for change in changes for write in kept.writes(kept.stamped(change))]


def _actor(by: By | None) -> Actor:
    from kernel.access import Role
    from kernel.actors import CLOCK, Actor

    if by is None:
        return CLOCK
    return Actor(by.person_id, by.name, Role(by.role) if by.role else None, by.unit)
