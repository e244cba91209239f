"""Issue a prompt, answer it, assess the answer, take it back."""

from __future__ import annotations

import escalation
from enforcement.outreach.model.prompt_requests import IssuePrompt
from enforcement.outreach.rules import citing, prompts
from enforcement.outreach.rules.prompts import (
    ISSUERS,
    PROMPT_ROLES,
    Prompt,
    PromptCommand,
    PromptHolder,
    PromptStatus,
)
from enforcement.outreach.rules.terms import limit
from enforcement.outreach.service.see_prompts import require_known, see
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import prompts as kept
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork
from kernel.working_time import add

_KIND = "outreach_prompt"


def issue_prompt(
    work: UnitOfWork, said: IssuePrompt, caller: Caller, post: Post
) -> SeenInUnits[Prompt]:
    """Remind a unit of its duty to bring law to people; it owes an answer.

    Raises
    ------
    InvalidFields
        The unit is unknown, or a statute.
    """
    refuse_unknown_unit(said.unit)
    now = clock.now()
    change = prompts.issue(
        Prompt(
            id=work.change_id,
            unit=said.unit,
            about=said.about,
            cites=citing.named(said.laws(), clock.today()),
            issued_at=now,
            due_at=add(now, limit("answer_within")).at,
        )
    )
    prompt, actor = change.after, Actor.of(caller, post)
    kept.save(work, change, actor)
    one = escalation.Owed(prompt.id, prompt.unit, prompt.due_at, {"prompt": prompt.id})
    escalation.owe(work, [one], actor, kind=_KIND)
    return see(prompt, caller)


def move_prompt(
    work: UnitOfWork, prompt_id: str, command: PromptCommand, caller: Caller, expected: Versions
) -> SeenInUnits[Prompt]:
    """Answer a prompt, assess the answer, or take the prompt back.

    Raises
    ------
    NotFound, StaleVersion
        There is no such prompt, or another version of it.
    """
    prompt = require_known(kept.find(work, prompt_id), caller)
    refuse_stale(expected, prompt.version)
    change = prompts.move(prompt, command, caller, clock.now())
    addressed = caller.post_at(prompt.unit, PROMPT_ROLES[PromptHolder.ADDRESSED])
    actor = Actor.of(caller, addressed or caller.post_over(prompt.unit, ISSUERS))
    kept.save(work, change, actor)
    if change.after.status is PromptStatus.ANSWERED:
        escalation.fulfil(work, [prompt.id], actor)
    elif change.after.status is PromptStatus.WITHDRAWN:
        escalation.drop(work, [prompt.id], actor)
    return see(change.after, caller)
