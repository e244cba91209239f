"""The history of whatever is owed, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.texts import Language, Text

_SYSTEM = Text("系统自动", "system")


class StepView(TypedDict):
    """One step of the timeline."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: Annotated[
        str | None,
        Field(description="Name for staff; residents see the role only / 仅工作人员可见姓名"),
    ]
    actor_role: str | None
    actor_unit: str | None
    from_status: str | None
    to_status: str
    from_tier: str | None
    to_tier: str
    responsible_unit: str
    reason: str | None
    reason_code: str | None
    details: dict[str, Any]
    due_at: str | None
    epoch: int


class Timeline(TypedDict):
    """The steps of an incident, oldest first."""

    items: list[StepView]
    next_cursor: str | None


def local(stored: str) -> str:
    """Return a stored instant as the API answers it (+08:00)."""
    return clock.local_iso(clock.from_iso(stored))


def step_view(
    row: Any, called: Mapping[str, Text], *, language: Language, names: bool
) -> dict[str, Any]:
    """Return a history row as a step of the timeline.

    Parameters
    ----------
    called
        What people call the events of its kind.
    names
        Whether the caller sees the names of staff (residents do not).
    """
    role = ROLE_NAMES[Role(row.actor_role)].say(language) if row.actor_role else None
    return {
        "seq": int(row.seq),
        "at": local(row.at),
        "event": row.event,
        "event_name": called[row.event].say(language),
        "actor": _SYSTEM.say(language)
        if row.actor == "clock"
        else row.actor_name
        if names
        else None,
        "actor_role": role,
        "actor_unit": row.actor_unit,
        "from_status": row.from_status,
        "to_status": row.to_status,
        "from_tier": row.from_tier,
        "to_tier": row.to_tier,
        "responsible_unit": row.responsible_unit,
        "reason": row.reason,
        "reason_code": row.reason_code,
        "details": clock.as_answered(row.details or {}),
        "due_at": local(row.due_at) if row.due_at else None,
        "epoch": int(row.epoch),
    }
