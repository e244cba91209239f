"""What several use cases of enforcement need to know of who asks."""

from __future__ import annotations

from collections.abc import Iterable

from enforcement.store.table import AnswerRow
from kernel.access import Role
from kernel.actors import Actor
from kernel.scope import Scope

ANSWERS = AnswerRow
"""Where the answers to idempotency keys are kept."""
HEADS = frozenset({Role.ENFORCEMENT_HEAD})
SUPERVISORS = frozenset({Role.JUSTICE_SUPERVISOR})
KEEPERS = frozenset({Role.JUSTICE_SUPERVISOR, Role.COUNTY_ADMIN})
"""Who keeps the authority lists."""


def acting(scope: Scope, unit: str, roles: Iterable[Role]) -> Actor:
    """Return the caller as who acts by a post that reaches a unit."""
    return Actor.of(scope.person, scope.within(unit, roles))
