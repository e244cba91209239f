"""What a case code tells anybody."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from escalation.model.timeline import local
from escalation.rules.names import TIER_NAMES
from incidents.rules.names import EVENT_NAMES
from incidents.rules.states import STATUS_NAMES, Status
from incidents.service.track_incident import Tracked
from kernel import clock
from kernel.texts import Language


class TrackStep(TypedDict):
    """A step as anybody may see it."""

    at: str
    event: str
    event_name: str
    tier: str


class TrackView(TypedDict):
    """What a case code tells anybody: no person, no description, no place below the responsible unit."""

    case_code: str
    status: Status
    status_name: str
    category_name: str
    tier: str
    tier_name: str
    reported_at: str
    merged: Annotated[
        bool,
        Field(
            description="It follows another incident, whose status and steps these are / 已并案，所示为并入事件的进度"
        ),
    ]
    due_at: str | None
    steps: list[TrackStep]


def track_view(seen: Tracked, language: Language) -> TrackView:
    """Return what a case code tells anybody."""
    incident, followed = seen.incident, seen.followed
    category = seen.policy.categories.get(followed.category)
    return {
        "case_code": incident.case_code,
        "status": followed.status,
        "status_name": STATUS_NAMES[followed.status].say(language),
        "category_name": category.name.say(language) if category else followed.category,
        "tier": str(followed.tier),
        "tier_name": TIER_NAMES[followed.tier].say(language),
        "reported_at": clock.local_iso(incident.created_at),
        "merged": followed.id != incident.id,
        "due_at": clock.local_iso(followed.due_at) if followed.due_at else None,
        "steps": [
            {
                "at": local(row.at),
                "event": row.event,
                "event_name": EVENT_NAMES[row.event].say(language),
                "tier": row.to_tier,
            }
            for row in seen.steps
        ],
    }
