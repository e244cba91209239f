"""Who does something, as every history says it."""

from __future__ import annotations

from kernel.access import Caller, Post, Role
from kernel.record import record
from kernel.texts import Text


@record
class Actor:
    """Who acts: a person by one of the person's posts (None for what needs none), or the clock."""

    person_id: str
    name: str
    role: Role | None = None
    unit: str | None = None

    @property
    def is_clock(self) -> bool:
        """Whether time itself acts."""
        return self.person_id == CLOCK.person_id

    @classmethod
    def of(cls, caller: Caller, post: Post | None = None) -> Actor:
        """Return a caller who acts by a post."""
        return cls(
            caller.person_id, caller.name, post.role if post else None, post.unit if post else None
        )


CLOCK = Actor("clock", "clock")
CLOCK_NAME = Text("系统自动", "the system itself")
"""How the clock is called where people read a history."""
