"""普法提示: the justice department reminds an organ that does nothing; it must answer, and the answer is assessed in public (Arts. 53, 56)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from enforcement.outreach.rules import public_text
from enforcement.outreach.rules.site_states import MANAGERS
from kernel.access import Caller, Role
from kernel.problems import NotAllowed
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class PromptStatus(Named):
    """Where a prompt stands."""

    ISSUED = "issued", "待答复", "to be answered"
    ANSWERED = "answered", "已答复，待评估", "answered, to be assessed"
    ASSESSED = "assessed", "已评估", "assessed"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class PromptAction(Named):
    """What is done with a prompt."""

    ANSWER = "answer", "答复", "answer it"
    ASSESS = "assess", "评估", "assess the answer"
    WITHDRAW = "withdraw", "撤回", "take it back"


class PromptEvent(Named):
    """What the history of a prompt tells."""

    ISSUED = "issued", "发出提示", "issued"
    ANSWERED = "answered", "答复", "answered"
    ASSESSED = "assessed", "评估", "assessed"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"


class PromptHolder(Named):
    """How somebody stands to a prompt."""

    ADDRESSED = "addressed", "被提示单位", "the unit it is addressed to"
    ISSUER = "issuer", "县司法行政部门", "the county's justice department"


class Assessment(Named):
    """What the justice department makes of an answer."""

    DONE = "done", "已履行普法责任", "the duty is done"
    WANTING = "wanting", "仍未履行普法责任", "the duty is still not done"


ISSUERS = frozenset({Role.JUSTICE_SUPERVISOR})
PROMPT_ROLES = {PromptHolder.ADDRESSED: MANAGERS - ISSUERS, PromptHolder.ISSUER: ISSUERS}
_ISSUED, _ANSWERED = frozenset({PromptStatus.ISSUED}), frozenset({PromptStatus.ANSWERED})

PROMPTS: StateTable[PromptAction, PromptStatus, PromptHolder] = StateTable(
    Text("该普法提示", "The prompt"),
    [
        Move(
            PromptAction.ANSWER,
            _ISSUED,
            PromptStatus.ANSWERED,
            (PromptHolder.ADDRESSED,),
            ("answer",),
            PromptEvent.ANSWERED,
            ends=("outreach_prompt",),
        ),
        Move(
            PromptAction.ASSESS,
            _ANSWERED,
            PromptStatus.ASSESSED,
            (PromptHolder.ISSUER,),
            ("assessment", "reason"),
            PromptEvent.ASSESSED,
        ),
        Move(
            PromptAction.WITHDRAW,
            _ISSUED,
            PromptStatus.WITHDRAWN,
            (PromptHolder.ISSUER,),
            ("reason",),
            PromptEvent.WITHDRAWN,
            ends=("outreach_prompt",),
        ),
    ],
    statuses=names(PromptStatus),
    actions=names(PromptAction),
    holders=names(PromptHolder),
    words={
        "answer": Text("请答复如何履行普法责任。", "Say what is done about it."),
        "assessment": Text("请给出评估结论。", "Say what the answer comes to."),
        "reason": Text("请说明理由。", "Say why."),
    },
)


@record
class Prompt:
    """A reminder of the duty to bring law to people.

    Attributes
    ----------
    unit
        The organ that is reminded.
    answered_by
        Who answered; somebody else assesses the answer.
    reason
        Why it was taken back, or why the answer was assessed as it was.
    """

    id: str
    unit: str
    about: str
    cites: tuple[str, ...]
    issued_at: datetime
    due_at: datetime
    status: PromptStatus = PromptStatus.ISSUED
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    assessment: Assessment | None = None
    reason: str | None = None
    version: int = 1

    @property
    def was_late(self) -> bool:
        """Whether it was answered after its day."""
        return self.answered_at is not None and self.answered_at > self.due_at


class OwnAnswer(NotAllowed):
    """Whoever answered does not assess the answer, whatever other post there is."""

    slug = "own-answer"
    said = Text("答复人不得评估本人的答复。", "Somebody else assesses the answer.")


class PromptCommand(NamedTuple):
    """A move, with what was said of it."""

    action: PromptAction
    answer: str | None = None
    assessment: Assessment | None = None
    reason: str | None = None


class PromptChange(NamedTuple):
    """A prompt as it is afterwards, and what the history says of it."""

    after: Prompt
    event: PromptEvent


def issue(prompt: Prompt) -> PromptChange:
    """Issue a prompt.

    Raises
    ------
    PersonalNumberInText
        Its text, which is read by everybody in the end, carries somebody's number.
    """
    public_text.refuse_numbers(about=prompt.about)
    return PromptChange(prompt, PromptEvent.ISSUED)


def standing_of(prompt: Prompt, caller: Caller) -> frozenset[PromptHolder]:
    """Return how somebody stands to a prompt; nobody else is told of it before it is assessed."""
    found: set[PromptHolder] = set()
    if caller.post_at(prompt.unit, PROMPT_ROLES[PromptHolder.ADDRESSED]):
        found.add(PromptHolder.ADDRESSED)
    if caller.post_over(prompt.unit, ISSUERS):
        found.add(PromptHolder.ISSUER)
    return frozenset(found)


def actions_of(prompt: Prompt, caller: Caller) -> list[PromptAction]:
    """Return what somebody may do with a prompt now."""
    standing = standing_of(prompt, caller)
    own = [PromptAction.ASSESS] if prompt.answered_by == caller.person_id else []
    return PROMPTS.open_to(prompt.status, lambda holder: holder in standing, own)


def move(prompt: Prompt, command: PromptCommand, caller: Caller, now: datetime) -> PromptChange:
    """Answer a prompt, assess the answer, or take the prompt back.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    OwnAnswer
        The caller gave the answer that is to be assessed.
    PersonalNumberInText
        What is said carries somebody's number.
    """
    row = PROMPTS.move(prompt.status, command.action, offered=actions_of(prompt, caller))
    standing = standing_of(prompt, caller)
    PROMPTS.allow(row, lambda holder: holder in standing, lambda holder: PROMPT_ROLES[holder])
    if command.action is PromptAction.ASSESS and prompt.answered_by == caller.person_id:
        raise OwnAnswer
    PROMPTS.require_words(row, command)
    public_text.refuse_numbers(answer=command.answer, reason=command.reason)
    moved = replace(prompt, status=row.target, version=prompt.version + 1)
    if command.action is PromptAction.ANSWER:
        after = replace(moved, answer=command.answer, answered_at=now, answered_by=caller.person_id)
    else:
        after = replace(moved, assessment=command.assessment, reason=command.reason)
    return PromptChange(after, PromptEvent(str(row.event)))
