"""Compose the file of a case that has ended: its number, its cover and its index; composed again, these are corrected by new ones."""

from __future__ import annotations

from enforcement.rules.case import Case
from enforcement.rules.case_files import (
    CaseFileRecord,
    cover_of,
    index_of,
    refuse_open,
    series,
)
from enforcement.rules.case_standing import HOLDER_ROLES, standing_of
from enforcement.rules.case_steps import Holder
from enforcement.rules.separation import refuse_recused
from enforcement.rules.timeline import RecordEvent
from enforcement.service.case_rows import actor_of
from enforcement.service.case_wording import cause_said, person_names
from enforcement.service.papers import name_of, settle_paper
from enforcement.service.see_case import NO_SUCH_CASE, is_party, require_known
from enforcement.store import cases, exhibits, files, papers, timeline
from enforcement.store.cases import case_key
from enforcement.store.table import NUMBERS
from kernel import clock, numbering
from kernel.access import not_allowed
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

_BY = (Holder.OFFICER, Holder.HEAD)


def compose_file(work: UnitOfWork, asking: Scope, case_id: str) -> CaseFileRecord:
    """Compose the file of a case.

    Raises
    ------
    NotFound, NotAllowed, Recused, NotEnded
        There is no such case to the caller; it takes an officer of it, or the head, who has the hands on it; it has not ended.
    """
    case = require_known(cases.find(work, case_id), asking)
    standing = standing_of(case, asking.person)
    holder = next((one for one in _BY if one in standing), None)
    if holder is None:
        raise not_allowed({role for one in _BY for role in HOLDER_ROLES[one]})
    refuse_recused([asking.person.person_id], case.recusals)
    refuse_open(case)
    key, now = case_key(case_id), clock.now()
    by = actor_of(case, asking.person, holder)
    before = files.find_file(work, key)
    number = before.number if before else _number(work, case.town, key, by)
    entries = index_of(papers.all_of(key), exhibits.all_of(key))
    names, cause = list(person_names(case.officers).values()), _cause(case)
    said = {
        "file_cover": cover_of(case, number, cause, names, len(entries), now),
        "file_index": {"cause": cause, "entries": entries},
    }
    made: dict[str, str] = {}
    for form, corrects in (
        ("file_cover", before.cover if before else None),
        ("file_index", before.index if before else None),
    ):
        row = settle_paper(
            work,
            subject_key=key,
            organ=case.town,
            form=form,
            values=said[form],
            by=by,
            now=now,
            corrects=corrects,
        )
        made[form] = row.id
    file = CaseFileRecord(
        key,
        number,
        made["file_cover"],
        made["file_index"],
        len(entries),
        by.person_id,
        now,
        before.version + 1 if before else 1,
    )
    files.save_file(work, file)
    details = {"number": number, "holds": len(entries), "cover": file.cover, "index": file.index}
    timeline.append(work, key, RecordEvent.FILE_COMPOSED, by=by, now=now, details=details)
    return file


def read_file(asking: Scope, case_id: str) -> CaseFileRecord:
    """Return the file of a case, for those who work with it."""
    case = require_known(cases.load(case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    file = files.load_file(case_key(case_id))
    if file is None:
        raise NotFound
    return file


def _number(work: UnitOfWork, town: str, key: str, by: Actor) -> str:
    number = numbering.take(
        work,
        NUMBERS,
        series(),
        organ=town,
        name=name_of(town),
        subject=f"{key}/FILE",
        by=by,
        now=clock.now(),
    )
    return number.text


def _cause(case: Case) -> str:
    """Return what a file is about: of what was never filed there is the clue alone."""
    return cause_said(case) if case.acts else case.clue[:200]
