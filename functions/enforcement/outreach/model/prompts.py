"""Prompts as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from enforcement.outreach.rules.prompts import PROMPTS, Assessment, Prompt
from enforcement.outreach.rules.terms import law_of
from enforcement.outreach.service.seeing import SeenInUnits
from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language


class PublicPromptView(TypedDict):
    """A prompt whose answer was assessed, as everybody reads it."""

    id: str
    unit: Annotated[str, Field(description="The organ that was reminded / 被提示单位")]
    unit_name: str | None
    about: str
    cites: list[StatuteShown]
    issued_at: str
    due_at: str
    answer: str | None
    answered_at: str | None
    was_late: bool
    assessment: Assessment | None
    assessment_name: str | None


class PromptView(PublicPromptView):
    """A prompt as its two sides see it."""

    status: str
    status_name: str
    reason: str | None
    basis_citation: CitationView
    actions: list[str]
    version: int


class PublicPromptList(TypedDict):
    """One page of prompts whose answers were assessed."""

    items: list[PublicPromptView]
    next_cursor: str | None


class PromptList(TypedDict):
    """One page of prompts."""

    items: list[PromptView]
    next_cursor: str | None


def public_prompt_view(seen: SeenInUnits[Prompt], language: Language) -> PublicPromptView:
    """Return a prompt as everybody reads it."""
    one, unit = seen.thing, seen.units.get(seen.thing.unit)
    return {
        "id": one.id,
        "unit": one.unit,
        "unit_name": unit.say(language) if unit else None,
        "about": one.about,
        "cites": statutes_shown(one.cites, language),
        "issued_at": clock.local_iso(one.issued_at),
        "due_at": clock.local_iso(one.due_at),
        "answer": one.answer,
        "answered_at": clock.local_iso(one.answered_at) if one.answered_at else None,
        "was_late": one.was_late,
        "assessment": one.assessment,
        "assessment_name": one.assessment.said.say(language) if one.assessment else None,
    }


def prompt_view(seen: SeenInUnits[Prompt], language: Language) -> PromptView:
    """Return a prompt as its two sides see it."""
    one = seen.thing
    return {
        **public_prompt_view(seen, language),
        "status": str(one.status),
        "status_name": PROMPTS.statuses[one.status].say(language),
        "reason": one.reason,
        "basis_citation": law_of("prompt").tell(language),
        "actions": list(seen.actions),
        "version": one.version,
    }
