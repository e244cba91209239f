"""Write a part of a case's file: its template is filled in with what the case says now, and the worker writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from kernel import clock
from kernel.documents import DocumentRow
from kernel.documents.keeping import Paper
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.mediation.rules.case import Case
from services.mediation.rules.file_parts import is_there
from services.mediation.rules.refusals import PartNotThere
from services.mediation.rules.words import ADDED, AgreementForm, DisputeSource, MediationFilePart
from services.mediation.service.knowing import see
from services.mediation.store.cases import CASES
from services.service.write_paper import DOCUMENTS, queue_paper

_NONE = "—"


def write_part(
    work: UnitOfWork, asking: Scope, case_id: str, part: MediationFilePart
) -> DocumentRow:
    """Have a part of the file written as the case stands now; for the parties and the mediators of the case.

    Raises
    ------
    NotFound
        There is no such case to the caller, or its names are not for them.
    PartNotThere
        There is nothing yet to write in it.
    """
    caller, case = asking.person, CASES.require(work, case_id)
    seen = see(case, caller)
    if not seen.is_inside:
        raise NotFound
    asking.allow(proven=True)
    if not is_there(case, part):
        raise PartNotThere
    paper = Paper(
        *(document_id(case_id, part), template_name(case, part), part.said.zh),
        *(values_of(case, part, seen.names, clock.now()), case.number),
    )
    return queue_paper(work, paper, case.unit, caller.person_id)


def find_part(asking: Scope, case_id: str, part: MediationFilePart) -> DocumentRow:
    """Return how far a part of the file is.

    Raises
    ------
    NotFound
        There is no such case to the caller, or nobody had the part written.
    """
    if not see(CASES.get(case_id), asking.person).is_inside:
        raise NotFound
    asking.allow(proven=True)
    return DOCUMENTS.find(document_id(case_id, part))


def document_id(case_id: str, part: MediationFilePart) -> str:
    """Return by which id the file of a part is kept: the last that was written."""
    return f"{case_id}-{part}"


def template_name(case: Case, part: MediationFilePart) -> str:
    """Return which template a part is written by."""
    name = str(part)
    if part is MediationFilePart.REQUEST:
        name = "application" if case.source is DisputeSource.APPLICATION else "intake"
    if part is MediationFilePart.AGREEMENT and case.agreement:
        oral = case.agreement.form is AgreementForm.ORAL
        name = "oral_agreement" if oral else "agreement"
    return f"mediation/{name}-1"


def values_of(
    case: Case, part: MediationFilePart, names: Mapping[str, Text], now: datetime
) -> dict[str, Any]:
    """Return all that the templates of a file may say."""
    called = {code: name.zh for code, name in names.items()}
    parties = {one.no: one.name for one in case.parties}
    agreement, confirmation = case.agreement, case.confirmation
    mediators = "、".join(called.get(one, one) for one in case.mediators) or _NONE
    numbered = "、".join(parties[no] for no in sorted(parties))
    return {
        "organ": f"{called.get(case.unit, case.unit)}人民调解委员会",
        "number": case.number or "（未编号）",
        "parties": numbered,
        "kind": case.kind.said.zh,
        "source": case.source.said.zh,
        "place": called.get(case.place, case.place),
        "summary": case.summary,
        "opened_on": _day(case.opened_at),
        "accepted_on": _day(case.accepted_at),
        "mediators": mediators,
        "content": agreement.content if agreement else _NONE,
        "record": (agreement.record if agreement else None) or _NONE,
        "amount": f"{agreement.amount_fen / 100:.2f}元" if agreement else _NONE,
        "perform_by": _on(agreement.perform_by) if agreement else _NONE,
        "reached_on": _day(agreement.reached_at) if agreement else _NONE,
        "effective_on": _day(agreement.effective_at) if agreement else _NONE,
        "proof": case.proof or _NONE,
        "performed_on": _day(case.performed_at),
        "court": confirmation.court.said.zh if confirmation else _NONE,
        "court_answer": confirmation.answer.said.zh if confirmation else _NONE,
        "court_number": (confirmation.number if confirmation else None) or _NONE,
        "asked_on": _day(confirmation.asked_at) if confirmation else _NONE,
        "written_on": _day(now),
        "people": [
            {
                "no": str(one.no),
                "name": one.name,
                "identity": one.identity.said.zh if one.identity else "未核对",
            }
            for one in case.parties
        ],
        "sessions": [
            {
                "at": clock.for_people(one.held_at),
                "place": one.place,
                "open": "公开" if one.open else "不公开",
                "present": "、".join(parties[no] for no in one.present),
                "invited": "、".join(one.invited) or "无",
                "record": one.record,
            }
            for one in case.sessions
        ],
        "visits": [
            {"at": clock.for_people(one.at), "result": one.result.said.zh, "note": one.note}
            for one in case.visits
        ],
        "materials": [
            {"at": clock.for_people(one.at), "text": one.text}
            for one in case.materials
            if part in ADDED and one.part is part
        ],
        "hands": _hands(parties.values(), mediators),
    }


def _hands(parties: Iterable[str], mediators: str) -> list[dict[str, str]]:
    lines = [{"line": f"当事人 {name}（签名、盖章或按指印）："} for name in parties]
    return [*lines, {"line": f"调解员 {mediators}（签名）："}]


def _day(at: datetime | None) -> str:
    return _on(at.astimezone(clock.SHANGHAI).date()) if at else _NONE


def _on(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else _NONE
