"""Histories of the things of outreach as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Protocol

from enforcement.outreach.model.fields import OutreachStep
from kernel import clock
from kernel.states import Named
from kernel.texts import Language


class Noted(Protocol):
    """A step as it is kept."""

    seq: int
    at: str
    event: str
    actor_name: str
    actor_role: str | None
    reason: str | None


def step_view(step: Noted, events: type[Named], language: Language) -> OutreachStep:
    """Return a step as it is answered."""
    return {
        "seq": int(step.seq),
        "at": clock.local_iso(clock.from_iso(step.at)),
        "event": step.event,
        "event_name": events(step.event).said.say(language),
        "actor_name": step.actor_name,
        "actor_role": step.actor_role,
        "said": step.reason,
    }
