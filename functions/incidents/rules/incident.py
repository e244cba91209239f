"""An incident and one entry of its history, as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from escalation.rules.clocked import Clocked, Entry, Severity
from incidents.rules.allowance import Allowances
from incidents.rules.incident_states import Position
from incidents.rules.states import Source, Status
from kernel.record import record
from kernel.units import Level, level_of


class ConfirmStage(StrEnum):
    """Whose turn it is to confirm: the grid worker's, else the grid chief's, else the tier above's."""

    WORKER = "worker"
    CHIEF = "chief"
    ABOVE = "above"


class Follows(IntEnum):
    """Whether, and by what, a person is one of an incident's reporters though not the first; the greater counts where both hold."""

    NO = 0
    BROUGHT = 1
    """By a report of the own that was merged into it."""
    JOINED = 2
    """By joining it, which can be undone."""


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
    CONVERTED = "converted"


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
class Incident(Clocked):
    """An incident, or one department's task in the joint handling of one; its clock is that of `Clocked`.

    Attributes
    ----------
    unit
        Where it is: a grid, or a village, town or county when nobody could say more exactly.
    tier, responsible_unit
        Who is responsible now, the lead; exactly one unit at any time. The tier is the one its office belongs to.
    turn
        The unit whose turn it is: the responsible one, or the one that must decide or confirm; None when closed.
    allowances
        What is left of the time to handle it, of the responsible unit and of those above that handed it down (`allowance`).
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
    limit_passed_at
        Of an incident handled jointly: the first limit that one of the departments let pass.
    helpers
        The persons who did its tasks: they do not confirm.
    solvers
        The persons who solved it or did a task of it in rounds that were rejected, opened again or called off.
    merged_into
        The incident it follows.
    conversions
        What it was converted into so far, as `kind:id`; the last is who has it while it is `converted`.
    origin
        What it was made from, as `kind:id`, as long as that waits for its end to be taken back.
    settles, settled_to
        The lead to which its many reporters are still being brought, or which they still leave, and the last of them that was (`followers`).
    duplicates, joined
        How many incidents were merged into it, and how many more reporters joined.
    round
        How often it was closed and opened again; each reporter rates each round once.
    order_no, order_unit, order_due
        The supervision orders so far, who gave the open one, and until when it must be answered (None: none is open).
    confirmed_by
        Who confirmed the present solution.
    place_before
        Where it was thought to be, when it was given to where it is.
    confirm_asked
        How often the last in turn was asked again to confirm.
    photos_before, photos_after
        How many checked photos it has; counted as they are checked, without a version of their own.
    """

    _: KW_ONLY
    case_code: str
    category: str
    severity: Severity
    source: Source
    description: str
    reporter: str
    status: Status = Status.REPORTED
    on_behalf_of: str | None = None
    client_ref: str | None = None
    location: Mapping[str, Any] | None = None
    accepted_by: str | None = None
    handler: str | None = None
    self_handled: bool = False
    done: str | None = None
    evidence: tuple[str, ...] = ()
    allowances: Allowances = ()
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
    dispatcher: str | None = None
    parent: str | None = None
    task_no: int | None = None
    tasks: tuple[str, ...] = ()
    open_tasks: int = 0
    limit_passed_at: datetime | None = None
    helpers: tuple[str, ...] = ()
    solvers: tuple[str, ...] = ()
    merged_into: str | None = None
    conversions: tuple[str, ...] = ()
    origin: str | None = None
    duplicates: int = 0
    joined: int = 0
    round: int = 0
    closed_at: datetime | None = None
    order_no: int = 0
    order_unit: str | None = None
    order_due: datetime | None = None
    confirm_stage: ConfirmStage | None = None
    confirm_asked: int = 0
    rejections: int = 0
    confirmed_by: str | None = None
    place_before: str | None = None
    settles: str | None = None
    settled_to: str | None = None
    photos_before: int = 0
    photos_after: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the next step."""
        return self.status.is_open

    @property
    def has_ended(self) -> bool:
        """Whether it is over in every form: closed, and not handled as something else."""
        return not self.status.is_open and self.status is not Status.CONVERTED

    @property
    def is_task(self) -> bool:
        """Whether it is a department's task in the joint handling of another incident."""
        return self.parent is not None

    @property
    def extensions(self) -> int:
        """How often the responsible unit asked for more time, whatever the answer."""
        return self.allowances[0].extensions if self.allowances else 0

    @property
    def suspensions(self) -> int:
        """How often the responsible unit asked to stop the clock, whatever the answer."""
        return self.allowances[0].suspensions if self.allowances else 0

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
    def is_somewhere_in_a_village(self) -> bool:
        """Whether it turned out to be another village's, and no point says of which grid there."""
        return self.place_before is not None and level_of(self.unit) is Level.VILLAGE

    @property
    def handlers(self) -> frozenset[str]:
        """The persons who have this incident, or its solution, on their hands."""
        return frozenset(
            person for person in (self.accepted_by, self.handler, *self.helpers) if person
        )

    @property
    def solvers_so_far(self) -> tuple[str, ...]:
        """The persons who solved it or did a task of it, in this round or in one before."""
        return tuple(
            dict.fromkeys(
                person for person in (*self.solvers, self.handler, *self.helpers) if person
            )
        )

    @property
    def took_part(self) -> frozenset[str]:
        """The persons who have it on their hands or ever solved it: none of them confirms, rejects or rates what comes of it.

        Whoever only took it up and passed it on is not of them: that is how a grid worker comes to confirm what others did (article;
        decision 0051: nobody's own word opens a gate, a rejected one no more than another).
        """
        return self.handlers | frozenset(self.solvers)

    def is_of(self, person_id: str) -> bool:
        """Tell whether a person reported it, or had it reported."""
        return person_id in (self.reporter, self.on_behalf_of)


class Change(NamedTuple):
    """What a decision comes to: the incident afterwards, and the entries that say how it got there.

    Attributes
    ----------
    others
        What happens to other incidents in the same moment (a task that is done moves its joint incident on): written together or not
        at all.
    notes
        What is noted beside it.
    before
        The incident it was decided on; None: it is new.
    """

    incident: Incident
    entries: tuple[Entry, ...]
    others: tuple[Change, ...] = ()
    notes: tuple[Note, ...] = ()
    before: Incident | None = None


class NoteKind(StrEnum):
    """What a note beside the incident's row is."""

    REPORTER = "reporter"
    DUPLICATE = "duplicate"
    RATING = "rating"
    WORD = "word"


class Note(NamedTuple):
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

    kind: NoteKind
    incident_id: str
    key: str
    details: Mapping[str, Any] = {}
    is_news: bool = False
    ended: bool = False
