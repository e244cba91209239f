"""The life of an incident as one table: which action leads from where to where, and who may take it.

`docs/incident-states.md` is drawn from this table, and the tests walk every cell of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kernel.problems import Conflict, NotAllowed
from kernel.texts import Text


class Status(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the next step."""
        return self not in (Status.CONFIRMED, Status.CANCELLED)


STATUS_NAMES: dict[Status, Text] = {
    Status.REPORTED: Text("待受理", "reported"),
    Status.ACCEPTED: Text("处置中", "accepted"),
    Status.RESOLVED: Text("待核查确认", "resolved, to be confirmed"),
    Status.CONFIRMED: Text("已办结", "confirmed"),
    Status.CANCELLED: Text("已撤销", "cancelled"),
}


class Severity(StrEnum):
    """How pressing an incident is: 一般, 较急, 紧急 (DOMAIN 2.5)."""

    GENERAL = "general"
    PRESSING = "pressing"
    URGENT = "urgent"


class Source(StrEnum):
    """How an incident came to be known."""

    PATROL = "patrol"
    RESIDENT = "resident"
    PHONE = "phone"
    CHAT = "chat"


class Action(StrEnum):
    """What people do to an incident."""

    ACCEPT = "accept"
    RESOLVE = "resolve"
    ESCALATE = "escalate"
    CONFIRM = "confirm"
    REJECT = "reject"
    CANCEL = "cancel"


class Relation(StrEnum):
    """How a person stands to an incident; one post may give several relations."""

    RESPONSIBLE = "responsible"
    GRID_WORKER = "grid_worker"
    GRID_CHIEF = "grid_chief"
    TIER_ABOVE = "tier_above"
    OVERSEER = "overseer"
    REPORTER = "reporter"
    COUNTY = "county"


RELATION_NAMES: dict[Relation, Text] = {
    Relation.RESPONSIBLE: Text("责任单位干部", "officer of the responsible unit"),
    Relation.GRID_WORKER: Text("网格员", "grid worker of the place"),
    Relation.GRID_CHIEF: Text("网格长", "grid chief of the place"),
    Relation.TIER_ABOVE: Text("上一级干部", "officer of the tier above the one that proposed"),
    Relation.OVERSEER: Text("上级干部", "officer of any higher tier"),
    Relation.REPORTER: Text("上报人", "reporter"),
    Relation.COUNTY: Text("县级干部", "county officer"),
}


class Event(StrEnum):
    """What a history entry records."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    TIER_SKIPPED = "tier_skipped"
    CONFIRMATION_REMINDED = "confirmation_reminded"
    CONFIRMATION_PASSED = "confirmation_passed"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the state table.

    Attributes
    ----------
    to
        The status after the move; None: the lifecycle decides (a rejected solution goes back to what it was).
    by
        Who may; the nearer relation is written first.
    needs_reason
        Whether the person must say why.
    """

    action: Action
    origin: frozenset[Status]
    to: Status | None
    event: Event
    by: tuple[Relation, ...]
    needs_reason: bool = False


_IN_HAND = frozenset({Status.REPORTED, Status.ACCEPTED})

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(
            Action.ACCEPT,
            frozenset({Status.REPORTED}),
            Status.ACCEPTED,
            Event.ACCEPTED,
            (Relation.RESPONSIBLE,),
        ),
        # A grid worker settles on the spot what can be settled there (DOMAIN 2.1); an officer who resolves without accepting first
        # has accepted in the same breath.
        Move(
            Action.RESOLVE,
            _IN_HAND,
            Status.RESOLVED,
            Event.RESOLVED,
            (Relation.RESPONSIBLE, Relation.GRID_WORKER),
        ),
        Move(
            Action.ESCALATE,
            _IN_HAND,
            Status.REPORTED,
            Event.ESCALATED,
            (Relation.RESPONSIBLE, Relation.GRID_WORKER, Relation.GRID_CHIEF, Relation.OVERSEER),
            needs_reason=True,
        ),
        # The final confirmation is the grid worker's (article; DOMAIN 2.1): handler ≠ confirmer. The others are deputies in turn.
        Move(
            Action.CONFIRM,
            frozenset({Status.RESOLVED}),
            Status.CONFIRMED,
            Event.CONFIRMED,
            (Relation.GRID_WORKER, Relation.GRID_CHIEF, Relation.TIER_ABOVE),
        ),
        Move(
            Action.REJECT,
            frozenset({Status.RESOLVED}),
            None,
            Event.REJECTED,
            (Relation.GRID_WORKER, Relation.GRID_CHIEF, Relation.TIER_ABOVE),
            needs_reason=True,
        ),
        # A handler may not cancel what it was given: that would be closing it falsely (DOMAIN 2.4).
        Move(
            Action.CANCEL,
            _IN_HAND,
            Status.CANCELLED,
            Event.CANCELLED,
            (Relation.REPORTER, Relation.COUNTY),
            needs_reason=True,
        ),
    )
}


def legal_actions(status: Status, *, at_the_top: bool) -> tuple[Action, ...]:
    """Return the actions the state table allows from `status`, whoever asks.

    Parameters
    ----------
    at_the_top
        Whether the incident is at the county, above which there is nobody to escalate to.
    """
    return tuple(
        action
        for action, move in MOVES.items()
        if status in move.origin and not (action is Action.ESCALATE and at_the_top)
    )


class IllegalMove(Conflict):
    """The state table has no such move from here; `legal_actions` lists those it has."""

    slug = "illegal-move"
    title = Text("当前状态不允许此操作", "Illegal move")

    def __init__(self, action: Action, status: Status, legal: tuple[Action, ...]) -> None:
        names = ", ".join(legal) or "—"
        detail = Text(
            f"事件当前为“{STATUS_NAMES[status].zh}”，不能执行 {action}；可执行：{names}。",
            f"The incident is {STATUS_NAMES[status].en}: {action} is not possible; possible: {names}.",
        )
        super().__init__(
            detail, incident_status=str(status), legal_actions=[str(action) for action in legal]
        )


class ReasonMissing(Conflict):
    """Whoever does it must say why, so that everybody can follow it later."""

    status = 422
    slug = "reason-missing"
    title = Text("须说明理由", "Reason missing")
    said = Text("此操作须填写理由 reason。", "This action needs a reason.")


class HandlerMayNotConfirm(NotAllowed):
    """Whoever solved it may not be the one who confirms it."""

    slug = "handler-may-not-confirm"
    said = Text(
        "处置人不能核查确认自己办理的事件。", "Whoever handled an incident may not confirm it."
    )


class ConfirmationNotYetYours(NotAllowed):
    """A deputy may confirm only once the turn has passed to the deputy."""

    slug = "confirmation-not-yet-yours"
    said = Text(
        "现由网格员核查确认，逾期后才轮到您。",
        "It is the grid worker's turn to confirm; yours comes if that turn lapses.",
    )
