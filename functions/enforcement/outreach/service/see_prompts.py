"""See prompts: the two sides from the first day, everybody once the answer is assessed (Art. 56: results are public)."""

from __future__ import annotations

from enforcement.outreach.rules.prompts import Prompt, PromptStatus, actions_of, standing_of
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import prompts as kept
from kernel.access import Caller
from kernel.directory import unit_names
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.texts import Text


def see(prompt: Prompt, caller: Caller | None) -> SeenInUnits[Prompt]:
    """Return a prompt as somebody sees it, signed in or not."""
    actions = actions_of(prompt, caller) if caller else []
    return SeenInUnits(prompt, actions, unit_names([prompt.unit]))


def require_known(prompt: Prompt | None, caller: Caller | None) -> Prompt:
    """Return a prompt that concerns the caller, or whose outcome is public.

    Raises
    ------
    NotFound
        There is none.
    """
    public = prompt is not None and prompt.status is PromptStatus.ASSESSED
    if prompt is None or not (public or (caller and standing_of(prompt, caller))):
        raise NotFound(Text("没有找到该普法提示。", "There is no such prompt."))
    return prompt


def see_prompt(prompt_id: str, caller: Caller | None) -> SeenInUnits[Prompt]:
    """Return a prompt as somebody sees it."""
    return see(require_known(kept.load(prompt_id), caller), caller)


def list_by_status(
    status: PromptStatus, caller: Caller | None, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the county's prompts of a status, what is due first on top."""
    return _seen(kept.of_status(status, limit, cursor), caller)


def list_received(unit: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the prompts a unit was sent, newest first."""
    return _seen(kept.of_unit(unit, limit, cursor), caller)


def _seen(found: Listed, caller: Caller | None) -> Listed:
    return found._replace(rows=[see(one, caller) for one in found.rows])
