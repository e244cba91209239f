"""What whoever is about to report is told of open incidents that may be the same matter."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from incidents.rules.states import STATUS_NAMES, Status
from incidents.service.find_similar import HintSeen
from kernel import clock
from kernel.texts import Language

_METRES_A_STEP = 50
"""Whoever asks from three places must not find the exact one."""


class HintView(TypedDict):
    """An open incident that may be the same matter: no person, no words, no exact position."""

    id: Annotated[str, Field(description="To be joined: transitions, action join / 可附议")]
    case_code: str
    category: str
    category_name: str
    status: Status
    status_name: str
    metres: Annotated[
        int | None,
        Field(
            description="How far at most, in steps of 50 m; null: somewhere in the same unit / 距离上限，以 50 米为一档；空为同一单位"
        ),
    ]
    reported_at: str
    reporters: Annotated[
        int,
        Field(
            description="How many reported or joined it, each merged report counted once / 上报、附议和并案数"
        ),
    ]
    following: Annotated[bool, Field(description="I am one of them already / 本人已在其中")]


class HintList(TypedDict):
    """Hints, the nearest first."""

    items: list[HintView]


def hint_view(seen: HintSeen, language: Language) -> HintView:
    """Return what whoever is about to report is told of an incident that may be the same matter."""
    incident, metres = seen.incident, seen.metres
    category = seen.policy.category(incident.category)
    steps = None if metres is None else max(1, -(-metres // _METRES_A_STEP))
    return {
        "id": incident.id,
        "case_code": incident.case_code,
        "category": incident.category,
        "category_name": category.name.say(language),
        "status": incident.status,
        "status_name": STATUS_NAMES[incident.status].say(language),
        "metres": None if steps is None else steps * _METRES_A_STEP,
        "reported_at": clock.local_iso(incident.created_at),
        "reporters": 1 + incident.joined + incident.duplicates,
        "following": seen.follows,
    }
