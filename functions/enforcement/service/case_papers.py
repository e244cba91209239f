"""The papers that come of the steps of a case: what each says is taken from the case as it is then, its number in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_parts import PaperOf
from enforcement.rules.case_steps import CaseAction
from enforcement.service.case_wording import Fillers
from enforcement.service.papers import settle_paper
from enforcement.service.papers_since_decided import SINCE_DECIDED
from enforcement.service.papers_to_decide import TO_DECIDE
from enforcement.store import papers
from enforcement.store.cases import case_key
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


def issue_papers(work: UnitOfWork, before: Case, after: Case, said: MoveCase, actor: Actor) -> Case:
    """Issue the papers of a step, and return the case with their numbers."""
    fill = _OF.get(said.action)
    if fill is None:
        return after
    now = clock.now()
    for form, values in fill(before, after, said, actor):
        row = settle_paper(
            work,
            subject_key=case_key(after.id),
            organ=after.town,
            form=form,
            values=values,
            by=actor,
            now=now,
            corrects=_newest(work, after, form) if said.action is CaseAction.CORRECT else None,
        )
        others = tuple(one for one in after.papers if one.form != form)
        after = replace(after, papers=(*others, PaperOf(form, row.number, row.id)))
        if form in ("keeping_notice", "seizure_decision"):
            held = (*after.held[:-1], replace(after.held[-1], number=row.number))
            after = replace(after, held=held)
    return after


def _newest(work: UnitOfWork, case: Case, form: str) -> str | None:
    """Return the paper of a form that stands: the case knows the one of its step, which may have been corrected by hand since."""
    at = next((one.id for one in case.papers if one.form == form), None)
    while at is not None:
        paper = papers.find(work, case_key(case.id), at)
        if paper is None or paper.corrected_by is None:
            return at if paper else None
        at = paper.corrected_by
    return None


_OF: Fillers = {**TO_DECIDE, **SINCE_DECIDED}
"""Which papers come of which step."""
