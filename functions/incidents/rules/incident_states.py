"""The life of an incident as one table: which action leads from where to where, and who may take it.

`docs/states/incidents-incident.md` is drawn from it, and the tests walk every cell of it.
"""

from __future__ import annotations

from typing import NamedTuple

from escalation.rules.events import OwedEvent
from incidents.rules.states import (
    ACTION_NAMES,
    RELATION_NAMES,
    STATUS_NAMES,
    Action,
    Event,
    Relation,
    Status,
)
from kernel.states import Move, StateTable
from kernel.texts import Text

_IN_HAND = frozenset({Status.REPORTED, Status.ACCEPTED})
_ASKED = frozenset({Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED})
_UNSOLVED = _IN_HAND | _ASKED | {Status.RETURNED, Status.SUSPENDED, Status.JOINT}
_OPEN = _UNSOLVED | {Status.RESOLVED}
_GRID = (Relation.GRID_WORKER, Relation.GRID_CHIEF)

INCIDENTS: StateTable[Action, Status, Relation] = StateTable(
    Text("该事件", "The incident"),
    [
        Move(
            Action.ACCEPT,
            frozenset({Status.REPORTED}),
            to=Status.ACCEPTED,
            by=(Relation.RESPONSIBLE,),
            event=Event.ACCEPTED,
        ),
        # A grid worker settles on the spot what can be settled there (DOMAIN 2.1); an officer who resolves without accepting first
        # has accepted in the same breath. A request that is still undecided is dropped by it.
        Move(
            Action.RESOLVE,
            _IN_HAND | _ASKED,
            to=Status.RESOLVED,
            by=(Relation.RESPONSIBLE, Relation.GRID_WORKER),
            event=Event.RESOLVED,
        ),
        Move(
            Action.ESCALATE,
            _IN_HAND,
            to=Status.REPORTED,
            by=(Relation.RESPONSIBLE, *_GRID, Relation.OVERSEER),
            needs=("reason",),
            event=OwedEvent.ESCALATED,
        ),
        # The final confirmation is the grid worker's (article; DOMAIN 2.1): handler ≠ confirmer. The others are deputies in turn.
        Move(
            Action.CONFIRM,
            frozenset({Status.RESOLVED}),
            to=Status.CONFIRMED,
            by=(*_GRID, Relation.TIER_ABOVE),
            event=Event.CONFIRMED,
        ),
        Move(
            Action.REJECT,
            frozenset({Status.RESOLVED}),
            by=(*_GRID, Relation.TIER_ABOVE),
            needs=("reason",),
            event=Event.REJECTED,
        ),
        # A handler may not cancel what it was given: that would be closing it falsely (DOMAIN 2.4). Several departments at work are
        # recalled first. Who only joined does not take away another's report, nor the reporter one that others have joined.
        Move(
            Action.CANCEL,
            _UNSOLVED - {Status.JOINT},
            to=Status.CANCELLED,
            by=(Relation.REPORTER, Relation.COUNTY),
            needs=("reason",),
            event=Event.CANCELLED,
        ),
        # 退单 (唐山 Art. 23(3)): with grounds, reasons and a suggested owner, before signing; the first receiver stays responsible
        # until the dispatcher has decided (首接负责, Art. 15(6)).
        Move(
            Action.RETURN,
            frozenset({Status.REPORTED}),
            to=Status.RETURNED,
            by=(Relation.RESPONSIBLE,),
            needs=("grounds", "reason", "unit"),
            event=Event.RETURNED,
        ),
        Move(
            Action.ASSIGN,
            _IN_HAND | {Status.RETURNED},
            to=Status.REPORTED,
            by=(Relation.DISPATCHER, Relation.RESPONSIBLE, Relation.OVERSEER),
            needs=("unit", "reason"),
            event=Event.ASSIGNED,
        ),
        # 延期 (唐山 Art. 24(2)): asked before the limit, decided by the next tier.
        Move(
            Action.ASK_EXTENSION,
            frozenset({Status.ACCEPTED}),
            to=Status.EXTENSION_ASKED,
            by=(Relation.RESPONSIBLE,),
            needs=("reason", "limit"),
            event=Event.EXTENSION_ASKED,
        ),
        # 中止 (唐山 Art. 26): approved, for a listed cause.
        Move(
            Action.ASK_SUSPENSION,
            frozenset({Status.ACCEPTED}),
            to=Status.SUSPENSION_ASKED,
            by=(Relation.RESPONSIBLE,),
            needs=("reason", "cause"),
            event=Event.SUSPENSION_ASKED,
        ),
        Move(
            Action.APPROVE,
            frozenset({Status.EXTENSION_ASKED}),
            to=Status.ACCEPTED,
            by=(Relation.DECIDER,),
            event=Event.EXTENDED,
        ),
        Move(
            Action.APPROVE,
            frozenset({Status.SUSPENSION_ASKED}),
            to=Status.SUSPENDED,
            by=(Relation.DECIDER,),
            event=Event.SUSPENDED,
        ),
        Move(
            Action.DENY,
            frozenset({Status.EXTENSION_ASKED}),
            to=Status.ACCEPTED,
            by=(Relation.DECIDER,),
            needs=("reason",),
            event=Event.EXTENSION_DENIED,
        ),
        Move(
            Action.DENY,
            frozenset({Status.SUSPENSION_ASKED}),
            to=Status.ACCEPTED,
            by=(Relation.DECIDER,),
            needs=("reason",),
            event=Event.SUSPENSION_DENIED,
        ),
        Move(
            Action.RESUME,
            frozenset({Status.SUSPENDED}),
            to=Status.ACCEPTED,
            by=(Relation.RESPONSIBLE, Relation.OVERSEER),
            event=Event.RESUMED,
        ),
        # 吹哨报到: one lead, several departments, each with a clock of its own (DOMAIN 2.3).
        Move(
            Action.WHISTLE,
            _IN_HAND,
            to=Status.JOINT,
            by=(Relation.RESPONSIBLE,),
            needs=("reason", "tasks"),
            event=Event.WHISTLED,
        ),
        Move(
            Action.RECALL,
            frozenset({Status.JOINT}),
            to=Status.ACCEPTED,
            by=(Relation.RESPONSIBLE, Relation.OVERSEER),
            needs=("reason",),
            event=Event.RECALLED,
        ),
        # Several reports of one matter are linked, not dispatched again (唐山 Art. 15(4)).
        Move(
            Action.MERGE,
            _IN_HAND,
            to=Status.MERGED,
            by=(Relation.RESPONSIBLE, Relation.OVERSEER),
            needs=("into", "reason"),
            event=Event.MERGED,
        ),
        Move(
            Action.SEPARATE,
            frozenset({Status.MERGED}),
            to=Status.REPORTED,
            by=(Relation.RESPONSIBLE, Relation.OVERSEER),
            needs=("reason",),
            event=Event.SEPARATED,
        ),
        # What turns out to be a dispute, a hazard or a matter of enforcement is handled as that (`converting`); `workspace` does both ends.
        Move(Action.CONVERT, _IN_HAND, to=Status.CONVERTED, event=Event.CONVERTED),
        Move(Action.TAKE_BACK, frozenset({Status.CONVERTED}), event=Event.TAKEN_BACK),
        Move(
            Action.JOIN,
            _OPEN,
            by=(Relation.NEARBY,),
            event=Event.JOINED,
        ),
        Move(
            Action.LEAVE,
            _OPEN,
            by=(Relation.FOLLOWER,),
            event=Event.LEFT,
        ),
        # Whoever reported it may know more by now: it goes to whoever has it in hand, and moves no limit.
        Move(
            Action.ADD,
            _OPEN,
            by=(Relation.REPORTER, Relation.FOLLOWER),
            needs=("reason",),
            event=Event.ADDED,
        ),
        # What lengthens the limit is decided by those above (`correcting`).
        Move(
            Action.CORRECT,
            _IN_HAND,
            by=(Relation.RESPONSIBLE, Relation.OVERSEER),
            needs=("reason",),
            event=Event.CORRECTED,
        ),
        # 回访 (唐山 Art. 38): whoever reported says whether it helped; some answers send it back.
        Move(
            Action.RATE,
            frozenset({Status.CONFIRMED}),
            by=(Relation.REPORTER, Relation.FOLLOWER),
            needs=("satisfied",),
        ),
        # 督办 (唐山 Art. 37): a formal order, to be answered.
        Move(
            Action.ORDER,
            _OPEN,
            by=(Relation.OVERSEER,),
            needs=("reason",),
            event=Event.ORDERED,
        ),
        Move(
            Action.ANSWER,
            _OPEN,
            by=(Relation.RESPONSIBLE,),
            needs=("reason",),
            event=Event.ANSWERED,
        ),
    ],
    statuses=STATUS_NAMES,
    actions=ACTION_NAMES,
    holders=RELATION_NAMES,
    words={
        "reason": Text("此操作须填写理由。", "This action needs a reason."),
        "done": Text("请填写处置情况。", "Say what was done (`done`)."),
        "grounds": Text("请选择退回依据。", "Say on what grounds (`grounds`)."),
        "unit": Text("请填写单位。", "Name the unit (`unit`)."),
        "limit": Text("请填写所需时间。", "Say how much time is needed (`limit`)."),
        "cause": Text("请选择中止原因。", "Say for which cause (`cause`)."),
        "tasks": Text("请列出各部门及其任务。", "Name the departments and their tasks (`tasks`)."),
        "into": Text("请填写要并入的事件。", "Name the incident to merge into (`into`)."),
        "satisfied": Text("请填写是否满意。", "Say whether you are satisfied (`satisfied`)."),
        "answer": Text("请选择不满意的原因。", "Choose why not (`answer`)."),
    },
)

MOVES = {move.action: move for move in INCIDENTS.moves}
"""A row of each action: those of one action from several statuses name the same people and the same words."""

OF_WORK = frozenset(
    {
        Action.ACCEPT,
        Action.RESOLVE,
        Action.ESCALATE,
        Action.RETURN,
        Action.ASSIGN,
        Action.ASK_EXTENSION,
        Action.ASK_SUSPENSION,
        Action.APPROVE,
        Action.DENY,
        Action.RESUME,
        Action.ORDER,
        Action.ANSWER,
    }
)
"""What is done with a department's task of a joint handling too; the other moves are those of an incident that people reported."""


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


def shut(position: Position) -> frozenset[Action]:
    """Return the moves that are not there where an incident stands so, whatever its status."""
    own = frozenset(Action) - OF_WORK if position.is_task else frozenset[Action]()
    return own | {
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


def legal_actions(status: Status, position: Position) -> tuple[Action, ...]:
    """Return the actions the state table allows from `status`, whoever asks."""
    return INCIDENTS.legal(status, shut(position))
