"""Review the file of a case: what its record shows by itself, and what each reviewer gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enforcement.rules.case import Case
from enforcement.rules.file_review import (
    MOST_REVIEWERS,
    Material,
    NoFileYet,
    Outcome,
    ReviewersFull,
    Sheet,
    outcome,
    refuse_points,
    scored_items,
)
from enforcement.rules.file_vetoes import vetoes
from enforcement.rules.separation import refuse_recused
from enforcement.rules.timeline import RecordEvent
from enforcement.rules.wrong_cases import refuse_participant
from enforcement.service.see_case import NO_SUCH_CASE, is_party, require_known
from enforcement.service.see_record import verify_subject
from enforcement.store import cases, files, papers, timeline
from enforcement.store.cases import case_key
from enforcement.store.powers import items_of
from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

REVIEWERS = frozenset({Role.LEGAL_REVIEWER, Role.JUSTICE_SUPERVISOR})


class ReviewSeen(NamedTuple):
    """What the review of a file came to, and the sheets it comes of."""

    outcome: Outcome
    sheets: Sequence[Sheet]


def give_points(
    work: UnitOfWork,
    asking: Scope,
    case_id: str,
    *,
    points: Mapping[str, int],
    defects: Sequence[str],
    comment: str,
) -> Sheet:
    """Keep what a reviewer gives; given again, it takes the place of what was given before, and both are in the record.

    Raises
    ------
    NotFound, NoFileYet, Recused, TookPart, PointsDiffer, ReviewersFull
        There is no such case to the caller; no file; the caller is recused from it, or took part in it; an item has no points or too many; there are
        as many reviewers as there may be.
    """
    case = require_known(cases.find(work, case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    post = asking.within(case.town, REVIEWERS)
    key, me, now = case_key(case_id), asking.person.person_id, clock.now()
    refuse_recused([me], case.recusals)
    refuse_participant(me, case.took_part)
    if files.find_file(work, key) is None:
        raise NoFileYet
    refuse_points(points)
    before = files.find_sheet(work, key, me)
    if before is None and len(files.sheets_of(key)) >= MOST_REVIEWERS:
        raise ReviewersFull
    codes = tuple(scored_items())
    sheet = Sheet(
        key,
        me,
        codes,
        tuple(points[code] for code in codes),
        tuple(defects),
        comment,
        now,
        before.version + 1 if before else 1,
    )
    files.save_sheet(work, sheet)
    details = {"total": sheet.total, "points": dict(points), "defects": list(defects)}
    actor = Actor.of(asking.person, post)
    timeline.append(work, key, RecordEvent.FILE_REVIEWED, by=actor, now=now, details=details)
    return sheet


def read_review(asking: Scope, case_id: str) -> ReviewSeen:
    """Return what the review of a file came to, its vetoes as the record shows them now."""
    case = require_known(cases.load(case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    key = case_key(case_id)
    if files.load_file(key) is None:
        raise NoFileYet
    sheets = files.sheets_of(key)
    return ReviewSeen(outcome(vetoes(case, _material(case)), sheets), sheets)


def _material(case: Case) -> Material:
    key = case_key(case.id)
    good = {one.form for one in papers.all_of(key) if one.is_good}
    items = items_of(case.town, [case.item]) if case.item else []
    return Material(items, not verify_subject(key).faults, frozenset(good))
