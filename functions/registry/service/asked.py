"""What a use case is told beside its command, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kernel.directory import PersonRow
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.unit_of_work import Outcome, carry_out
from registry.rules.reach import OwnTies
from registry.rules.versions import Seen
from registry.store.register import Register


def refuse_own(asked: Asked, person_id: str | None) -> None:
    """Let something pass that is not about the caller.

    Raises
    ------
    OwnTies
        It is.
    """
    if person_id == asked.scope.person.person_id:
        raise OwnTies


def refuse_own_household(person: PersonRow | None, *households: str) -> None:
    """Let something pass that is not about the household somebody lives in.

    Raises
    ------
    OwnTies
        It is.
    """
    if person is not None and person.household in households:
        raise OwnTies


class Saved(NamedTuple):
    """What was written: how it is shown, which version it has, and whether it is new."""

    view: Mapping[str, Any]
    version: int | None = None
    is_new: bool = False


class Shown(NamedTuple):
    """What is shown, and which version it has."""

    view: Mapping[str, Any]
    version: int


@record
class Asked:
    """Who asks, what they have seen, and under which idempotency key.

    Attributes
    ----------
    written
        How an answer is kept under the key.
    """

    scope: Scope
    seen: Seen
    idempotency_key: IdempotencyKey | None
    written: Callable[[Saved], Answered]

    def change(self, decide: Callable[[Register], Saved]) -> Outcome[Saved]:
        """Decide, and write what was decided."""
        return carry_out(
            lambda work: decide(Register(work)),
            idempotency_key=self.idempotency_key,
            answer=self.written,
        )
