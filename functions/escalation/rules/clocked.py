"""What has a limit at a tier and climbs when it passes: the values that all kinds share.

The engine that moves them is `climbing`; what a step of each kind means stands with that kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from kernel.actors import Actor
from kernel.record import record
from kernel.texts import Named
from kernel.units import Level, Tier, level_of, parent_of, tier_of


class Severity(Named):
    """How pressing an incident is (DOMAIN 2.5)."""

    GENERAL = "general", "一般", "general"
    PRESSING = "pressing", "较急", "pressing"
    URGENT = "urgent", "紧急", "urgent"


class Wake(StrEnum):
    """What the clock does when it next wakes."""

    REMIND = "remind"
    ESCALATE = "escalate"
    SUPERVISE = "supervise"
    REMIND_CONFIRMER = "remind_confirmer"
    PASS_CONFIRMATION = "pass_confirmation"  # noqa: S105 - a turn is passed on
    SIGN = "sign"
    TAKE_UP = "take_up"
    LAPSE = "lapse"
    RESUME = "resume"
    ORDER_DUE = "order_due"
    FOLLOWERS = "followers"

    @property
    def may_wait(self) -> bool:
        """Whether a minute's delay is nothing, so that the reconciler may keep it instead of a timer (decision 0004)."""
        return self in _MAY_WAIT


_MAY_WAIT = frozenset(
    (Wake.SIGN, Wake.TAKE_UP, Wake.LAPSE, Wake.RESUME, Wake.ORDER_DUE, Wake.FOLLOWERS)
)


class Mark(NamedTuple):
    """An instant on the clock of something, and what is done then."""

    at: datetime
    wake: Wake


class Addressee(NamedTuple):
    """A unit that is told, through the topic of its tier."""

    tier: Tier
    unit: str

    @classmethod
    def unit_of(cls, code: str) -> Addressee:
        """Return the unit as addressee; a grid is told through the village's topic, a department through its office's."""
        return cls(tier_of(code), code)


@record
class Clocked:
    """Something that a unit owes within a limit, and that goes up the tiers when the limit passes.

    Attributes
    ----------
    unit
        Where it is.
    tier, responsible_unit
        Who is responsible now; exactly one unit at any time. The tier is the one its office belongs to.
    turn
        The unit whose turn it is; None when closed.
    due_at, provisional
        Until when the unit in `turn` must act, and whether that runs into a year whose holidays are not published yet.
    wake_at, wake_action, later
        What the clock does next, and when, and what after that; None: nothing more (closed, or supervised up to the cap).
    epoch
        The clock epoch: the timer `{id}-{epoch}` is the one that counts.
    armed_for
        When that timer wakes; None: no timer, the reconciler keeps what there is.
    clock_started_at
        When the clock of the present turn began; reminders are a share of it.
    supervisions
        How often the county was urged after its limit.
    change_id
        By which the last change recognises its own arrival.
    """

    _: KW_ONLY
    id: str
    unit: str
    policy_version: int
    created_at: datetime
    updated_at: datetime
    tier: Tier
    responsible_unit: str
    status: StrEnum
    turn: str | None = None
    due_at: datetime | None = None
    provisional: bool = False
    wake_at: datetime | None = None
    wake_action: Wake | None = None
    later: tuple[Mark, ...] = ()
    epoch: int = 0
    armed_for: datetime | None = None
    clock_started_at: datetime | None = None
    supervisions: int = 0
    version: int = 0
    entries: int = 0
    change_id: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the next step."""
        raise NotImplementedError

    @property
    def superior(self) -> str | None:
        """The unit above the responsible one: a department's is its office, a town's the county; None above the county."""
        return parent_of(self.responsible_unit)

    @property
    def at_the_top(self) -> bool:
        """Whether the county's office is responsible, above which there is nobody."""
        return self.superior is None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything the clock still has to do, the next first."""
        if self.wake_at is None or self.wake_action is None:
            return ()
        return (Mark(self.wake_at, self.wake_action), *self.later)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the unit in turn has let its limit pass."""
        return self.is_open and self.due_at is not None and self.due_at < now


@record
class Entry:
    """One step of the history: written once, never changed.

    Attributes
    ----------
    event
        An `OwedEvent`, or an event that only its kind has.
    reason
        In people's words.
    reason_code
        For what the system itself decided, for example `nobody_holds_post`.
    addressees
        Which units are told of it.
    due_at
        Until when the unit in turn must act, as it stands after this step; where further steps follow in the same change, what stood
        before.
    """

    event: str
    at: datetime
    actor: Actor
    from_status: StrEnum | None
    to_status: StrEnum
    from_tier: Tier | None
    to_tier: Tier
    responsible_unit: str
    reason: str | None = None
    reason_code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    addressees: tuple[Addressee, ...] = ()
    due_at: datetime | None = None


@record
class Staffing:
    """Who holds the posts around a place today.

    Attributes
    ----------
    officers
        Per tier the persons who answer for it at the office over the place.
    workers, chiefs
        The grid's workers and chiefs; the reporter too, when a grid worker reported for a whole village.
    administrators
        The county administrators, who stand in above the county officers.
    teams
        Per department or other unit the persons who answer for it.
    """

    officers: Mapping[Tier, frozenset[str]]
    workers: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def answering(self, unit: str) -> frozenset[str]:
        """Return who answers for a unit: its officers, for a grid its worker and chief."""
        if unit in self.teams:
            return self.teams[unit]
        level = level_of(unit)
        if level is Level.GRID:
            return self.workers | self.chiefs
        if level is Level.DEPARTMENT:
            return frozenset()
        return self.officers.get(Tier(level.value), frozenset())
