"""Prompts: one of them, those of a status, and those a unit was sent."""

from __future__ import annotations

from enforcement.outreach.rules.prompts import (
    ISSUERS,
    Prompt,
    PromptChange,
    PromptEvent,
    PromptStatus,
)
from enforcement.outreach.store import kept
from enforcement.outreach.store.rows import PROMPT_CODEC, PromptRow, prompt_row
from enforcement.store.table import BY_LIST, BY_SUBJECT
from kernel.actors import Actor
from kernel.addressees import Addressee, role, unit
from kernel.storage.history import Step
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor


def find(work: UnitOfWork, prompt_id: str) -> Prompt | None:
    """Return a prompt as it is now, to be decided on."""
    return kept.find(work, PromptRow.key(prompt_id), PROMPT_CODEC.take)


def load(prompt_id: str) -> Prompt | None:
    """Return a prompt as it is now, where nothing is decided."""
    return kept.load(PromptRow.key(prompt_id), PROMPT_CODEC.take)


def save(work: UnitOfWork, change: PromptChange, actor: Actor) -> None:
    """Keep a prompt with what happened, and let the other side hear of it."""
    prompt = change.after
    work.save(prompt_row(prompt))
    hearers = _heard_by(change)
    step = Step(change.event, actor, None, prompt.unit, prompt.due_at, addressees=hearers)
    kept.note(work, PromptRow.key(prompt.id).pk, prompt.version, step)


def _heard_by(change: PromptChange) -> tuple[Addressee, ...]:
    if change.event is PromptEvent.ANSWERED:
        county = ancestor(change.after.unit, Level.COUNTY)
        assert county is not None, "every unit lies in a county"
        return tuple(role(one, county) for one in ISSUERS)
    return (unit(change.after.unit),)


def of_status(status: PromptStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of the prompts of a status, what is due first on top."""
    return indexed_page(
        PromptRow,
        ("list", f"PROMPTS#{status}"),
        PROMPT_CODEC.take,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: one.status is status,
    )


def of_unit(code: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what a unit was sent, newest first."""
    return indexed_page(
        PromptRow,
        ("subject", f"PROMPTS#{code}"),
        PROMPT_CODEC.take,
        index=BY_SUBJECT,
        limit=limit,
        cursor=cursor,
        newest_first=True,
        fits=lambda _: True,
    )
