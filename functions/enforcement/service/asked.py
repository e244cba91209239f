"""What several use cases of enforcement need to know of who asks."""

from __future__ import annotations

from collections.abc import Iterable

import escalation
from enforcement.store.table import AnswerRow
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import find_units
from kernel.scope import Scope

_TEAM = "ZFD"
ANSWERS = AnswerRow
"""Where the answers to idempotency keys are kept."""
OFFICERS = frozenset({Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD})
HEADS = frozenset({Role.ENFORCEMENT_HEAD})
SUPERVISORS = frozenset({Role.JUSTICE_SUPERVISOR})
KEEPERS = frozenset({Role.JUSTICE_SUPERVISOR, Role.COUNTY_ADMIN})
"""Who keeps the authority lists."""
READERS = OFFICERS | {Role.LEGAL_REVIEWER, Role.HEARING_CHAIR, Role.JUSTICE_SUPERVISOR}
"""Who works with what a town enforces."""


def acting(scope: Scope, unit: str, roles: Iterable[Role]) -> Actor:
    """Return the caller as who acts by a post that reaches a unit."""
    return Actor.of(scope.person, scope.within(unit, roles))


def by_of(actor: Actor) -> escalation.By | None:
    """Return who acts as what is owed names it; None for the clock."""
    if actor.is_clock:
        return None
    return escalation.By(actor.person_id, actor.name, actor.role, actor.unit)


def owing(town: str) -> str:
    """Return who owes what a town's enforcement owes: its team (its department 综合行政执法队), or the town where the registry has none."""
    team = f"{town}-{_TEAM}"
    return team if team in find_units([team]) else town
