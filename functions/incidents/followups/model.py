"""What is asked and answered about follow-ups."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from incidents.followups.rules import (
    FOLLOW_UP_STATUS_NAMES,
    FollowUp,
    FollowUpAction,
)
from incidents.names import TIER_NAMES
from incidents.rules.policy import Policy
from kernel import clock
from kernel.fields import LongText, Model
from kernel.texts import Language


class MoveFollowUp(Model):
    """What an officer does: urge whoever owes it, or take it up a tier; both say why."""

    action: FollowUpAction
    reason: Annotated[LongText | None, Field(description="Why / 理由")] = None


class FollowUpView(TypedDict):
    """Something a village owes, and who answers for it by now.

    `unit` is the village that has to do it, `responsible_unit` the one that answers for its being done; `about` holds the matter, its
    title and the milestone's.
    """

    id: str
    case_code: str
    kind: str
    kind_name: str
    unit: str
    about: dict[str, str]
    status: str
    status_name: str
    tier: str
    tier_name: str
    responsible_unit: str
    due_at: str | None
    overdue: bool
    provisional: bool
    supervisions: int
    policy_version: int
    created_at: str
    updated_at: str
    closed_at: str | None
    version: int
    actions: list[str]


class FollowUpList(TypedDict):
    """A page of follow-ups, what is due first on top."""

    items: list[FollowUpView]
    next_cursor: str | None


def told(
    follow_up: FollowUp, policy: Policy, actions: list[FollowUpAction], language: Language
) -> dict[str, Any]:
    """Return a follow-up as it is answered."""
    return {
        "id": follow_up.id,
        "case_code": follow_up.case_code,
        "kind": str(follow_up.kind),
        "kind_name": policy.follow_ups[follow_up.kind].name.say(language),
        "unit": follow_up.unit,
        "about": dict(follow_up.about),
        "status": str(follow_up.status),
        "status_name": FOLLOW_UP_STATUS_NAMES[follow_up.status].say(language),
        "tier": str(follow_up.tier),
        "tier_name": TIER_NAMES[follow_up.tier].say(language),
        "responsible_unit": follow_up.responsible_unit,
        "due_at": clock.local_iso(follow_up.due_at) if follow_up.due_at else None,
        "overdue": follow_up.has_climbed or follow_up.is_overdue(clock.now()),
        "provisional": follow_up.provisional,
        "supervisions": follow_up.supervisions,
        "policy_version": follow_up.policy_version,
        "created_at": clock.local_iso(follow_up.created_at),
        "updated_at": clock.local_iso(follow_up.updated_at),
        "closed_at": clock.local_iso(follow_up.closed_at) if follow_up.closed_at else None,
        "version": follow_up.version,
        "actions": [str(action) for action in actions],
    }
