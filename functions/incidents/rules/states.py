"""The life of an incident as one table: which action leads from where to where, and who may take it.

`docs/incident-states.md` is drawn from this table, and the tests walk every cell of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kernel.problems import Conflict, FieldError, InvalidFields, NotAllowed
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
    """How pressing an incident is (DOMAIN 2.5)."""

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


class ReasonMissing(InvalidFields):
    """Whoever does it must say why, or what was done, so that everybody can follow it later."""

    slug = "reason-missing"
    title = Text("须说明理由", "Reason missing")

    def __init__(self, field: str = "reason") -> None:
        missing = {
            "reason": Text("此操作须填写理由 reason。", "This action needs a reason."),
            "done": Text("请填写处置情况 done。", "Say what was done (`done`)."),
        }[field]
        super().__init__(missing, errors=[FieldError(field, missing)])


class HandlerMayNotConfirm(NotAllowed):
    """Whoever solved it may not be the one who confirms it."""

    slug = "handler-may-not-confirm"
    said = Text(
        "处置人不能核查确认自己办理的事件。", "Whoever handled an incident may not confirm it."
    )


class ConfirmationNotYetYours(NotAllowed):
    """The confirmation is somebody else's turn: a deputy's comes only once the turn has passed on."""

    slug = "confirmation-not-yet-yours"

    def __init__(self, turn: str) -> None:
        whose = {
            "worker": Text("网格员", "the grid worker's"),
            "chief": Text("网格长", "the grid chief's"),
            "above": Text("上一级", "the tier above's"),
        }.get(turn, Text("他人", "somebody else's"))
        detail = Text(
            f"现由{whose.zh}核查确认，尚未轮到您。", f"It is {whose.en} turn to confirm, not yours."
        )
        super().__init__(detail, turn=turn)
