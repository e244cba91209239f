"""The record of a case: its evidence, and whether everything in it is as it was written."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.case_standing import HOLDER_ROLES, standing_of
from enforcement.rules.case_steps import Holder
from enforcement.rules.exhibits import Exhibit, ExhibitAction
from enforcement.rules.papers import check_texts, sealed_papers
from enforcement.rules.separation import refuse_recused
from enforcement.rules.timeline import Fault, Head, verify
from enforcement.service.case_rows import actor_of
from enforcement.service.evidence import move_evidence
from enforcement.service.see_case import NO_SUCH_CASE, is_party, require_known
from enforcement.service.see_inspection import see_inspection
from enforcement.store import cases, exhibits, papers, timeline
from enforcement.store.cases import case_key
from kernel import clock
from kernel.access import not_allowed
from kernel.directory import PersonRow
from kernel.problems import InvalidFields, NotFound, Versions, refuse_stale
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


@record
class Verified:
    """What a look at a whole record found; no faults: it is sound."""

    head: Head
    papers: int
    faults: Sequence[Fault]


def verify_case(asking: Scope, case_id: str) -> Verified:
    """Look whether the record of a case and the text of its papers are as they were written."""
    _require_insider(asking, case_id)
    return verify_subject(case_key(case_id))


def verify_inspection(asking: Scope, visit_id: str) -> Verified:
    """Look whether the record of an inspection and the text of its papers are as they were written."""
    see_inspection(visit_id, asking)
    return verify_subject(f"INSPECTION#{visit_id}")


def verify_subject(subject: str) -> Verified:
    """Look through a record; for rules that ask, and for the route."""
    issued = papers.all_of(subject)
    entries, head = timeline.whole(subject)
    sealed = sealed_papers(entries)
    # A paper that came between the two reads is in the record, and not among those read.
    if len(issued) < len(sealed):
        issued = papers.all_of(subject)
    return Verified(head, len(issued), [*verify(entries, head), *check_texts(issued, sealed)])


def list_evidence(asking: Scope, case_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the evidence of a case, for those who work on it."""
    _require_insider(asking, case_id)
    return exhibits.of_case(case_key(case_id), limit, cursor)


def hand_over_evidence(
    work: UnitOfWork,
    asking: Scope,
    case_id: str,
    exhibit_id: str,
    *,
    to: str,
    where: str,
    expected: Versions,
) -> Exhibit:
    """Give a piece of evidence into other hands.

    Raises
    ------
    NotFound, NotAllowed, Recused, StaleVersion, InvalidFields, CustodyFull
        There is none to the caller; it takes an officer of the case or the head, who has the hands on it; it has changed; nobody is
        registered who is to have it; it changed hands too often.
    """
    case = require_known(cases.find(work, case_id), asking)
    standing, by = standing_of(case, asking.person), (Holder.OFFICER, Holder.HEAD)
    holder = next((one for one in by if one in standing), None)
    if holder is None:
        raise not_allowed({role for one in by for role in HOLDER_ROLES[one]})
    refuse_recused([asking.person.person_id], case.recusals)
    one = exhibits.find(work, case_key(case_id), exhibit_id)
    if one is None:
        raise NotFound
    refuse_stale(expected, one.version)
    if work.find(PersonRow.key(to)) is None:
        raise InvalidFields.one("to", Text("没有登记该人员。", "No such person is registered."))
    return move_evidence(
        work,
        case_key=case_key(case_id),
        exhibit_id=exhibit_id,
        action=ExhibitAction.HAND_OVER,
        by=actor_of(case, asking.person, holder),
        now=clock.now(),
        to=to,
        where=where,
    )


def _require_insider(asking: Scope, case_id: str) -> None:
    case = require_known(cases.load(case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
