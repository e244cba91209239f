"""The life of an incident as one table: which action leads from where to where, and who may take it.

`docs/incident-states.md` is drawn from this table, and the tests walk every cell of it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from escalation.rules.events import OwedEvent
from kernel.problems import Conflict, FieldError, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Text


class Status(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    JOINT = "joint"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MERGED = "merged"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the next step."""
        return self not in (Status.CONFIRMED, Status.CANCELLED, Status.MERGED)


STATUS_NAMES: dict[Status, Text] = {
    Status.REPORTED: Text("待受理", "reported"),
    Status.ACCEPTED: Text("处置中", "accepted"),
    Status.RETURNED: Text("已退回，待派遣", "returned, to be assigned"),
    Status.EXTENSION_ASKED: Text("延期待批", "extension asked"),
    Status.SUSPENSION_ASKED: Text("中止待批", "suspension asked"),
    Status.SUSPENDED: Text("已中止", "suspended"),
    Status.JOINT: Text("部门会办中", "with several departments"),
    Status.RESOLVED: Text("待核查确认", "resolved, to be confirmed"),
    Status.CONFIRMED: Text("已办结", "confirmed"),
    Status.CANCELLED: Text("已撤销", "cancelled"),
    Status.MERGED: Text("已并案", "merged into another"),
}


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
    RETURN = "return"
    ASSIGN = "assign"
    ASK_EXTENSION = "ask_extension"
    ASK_SUSPENSION = "ask_suspension"
    APPROVE = "approve"
    DENY = "deny"
    RESUME = "resume"
    WHISTLE = "whistle"
    RECALL = "recall"
    MERGE = "merge"
    SEPARATE = "separate"
    JOIN = "join"
    RATE = "rate"
    ORDER = "order"
    ANSWER = "answer"


class Relation(StrEnum):
    """How a person stands to an incident; one post may give several relations."""

    RESPONSIBLE = "responsible"
    GRID_WORKER = "grid_worker"
    GRID_CHIEF = "grid_chief"
    TIER_ABOVE = "tier_above"
    OVERSEER = "overseer"
    REPORTER = "reporter"
    FOLLOWER = "follower"
    COUNTY = "county"
    DISPATCHER = "dispatcher"
    DECIDER = "decider"
    NEARBY = "nearby"


RELATION_NAMES: dict[Relation, Text] = {
    Relation.RESPONSIBLE: Text("责任单位干部", "officer of the responsible unit"),
    Relation.GRID_WORKER: Text("网格员", "grid worker of the place"),
    Relation.GRID_CHIEF: Text("网格长", "grid chief of the place"),
    Relation.TIER_ABOVE: Text("上一级干部", "officer of the tier above the one that proposed"),
    Relation.OVERSEER: Text("上级干部", "officer of any higher tier"),
    Relation.REPORTER: Text("上报人", "reporter"),
    Relation.FOLLOWER: Text("附议人或并案上报人", "who joined it or was merged into it"),
    Relation.COUNTY: Text("县级干部", "county officer"),
    Relation.DISPATCHER: Text("派遣单位干部", "officer of the dispatching unit"),
    Relation.DECIDER: Text("审批单位干部", "officer of the unit that decides"),
    Relation.NEARBY: Text("当地居民和工作人员", "anybody who may report there"),
}


class Event(StrEnum):
    """What a history entry records that only incidents have; what befalls everything owed is an `OwedEvent`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CONFIRMATION_REMINDED = "confirmation_reminded"
    CONFIRMATION_PASSED = "confirmation_passed"
    SIGN_OVERDUE = "sign_overdue"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    DISPATCH_LAPSED = "dispatch_lapsed"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_DENIED = "extension_denied"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    SUSPENSION_DENIED = "suspension_denied"
    REQUEST_LAPSED = "request_lapsed"
    RESUMED = "resumed"
    WHISTLED = "whistled"
    TASK_OPENED = "task_opened"
    TASK_DONE = "task_done"
    TASK_RECALLED = "task_recalled"
    RECALLED = "recalled"
    MERGED = "merged"
    ABSORBED = "absorbed"
    SEPARATED = "separated"
    JOINED = "joined"
    RATED = "rated"
    REOPENED = "reopened"
    ORDERED = "ordered"
    ANSWERED = "answered"
    ORDER_OVERDUE = "order_overdue"


class Scope(StrEnum):
    """Which incidents have a move: those people reported, tasks of a joint handling, or both."""

    REPORTED = "reported"
    TASK = "task"
    BOTH = "both"


@record
class Move:
    """One row of the state table.

    Attributes
    ----------
    to
        The status after the move; None: the lifecycle decides (a rejected solution goes back to what it was).
    event
        What the history says of it; None: the lifecycle decides (what is approved may be an extension or a suspension).
    by
        Who may; the nearer relation is written first.
    needs
        What the person must say, by the names of the request's fields.
    scope
        Whether tasks of a joint handling have it.
    """

    action: Action
    origin: frozenset[Status]
    to: Status | None
    event: StrEnum | None
    by: tuple[Relation, ...]
    needs: tuple[str, ...] = ()
    scope: Scope = Scope.REPORTED


_IN_HAND = frozenset({Status.REPORTED, Status.ACCEPTED})
_ASKED = frozenset({Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED})
_UNSOLVED = _IN_HAND | _ASKED | {Status.RETURNED, Status.SUSPENDED, Status.JOINT}
_OPEN = _UNSOLVED | {Status.RESOLVED}
_GRID = (Relation.GRID_WORKER, Relation.GRID_CHIEF)

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(
            Action.ACCEPT,
            frozenset({Status.REPORTED}),
            Status.ACCEPTED,
            Event.ACCEPTED,
            (Relation.RESPONSIBLE,),
            scope=Scope.BOTH,
        ),
        # A grid worker settles on the spot what can be settled there (DOMAIN 2.1); an officer who resolves without accepting first
        # has accepted in the same breath. A request that is still undecided is dropped by it.
        Move(
            Action.RESOLVE,
            _IN_HAND | _ASKED,
            Status.RESOLVED,
            Event.RESOLVED,
            (Relation.RESPONSIBLE, Relation.GRID_WORKER),
            scope=Scope.BOTH,
        ),
        Move(
            Action.ESCALATE,
            _IN_HAND,
            Status.REPORTED,
            OwedEvent.ESCALATED,
            (Relation.RESPONSIBLE, *_GRID, Relation.OVERSEER),
            ("reason",),
            scope=Scope.BOTH,
        ),
        # The final confirmation is the grid worker's (article; DOMAIN 2.1): handler ≠ confirmer. The others are deputies in turn.
        Move(
            Action.CONFIRM,
            frozenset({Status.RESOLVED}),
            Status.CONFIRMED,
            Event.CONFIRMED,
            (*_GRID, Relation.TIER_ABOVE),
        ),
        Move(
            Action.REJECT,
            frozenset({Status.RESOLVED}),
            None,
            Event.REJECTED,
            (*_GRID, Relation.TIER_ABOVE),
            ("reason",),
        ),
        # A handler may not cancel what it was given: that would be closing it falsely (DOMAIN 2.4). Several departments at work are
        # recalled first. Who only joined does not take away another's report, nor the reporter one that others have joined.
        Move(
            Action.CANCEL,
            _UNSOLVED - {Status.JOINT},
            Status.CANCELLED,
            Event.CANCELLED,
            (Relation.REPORTER, Relation.COUNTY),
            ("reason",),
        ),
        # 退单 (唐山 Art. 23(3)): with grounds, reasons and a suggested owner, before signing; the first receiver stays responsible
        # until the dispatcher has decided (首接负责, Art. 15(6)).
        Move(
            Action.RETURN,
            frozenset({Status.REPORTED}),
            Status.RETURNED,
            Event.RETURNED,
            (Relation.RESPONSIBLE,),
            ("grounds", "reason", "unit"),
            scope=Scope.BOTH,
        ),
        Move(
            Action.ASSIGN,
            _IN_HAND | {Status.RETURNED},
            Status.REPORTED,
            Event.ASSIGNED,
            (Relation.DISPATCHER, Relation.RESPONSIBLE, Relation.OVERSEER),
            ("unit", "reason"),
            scope=Scope.BOTH,
        ),
        # 延期 (唐山 Art. 24(2)): asked before the limit, decided by the next tier.
        Move(
            Action.ASK_EXTENSION,
            frozenset({Status.ACCEPTED}),
            Status.EXTENSION_ASKED,
            Event.EXTENSION_ASKED,
            (Relation.RESPONSIBLE,),
            ("reason", "limit"),
            scope=Scope.BOTH,
        ),
        # 中止 (唐山 Art. 26): approved, for a listed cause.
        Move(
            Action.ASK_SUSPENSION,
            frozenset({Status.ACCEPTED}),
            Status.SUSPENSION_ASKED,
            Event.SUSPENSION_ASKED,
            (Relation.RESPONSIBLE,),
            ("reason", "cause"),
            scope=Scope.BOTH,
        ),
        Move(Action.APPROVE, _ASKED, None, None, (Relation.DECIDER,), scope=Scope.BOTH),
        Move(
            Action.DENY,
            _ASKED,
            Status.ACCEPTED,
            None,
            (Relation.DECIDER,),
            ("reason",),
            scope=Scope.BOTH,
        ),
        Move(
            Action.RESUME,
            frozenset({Status.SUSPENDED}),
            Status.ACCEPTED,
            Event.RESUMED,
            (Relation.RESPONSIBLE, Relation.OVERSEER),
            scope=Scope.BOTH,
        ),
        # 吹哨报到: one lead, several departments, each with a clock of its own (DOMAIN 2.3).
        Move(
            Action.WHISTLE,
            _IN_HAND,
            Status.JOINT,
            Event.WHISTLED,
            (Relation.RESPONSIBLE,),
            ("reason", "tasks"),
        ),
        Move(
            Action.RECALL,
            frozenset({Status.JOINT}),
            Status.ACCEPTED,
            Event.RECALLED,
            (Relation.RESPONSIBLE, Relation.OVERSEER),
            ("reason",),
        ),
        # Several reports of one matter are linked, not dispatched again (唐山 Art. 15(4)).
        Move(
            Action.MERGE,
            _IN_HAND,
            Status.MERGED,
            Event.MERGED,
            (Relation.RESPONSIBLE, Relation.OVERSEER),
            ("into", "reason"),
        ),
        Move(
            Action.SEPARATE,
            frozenset({Status.MERGED}),
            Status.REPORTED,
            Event.SEPARATED,
            (Relation.RESPONSIBLE, Relation.OVERSEER),
            ("reason",),
        ),
        Move(Action.JOIN, _OPEN, None, Event.JOINED, (Relation.NEARBY,)),
        # 回访 (唐山 Art. 38): whoever reported says whether it helped; some answers send it back.
        Move(
            Action.RATE,
            frozenset({Status.CONFIRMED}),
            None,
            None,
            (Relation.REPORTER, Relation.FOLLOWER),
            ("satisfied",),
        ),
        # 督办 (唐山 Art. 37): a formal order, to be answered.
        Move(
            Action.ORDER,
            _OPEN,
            None,
            Event.ORDERED,
            (Relation.OVERSEER,),
            ("reason",),
            scope=Scope.BOTH,
        ),
        Move(
            Action.ANSWER,
            _OPEN,
            None,
            Event.ANSWERED,
            (Relation.RESPONSIBLE,),
            ("reason",),
            scope=Scope.BOTH,
        ),
    )
}


class Position(NamedTuple):
    """What of an incident, besides its status, opens or shuts a move.

    Attributes
    ----------
    at_the_top
        Whether the county's office is responsible, above which there is nobody.
    is_task
        Whether it is a department's task in a joint handling.
    is_led
        Whether a county or town office leads it: only those whistle for departments.
    order_open
        Whether a supervision order waits for its answer.
    """

    at_the_top: bool = False
    is_task: bool = False
    is_led: bool = False
    order_open: bool = False


def legal_actions(status: Status, position: Position) -> tuple[Action, ...]:
    """Return the actions the state table allows from `status`, whoever asks."""
    shut = {
        action
        for action, is_shut in (
            (Action.ESCALATE, position.at_the_top),
            (Action.RETURN, position.at_the_top),
            (Action.WHISTLE, not position.is_led),
            (Action.ORDER, position.order_open),
            (Action.ANSWER, not position.order_open),
        )
        if is_shut
    }
    scope = Scope.TASK if position.is_task else Scope.REPORTED
    return tuple(
        action
        for action, move in MOVES.items()
        if status in move.origin and action not in shut and move.scope in (scope, Scope.BOTH)
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

    def __init__(self, *fields: str) -> None:
        errors = [FieldError(field, _MISSING[field]) for field in fields or ("reason",)]
        super().__init__(errors[0].message, errors=errors)


_MISSING: dict[str, Text] = {
    "reason": Text("此操作须填写理由 reason。", "This action needs a reason."),
    "done": Text("请填写处置情况 done。", "Say what was done (`done`)."),
    "grounds": Text("请选择退回依据 grounds。", "Say on what grounds (`grounds`)."),
    "unit": Text("请填写单位 unit。", "Name the unit (`unit`)."),
    "limit": Text("请填写所需时间 limit。", "Say how much time is needed (`limit`)."),
    "cause": Text("请选择中止原因 cause。", "Say for which cause (`cause`)."),
    "tasks": Text("请列出各部门任务 tasks。", "Name the departments and their tasks (`tasks`)."),
    "into": Text("请填写并入的事件 into。", "Name the incident to merge into (`into`)."),
    "satisfied": Text("请填写是否满意 satisfied。", "Say whether you are satisfied (`satisfied`)."),
    "answer": Text("请选择不满意的原因 answer。", "Choose why not (`answer`)."),
}


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
