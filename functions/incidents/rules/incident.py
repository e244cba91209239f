"""An incident and one entry of its history, as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from incidents.rules.states import Event, Severity, Source, Status
from kernel.access import Role
from kernel.units import Level, Tier, level_of


class Wake(StrEnum):
    """What the clock does when it next wakes."""

    REMIND = "remind"
    ESCALATE = "escalate"
    SUPERVISE = "supervise"
    REMIND_CONFIRMER = "remind_confirmer"
    PASS_CONFIRMATION = "pass_confirmation"  # noqa: S105 - a turn is passed on


class ConfirmStage(StrEnum):
    """Whose turn it is to confirm: the grid worker's, else the grid chief's, else the tier above's."""

    WORKER = "worker"
    CHIEF = "chief"
    ABOVE = "above"


class Addressee(NamedTuple):
    """A unit that is told, through the topic of its tier."""

    tier: Tier
    unit: str

    @classmethod
    def unit_of(cls, code: str) -> Addressee:
        """Return the unit as addressee; a grid is told through the village's topic."""
        level = level_of(code)
        return cls(Tier.VILLAGE if level is Level.GRID else Tier(level.value), code)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by one of the person's posts, or the clock."""

    person_id: str
    name: str
    role: Role | None = None
    unit: str | None = None

    @property
    def is_clock(self) -> bool:
        """Whether time itself acts."""
        return self.person_id == "clock"


CLOCK = Actor("clock", "clock")


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident.

    Attributes
    ----------
    unit
        Where it is: a grid, or a village, town or county when nobody could say more exactly.
    tier, responsible_unit
        Who is responsible now; exactly one unit at any time.
    turn
        The unit whose turn it is: the responsible one, or the one that must confirm; None when closed.
    due_at
        Until when the unit in `turn` must act.
    wake_at, wake_action
        What the clock does next, and when; None: nothing more (closed, or supervised up to the cap).
    epoch
        The clock epoch: the timer `{id}-{epoch}` is the one that counts.
    armed_for
        When that timer wakes; not after `wake_at`, or a new epoch is begun.
    clock_started_at
        When the clock of the present tier began (reminders are a share of it).
    left_seconds
        What was left of the tier's limit when its solution was proposed, in the limit's own time.
    confirm_asked
        How often the last in turn was asked again to confirm.
    """

    id: str
    case_code: str
    unit: str
    category: str
    severity: Severity
    source: Source
    description: str
    reporter: str
    policy_version: int
    created_at: datetime
    updated_at: datetime
    tier: Tier
    responsible_unit: str
    status: Status = Status.REPORTED
    turn: str | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None
    wake_action: Wake | None = None
    epoch: int = 0
    armed_for: datetime | None = None
    clock_started_at: datetime | None = None
    provisional: bool = False
    version: int = 0
    entries: int = 0
    on_behalf_of: str | None = None
    client_ref: str | None = None
    location: Mapping[str, Any] | None = None
    accepted_by: str | None = None
    handler: str | None = None
    self_handled: bool = False
    done: str | None = None
    evidence: tuple[str, ...] = ()
    left_seconds: float | None = None
    confirm_stage: ConfirmStage | None = None
    confirm_asked: int = 0
    supervisions: int = 0
    rejections: int = 0
    change_id: str = ""

    @property
    def at_the_top(self) -> bool:
        """Whether the county is responsible, above which there is nobody."""
        return self.tier is Tier.COUNTY

    @property
    def handlers(self) -> frozenset[str]:
        """The persons who have this incident, or its solution, on their hands."""
        return frozenset(person for person in (self.accepted_by, self.handler) if person)

    def is_of(self, person_id: str) -> bool:
        """Tell whether a person reported it, or had it reported."""
        return person_id in (self.reporter, self.on_behalf_of)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the unit in turn has let its limit pass."""
        return self.status.is_open and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history: written once, never changed.

    Attributes
    ----------
    reason
        In people's words.
    reason_code
        For what the system itself decided, for example `nobody_holds_post`.
    addressees
        Which units are told of it.
    """

    event: Event
    at: datetime
    actor: Actor
    from_status: Status | None
    to_status: Status
    from_tier: Tier | None
    to_tier: Tier
    responsible_unit: str
    reason: str | None = None
    reason_code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    addressees: tuple[Addressee, ...] = ()


class Change(NamedTuple):
    """What a decision comes to: the incident afterwards, and the entries that say how it got there."""

    incident: Incident
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who holds the posts around an incident today.

    Attributes
    ----------
    officers
        Per tier the persons who answer for it.
    workers, chiefs
        The grid's workers and chiefs; the reporter too, when a grid worker reported for a whole village.
    administrators
        The county administrators, who stand in above the county officers.
    """

    officers: Mapping[Tier, frozenset[str]]
    workers: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
