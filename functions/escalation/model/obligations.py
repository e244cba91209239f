"""What is asked and answered about obligations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from escalation.rules.names import TIER_NAMES
from escalation.rules.obligation_moves import Command
from escalation.rules.obligation_states import OBLIGATIONS, ObligationAction
from escalation.rules.obligations import Obligation
from escalation.rules.terms import Terms
from kernel import clock
from kernel.fields import Instant, LongText, Model
from kernel.texts import Language


class MoveObligation(Model):
    """What an officer does: urge whoever owes it, take it up, or give more time; all say why."""

    action: Literal["urge", "escalate", "extend"]
    reason: Annotated[LongText | None, Field(description="Why / 理由")] = None
    until: Annotated[
        Instant | None,
        Field(
            description="With `extend`: until when / 延至", examples=["2027-01-15T18:00:00+08:00"]
        ),
    ] = None

    def as_command(self) -> Command:
        """Return what is wanted, as the rules take it."""
        return Command(ObligationAction(self.action), self.reason, self.until)


class ObligationView(TypedDict):
    """Something a unit owes, and who answers for it by now.

    `unit` is the one that has to do it, `responsible_unit` the one that answers for its being done, `way` who answers after `unit` in
    turn; `about` says what it is: the matter and its title, the claim, the period.
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
    way: list[str]
    due_at: str | None
    overdue: bool
    provisional: bool
    supervisions: int
    extended: int
    policy_version: int
    created_at: str
    updated_at: str
    closed_at: str | None
    version: int
    actions: list[str]


class ObligationList(TypedDict):
    """A page of obligations, what is due first on top."""

    items: list[ObligationView]
    next_cursor: str | None


def told(
    obligation: Obligation, terms: Terms, actions: Sequence[ObligationAction], language: Language
) -> dict[str, Any]:
    """Return an obligation as it is answered."""
    return {
        "id": obligation.id,
        "case_code": obligation.case_code,
        "kind": str(obligation.kind),
        "kind_name": terms.name.say(language),
        "unit": obligation.unit,
        "about": dict(obligation.about),
        "status": str(obligation.status),
        "status_name": OBLIGATIONS.statuses[obligation.status].say(language),
        "tier": str(obligation.tier),
        "tier_name": TIER_NAMES[obligation.tier].say(language),
        "responsible_unit": obligation.responsible_unit,
        "way": list(obligation.way),
        "due_at": clock.local_iso(obligation.due_at) if obligation.due_at else None,
        "overdue": obligation.has_climbed or obligation.is_overdue(clock.now()),
        "provisional": obligation.provisional,
        "supervisions": obligation.supervisions,
        "extended": obligation.extended,
        "policy_version": obligation.policy_version,
        "created_at": clock.local_iso(obligation.created_at),
        "updated_at": clock.local_iso(obligation.updated_at),
        "closed_at": clock.local_iso(obligation.closed_at) if obligation.closed_at else None,
        "version": obligation.version,
        "actions": [str(action) for action in actions],
    }
