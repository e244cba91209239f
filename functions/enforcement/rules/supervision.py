"""Supervision papers of the county's justice department: an urging letter, an opinion, a decision; each answered by its day (监督条例).

A paper is owed its answer by the town; whoever issued it accepts the answer, or sends it back with a new day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from enforcement.rules.numbers import amount
from enforcement.rules.terms import until
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class PaperKind(Named):
    """What a supervisor issues."""

    LETTER = "letter", "行政执法监督督办函", "an urging letter"
    OPINION = "opinion", "行政执法监督意见书", "an opinion"
    DECISION = "decision", "行政执法监督决定书", "a decision"

    @property
    def form(self) -> str:
        """The form it is written on."""
        return f"supervision_{self}"


class SupervisionStatus(Named):
    """Where a supervision paper stands."""

    ISSUED = "issued", "待答复", "to be answered"
    ANSWERED = "answered", "已答复，待审查", "answered, to be looked at"
    ACCEPTED = "accepted", "已办结", "accepted"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class SupervisionAction(Named):
    """What is done with a supervision paper."""

    ANSWER = "answer", "答复", "answer it"
    ACCEPT = "accept", "认可答复", "accept the answer"
    SEND_BACK = "send_back", "退回重答", "send the answer back"
    WITHDRAW = "withdraw", "撤回", "withdraw it"


class SupervisionHolder(Named):
    """How somebody stands to a supervision paper."""

    HEAD = "head", "被监督机关负责人", "the head of the organ it is for"
    SUPERVISOR = "supervisor", "县级执法监督人员", "the county's supervisor of enforcement"


_S, _H = SupervisionStatus, SupervisionHolder
_ANSWER_OWED = ("supervision_answer",)

SUPERVISION: StateTable[SupervisionAction, SupervisionStatus, SupervisionHolder] = StateTable(
    Text("该监督文书", "This supervision paper"),
    [
        Move(
            SupervisionAction.ANSWER,
            frozenset({_S.ISSUED}),
            _S.ANSWERED,
            (_H.HEAD,),
            ("text",),
            ends=_ANSWER_OWED,
        ),
        Move(
            SupervisionAction.ACCEPT,
            frozenset({_S.ANSWERED}),
            _S.ACCEPTED,
            (_H.SUPERVISOR,),
        ),
        Move(
            SupervisionAction.SEND_BACK,
            frozenset({_S.ANSWERED}),
            _S.ISSUED,
            (_H.SUPERVISOR,),
            ("text", "answer_by"),
            begins=_ANSWER_OWED,
        ),
        Move(
            SupervisionAction.WITHDRAW,
            frozenset({_S.ISSUED, _S.ANSWERED}),
            _S.WITHDRAWN,
            (_H.SUPERVISOR,),
            ("text",),
            ends=_ANSWER_OWED,
        ),
    ],
    statuses=names(SupervisionStatus),
    actions=names(SupervisionAction),
    holders=names(SupervisionHolder),
    words={
        "text": Text("请写明内容。", "Say what, or why."),
        "answer_by": Text("请注明答复期限。", "Say until when it is to be answered."),
    },
)
"""An answer is looked at by who asked; silence climbs."""

MOST_ANSWERS = 10


class AnsweredEnough(Conflict):
    """It went back and forth as often as a paper is meant to; another paper says more than another round."""

    slug = "answered-enough"
    said = Text(
        "往返次数已达上限，请另行制发文书。", "It went back often enough: issue another paper."
    )


@record
class Said:
    """What was said in answer, or to it."""

    at: datetime
    by: str
    action: SupervisionAction
    text: str


@record
class SupervisionPaper:
    """A paper of the county's supervisor to a town, about a case or in general.

    Attributes
    ----------
    duty
        The obligation under which its answer is owed.
    number
        As the county's office numbers it.
    """

    id: str
    town: str
    kind: PaperKind
    facts: str
    basis: str
    demand: str
    answer_by: datetime
    issued_at: datetime
    issued_by: str
    case: str | None = None
    number: str | None = None
    status: SupervisionStatus = SupervisionStatus.ISSUED
    said: tuple[Said, ...] = ()
    duty: str | None = None
    steps: int = 1
    version: int = 1


class SupervisionCommand(NamedTuple):
    """A step of a supervision paper."""

    action: SupervisionAction
    text: str | None = None
    answer_by: datetime | None = None


def answer_until(said: datetime | None, now: datetime) -> datetime:
    """Return until when a paper is answered: the day it names, else after the usual time.

    Raises
    ------
    InvalidFields
        It is over, or further off than three of the usual times.
    """
    usual = until("supervision_answer", now)
    if said is None:
        return usual
    if not now < said <= now + 3 * (usual - now):
        most = amount("supervision_answer") * 3
        told = Text(f"应在{most}个工作日以内。", f"Within about {most} working days from now.")
        raise InvalidFields.one("answer_by", told)
    return said


def move(
    paper: SupervisionPaper, command: SupervisionCommand, by: str, now: datetime
) -> SupervisionPaper:
    """Return a paper after a step that somebody may take.

    Raises
    ------
    WordsMissing, AnsweredEnough, InvalidFields
        Something is not said; it went back often enough; its new day is none.
    """
    row = SUPERVISION.move(paper.status, command.action)
    SUPERVISION.require_words(row, command)
    if len(paper.said) >= MOST_ANSWERS and command.action is SupervisionAction.SEND_BACK:
        raise AnsweredEnough
    again = command.action is SupervisionAction.SEND_BACK
    return replace(
        paper,
        status=row.target,
        answer_by=answer_until(command.answer_by, now) if again else paper.answer_by,
        said=(*paper.said, Said(now, by, command.action, command.text or "")),
        steps=paper.steps + 1,
        version=paper.version + 1,
    )
