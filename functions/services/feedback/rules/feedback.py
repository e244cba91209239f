"""A word about the app: handed in, accepted, answered within the term, and closed when its sender was asked whether that was well.

国办函〔2026〕12号 wants a government app to take complaints and suggestions about itself, to follow them up and to return a visit; articles
unread (DOMAIN 2.6). The county builds and keeps the app, so the county answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kernel.access import Caller, Role
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.terms import Terms
from kernel.texts import Named, Text, names
from kernel.units import Level, ancestor
from kernel.working_time import add

TERMS = Terms(Path(__file__).parents[1] / "data" / "terms.json")
ADMINISTRATORS = frozenset({Role.COUNTY_ADMIN})


class FeedbackSort(Named):
    """What a word is."""

    COMPLAINT = "complaint", "投诉", "complaint"
    SUGGESTION = "suggestion", "建议", "suggestion"
    FAULT = "fault", "故障", "fault"


class FeedbackStatus(Named):
    """Where a word stands."""

    OPEN = "open", "待受理", "to be accepted"
    ACCEPTED = "accepted", "已受理，办理中", "accepted, being worked on"
    ANSWERED = "answered", "已答复，待回访", "answered, to be asked about"
    CLOSED = "closed", "已办结", "closed"
    WITHDRAWN = "withdrawn", "已撤回", "taken back"


class FeedbackAction(Named):
    """What is done with a word."""

    ACCEPT = "accept", "受理", "accept"
    ANSWER = "answer", "答复", "answer"
    VISIT = "visit", "回访", "ask whether it was well"
    RATE = "rate", "评价", "say whether it was well"
    WITHDRAW = "withdraw", "撤回", "take back"


class FeedbackEvent(Named):
    """What the history of a word tells."""

    HANDED_IN = "handed_in", "提交", "handed in"
    ACCEPTED = "accepted", "受理", "accepted"
    ANSWERED = "answered", "答复", "answered"
    SATISFIED = "satisfied", "满意，办结", "found well and closed"
    NOT_SATISFIED = "not_satisfied", "不满意，重新办理", "not found well, worked on again"
    ENDED = "ended", "不满意，已达重办次数，办结", "not found well after the last round, closed"
    WITHDRAWN = "withdrawn", "撤回", "taken back"


class FeedbackHolder(Named):
    """How somebody stands to a word."""

    ADMINISTRATOR = "administrator", "县管理员", "the county's administrator"
    SENDER = "sender", "提交人", "who handed it in"


HOLDER_ROLES = {
    FeedbackHolder.ADMINISTRATOR: ADMINISTRATORS,
    FeedbackHolder.SENDER: frozenset(Role),
}
_OPEN, _ACCEPTED = frozenset({FeedbackStatus.OPEN}), frozenset({FeedbackStatus.ACCEPTED})
_ANSWERED = frozenset({FeedbackStatus.ANSWERED})

FEEDBACK: StateTable[FeedbackAction, FeedbackStatus, FeedbackHolder] = StateTable(
    Text("该意见", "What was said"),
    [
        Move(FeedbackAction.ACCEPT, _OPEN, FeedbackStatus.ACCEPTED,
             (FeedbackHolder.ADMINISTRATOR,), event=FeedbackEvent.ACCEPTED),
        Move(FeedbackAction.ANSWER, _OPEN | _ACCEPTED, FeedbackStatus.ANSWERED,
             (FeedbackHolder.ADMINISTRATOR,), ("said",), FeedbackEvent.ANSWERED,
             begins=("app_feedback",), ends=("app_feedback",)),
        Move(FeedbackAction.VISIT, _ANSWERED, by=(FeedbackHolder.ADMINISTRATOR,),
             needs=("satisfied", "said"), ends=("app_feedback",)),
        Move(FeedbackAction.RATE, _ANSWERED, by=(FeedbackHolder.SENDER,), needs=("satisfied",),
             ends=("app_feedback",)),
        Move(FeedbackAction.WITHDRAW, _OPEN | _ACCEPTED, FeedbackStatus.WITHDRAWN,
             (FeedbackHolder.SENDER,), event=FeedbackEvent.WITHDRAWN, ends=("app_feedback",)),
    ],
    statuses=names(FeedbackStatus),
    actions=names(FeedbackAction),
    holders=names(FeedbackHolder),
    words={
        "said": Text("请说明答复或回访情况。", "Say what is answered, or what the sender said."),
        "satisfied": Text("请说明是否满意。", "Say whether the sender is satisfied."),
    },
)  # fmt: skip


@record
class Feedback:
    """A word about the app.

    Attributes
    ----------
    sender, unit
        Who handed it in, and where the person belongs.
    page
        On which page of the app, where that was said.
    answer
        What was answered last.
    round
        How often it was answered and found well, or not.
    owed
        What is owed for it now: the answer, then the return visit.
    """

    id: str
    sender: str
    unit: str
    sort: FeedbackSort
    text: str
    handed_in_at: datetime
    due_at: datetime | None
    status: FeedbackStatus = FeedbackStatus.OPEN
    page: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    satisfied: bool | None = None
    round: int = 0
    owed: str | None = None
    version: int = 1


class FeedbackCommand(NamedTuple):
    """A step, with what must be said."""

    action: FeedbackAction
    said: str | None = None
    satisfied: bool | None = None


class FeedbackChange(NamedTuple):
    """A word after a step, and what its history tells."""

    after: Feedback
    event: FeedbackEvent


def county_of(one: Feedback) -> str:
    """Return the county that answers."""
    county = ancestor(one.unit, Level.COUNTY)
    assert county is not None, "every unit lies in a county"
    return county


def answer_due(now: datetime) -> datetime:
    """Return until when something handed in now is to be answered."""
    return add(now, TERMS.limit("answer_within")).at


def actions_of(one: Feedback, caller: Caller) -> list[FeedbackAction]:
    """Return what somebody may do with a word now."""
    return FEEDBACK.open_to(one.status, standing_of(one, caller))


def standing_of(one: Feedback, caller: Caller) -> Callable[[FeedbackHolder], bool]:
    """Return what tells how somebody stands to a word; nobody answers the own one."""
    own = one.sender == caller.person_id
    serves = not own and caller.post_over(county_of(one), ADMINISTRATORS) is not None
    return lambda holder: own if holder is FeedbackHolder.SENDER else serves


def move(one: Feedback, command: FeedbackCommand, caller: Caller, now: datetime) -> FeedbackChange:
    """Take a word one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    """
    row = FEEDBACK.move(one.status, command.action, offered=actions_of(one, caller))
    FEEDBACK.allow(row, standing_of(one, caller), lambda holder: HOLDER_ROLES[holder])
    FEEDBACK.require_words(row, command)
    next_version = replace(one, version=one.version + 1)
    if command.action in (FeedbackAction.VISIT, FeedbackAction.RATE):
        return _asked(next_version, satisfied=bool(command.satisfied), now=now)
    after = replace(next_version, status=row.target)
    if command.action is FeedbackAction.ANSWER:
        due = add(now, TERMS.limit("visit_within")).at
        after = replace(after, answer=command.said, answered_at=now, due_at=due)
    elif command.action is FeedbackAction.WITHDRAW:
        after = replace(after, due_at=None)
    assert row.event is not None, "what no rule decides the table says"
    return FeedbackChange(after, FeedbackEvent(row.event))


def _asked(one: Feedback, *, satisfied: bool, now: datetime) -> FeedbackChange:
    after = replace(one, satisfied=satisfied, round=one.round + 1)
    if not satisfied and after.round < TERMS.amount("most_rounds"):
        again = replace(after, status=FeedbackStatus.ACCEPTED, due_at=answer_due(now))
        return FeedbackChange(again, FeedbackEvent.NOT_SATISFIED)
    closed = replace(after, status=FeedbackStatus.CLOSED, due_at=None)
    return FeedbackChange(closed, FeedbackEvent.SATISFIED if satisfied else FeedbackEvent.ENDED)
