"""An incident and one entry of its history, as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from incidents.rules.states import Event, Position, Severity, Source, Status
from kernel.access import Role
from kernel.record import record
from kernel.units import Level, Tier, level_of, parent_of, tier_of


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

    @property
    def may_wait(self) -> bool:
        """Whether a minute's delay is nothing, so that the reconciler may keep it instead of a timer (decision 0004)."""
        return self in (Wake.SIGN, Wake.TAKE_UP, Wake.LAPSE, Wake.RESUME, Wake.ORDER_DUE)


class Mark(NamedTuple):
    """An instant on the clock of an incident, and what is done then."""

    at: datetime
    wake: Wake


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
        """Return the unit as addressee; a grid is told through the village's topic, a department through its office's."""
        return cls(tier_of(code), code)


@record
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


class Ending(StrEnum):
    """How a unit came to lose an incident."""

    SOLVED = "solved"
    LIMIT_PASSED = "limit_passed"
    PASSED_ON = "passed_on"
    NOBODY_THERE = "nobody_there"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    CANCELLED = "cancelled"
    MERGED = "merged"


@record
class Tenure:
    """Who had the incident how long: settled when the unit loses it, and never changed again.

    Attributes
    ----------
    working_seconds
        Office time on the unit's own clock; waiting for a decision, a confirmation or suspended is not the unit's.
    natural_seconds
        The same by day and night.
    late
        Whether the unit let its limit pass.
    """

    unit: str
    since: datetime
    until: datetime
    working_seconds: float
    natural_seconds: float
    late: bool
    ending: Ending


@record
class Incident:
    """An incident, or one department's task in the joint handling of one.

    Attributes
    ----------
    unit
        Where it is: a grid, or a village, town or county when nobody could say more exactly.
    tier, responsible_unit
        Who is responsible now, the lead; exactly one unit at any time. The tier is the one its office belongs to.
    turn
        The unit whose turn it is: the responsible one, or the one that must decide or confirm; None when closed.
    due_at
        Until when the unit in `turn` must act.
    wake_at, wake_action, later
        What the clock does next, and when, and what after that; None: nothing more (closed, or supervised up to the cap).
    epoch
        The clock epoch: the timer `{id}-{epoch}` is the one that counts.
    armed_for
        When that timer wakes; None: no timer, the reconciler keeps what there is.
    clock_started_at, clock_seconds
        When the clock of the present turn began (reminders are a share of it), and with how much time in the limit's own seconds;
        None: with a whole limit of the policy.
    left_seconds
        What was left of the owner's limit when its clock was stopped, in the limit's own time.
    held_since, running_since, working_seconds, natural_seconds, late
        The tenure of the responsible unit so far: since when it has the incident, since when its clock runs (None: stopped), what it
        used up before, and whether it let its limit pass.
    tenures
        The settled tenures, oldest first.
    returned_by, returned_at_all
        Who returned it last, and every unit that did.
    final_assignment
        Whether the owner was assigned for good and may not return it.
    asked
        What was asked of the unit that decides: seconds of extension in the limit's own time, or the cause of a suspension.
    parent, task_no, dispatcher
        Of a task: the incident it belongs to, its number, and the unit that whistled. Of a returned incident: the unit that assigns.
    tasks, open_tasks
        Of an incident handled jointly: the ids of its tasks, and how many are not done.
    helpers
        The persons who did its tasks: they do not confirm.
    merged_into
        The incident it follows.
    duplicates, joined
        How many incidents were merged into it, and how many more reporters joined.
    round
        How often it was closed and opened again; each reporter rates each round once.
    order_no, order_unit, order_due
        The supervision orders so far, who gave the open one, and until when it must be answered (None: none is open).
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
    later: tuple[Mark, ...] = ()
    epoch: int = 0
    armed_for: datetime | None = None
    clock_started_at: datetime | None = None
    clock_seconds: float | None = None
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
    held_since: datetime | None = None
    running_since: datetime | None = None
    working_seconds: float = 0.0
    natural_seconds: float = 0.0
    late: bool = False
    tenures: tuple[Tenure, ...] = ()
    returned_by: str | None = None
    returned_at_all: tuple[str, ...] = ()
    final_assignment: bool = False
    asked: str | None = None
    extensions: int = 0
    suspensions: int = 0
    dispatcher: str | None = None
    parent: str | None = None
    task_no: int | None = None
    tasks: tuple[str, ...] = ()
    open_tasks: int = 0
    helpers: tuple[str, ...] = ()
    merged_into: str | None = None
    duplicates: int = 0
    joined: int = 0
    round: int = 0
    closed_at: datetime | None = None
    order_no: int = 0
    order_unit: str | None = None
    order_due: datetime | None = None
    confirm_stage: ConfirmStage | None = None
    confirm_asked: int = 0
    supervisions: int = 0
    rejections: int = 0
    change_id: str = ""

    @property
    def at_the_top(self) -> bool:
        """Whether the county's office is responsible, above which there is nobody."""
        return self.superior is None

    @property
    def superior(self) -> str | None:
        """The unit above the responsible one: a department's is its office, a town's the county; None above the county."""
        return parent_of(self.responsible_unit)

    @property
    def is_task(self) -> bool:
        """Whether it is a department's task in the joint handling of another incident."""
        return self.parent is not None

    @property
    def position(self) -> Position:
        """What besides the status opens or shuts a move."""
        return Position(
            at_the_top=self.at_the_top,
            is_task=self.is_task,
            is_led=level_of(self.responsible_unit) in (Level.TOWN, Level.COUNTY),
            order_open=self.order_due is not None,
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything the clock still has to do, the next first."""
        if self.wake_at is None or self.wake_action is None:
            return ()
        return (Mark(self.wake_at, self.wake_action), *self.later)

    @property
    def handlers(self) -> frozenset[str]:
        """The persons who have this incident, or its solution, on their hands."""
        return frozenset(
            person for person in (self.accepted_by, self.handler, *self.helpers) if person
        )

    def is_of(self, person_id: str) -> bool:
        """Tell whether a person reported it, or had it reported."""
        return person_id in (self.reporter, self.on_behalf_of)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the unit in turn has let its limit pass."""
        return self.status.is_open and self.due_at is not None and self.due_at < now


@record
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
    """What a decision comes to: the incident afterwards, and the entries that say how it got there.

    Attributes
    ----------
    others
        What happens to other incidents in the same moment (a task that is done moves its joint incident on): written together or not
        at all.
    facts
        Further rows that come to be with it.
    before
        The incident it was decided on; None: it is new.
    """

    incident: Incident
    entries: tuple[Entry, ...]
    others: tuple[Change, ...] = ()
    facts: tuple[Fact, ...] = ()
    before: Incident | None = None


class FactKind(StrEnum):
    """What a fact beside the incident's row is."""

    REPORTER = "reporter"
    DUPLICATE = "duplicate"
    RATING = "rating"


class Fact(NamedTuple):
    """Something that is true of an incident beside its row: who joined it, what follows it, who rated it how.

    Attributes
    ----------
    key
        The person who reports or rates, the incident that follows.
    is_news
        Whether it must not be there yet: nobody joins twice or rates a round twice.
    ended
        Whether it is no longer so (a duplicate that was separated).
    """

    kind: FactKind
    incident_id: str
    key: str
    details: Mapping[str, Any] = {}
    is_news: bool = False
    ended: bool = False


@record
class Staffing:
    """Who holds the posts around an incident today.

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
