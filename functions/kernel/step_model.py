"""The history of a thing kept by a repository, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.actors import CLOCK, CLOCK_NAME
from kernel.texts import Language, Named


class HistoryStep(TypedDict):
    """One step of a thing."""

    seq: int
    at: str
    event: str
    event_name: str
    actor_name: Annotated[
        str | None, Field(description="Null where the reader sees the role only / 不显示姓名时为空")
    ]
    actor_role: str | None
    actor_role_name: str | None
    said: str | None


class HistoryOfThing(TypedDict):
    """One page of a thing's history, oldest first."""

    items: list[HistoryStep]
    next_cursor: str | None


def step_view(
    step: Any, events: type[Named], language: Language, *, names: bool = True
) -> HistoryStep:
    """Return a step as it is answered.

    Parameters
    ----------
    step
        A row of `kernel.storage.repository.StepRow`.
    events
        What its events are called.
    names
        Whether the reader sees who did it and what was said, or the role alone.
    """
    role = Role(step.actor_role) if step.actor_role else None
    by_clock = step.actor == CLOCK.person_id
    name = CLOCK_NAME.say(language) if by_clock else step.actor_name
    return {
        "seq": int(step.seq),
        "at": clock.local_iso(clock.from_iso(step.at)),
        "event": step.event,
        "event_name": events(step.event).said.say(language),
        "actor_name": name if names or by_clock else None,
        "actor_role": role,
        "actor_role_name": ROLE_NAMES[role].say(language) if role else None,
        "said": step.reason if names else None,
    }
