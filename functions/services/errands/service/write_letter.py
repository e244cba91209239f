"""Write the letter of authority: agent, matter, powers, term, and how the principal signed it (民法典 Art. 165)."""

from __future__ import annotations

from datetime import date
from typing import Any

from kernel import clock
from kernel.access import Caller
from kernel.directory import find_units
from kernel.documents import DocumentRow
from kernel.documents.keeping import Paper
from kernel.problems import NotFound
from kernel.storage.unit_of_work import UnitOfWork
from services.errands.rules.errand import Authority, Errand, Signature
from services.errands.rules.refusals import NothingEntrusted
from services.errands.rules.standing import knows_name
from services.errands.service.keep_catalogue import matter_of
from services.errands.store.errands import ERRANDS
from services.service.write_paper import DOCUMENTS, queue_paper

_TEMPLATE, _TITLE = "errands/authority-1", "便民代办委托书"


def write_letter(work: UnitOfWork, errand_id: str, caller: Caller) -> DocumentRow:
    """Have the letter of an errand written as it stands now: to be signed on paper, or as it was confirmed in the app.

    Raises
    ------
    NotFound
        There is no such errand to the caller, or its principal's name is not for them.
    NothingEntrusted
        It was advice.
    TooOften
        More is asked for than anybody needs.
    """
    errand = ERRANDS.require(work, errand_id)
    if errand.principal is None or errand.authority is None:
        raise NothingEntrusted
    if not knows_name(errand, caller):
        raise NotFound
    values = _values(errand, errand.principal.name, errand.authority)
    paper = Paper(document_id(errand_id), _TEMPLATE, _TITLE, values)
    return queue_paper(work, paper, errand.village, caller.person_id)


def find_letter(errand_id: str, caller: Caller) -> DocumentRow:
    """Return how far the letter of an errand is.

    Raises
    ------
    NotFound
        There is no such errand to the caller, or nobody had its letter written.
    """
    if not knows_name(ERRANDS.get(errand_id), caller):
        raise NotFound
    return DOCUMENTS.find(document_id(errand_id))


def document_id(errand_id: str) -> str:
    """Return by which id the letter is kept: the last that was written."""
    return f"{errand_id}-authority"


def _values(errand: Errand, principal: str, letter: Authority) -> dict[str, Any]:
    matter = matter_of(errand.catalogue, errand.matter)
    units = find_units({errand.village, errand.office})
    village, office = units.get(errand.village), units.get(errand.office)
    return {
        "principal": principal,
        "agent": letter.agent.name,
        "village": village.name if village else errand.village,
        "matter": matter.name.zh,
        "office": office.name if office else matter.counter.zh,
        "powers": [{"power": one.said.zh} for one in letter.powers],
        "last_day": _on(letter.last_day),
        "signed": _signed(letter),
        "hands": [
            {"line": "委托人（签名、盖章或按指印）："},
            {"line": f"受托人 {letter.agent.name}（签名）："},
        ],
        "written_on": _on(clock.today()),
    }


def _signed(letter: Authority) -> str:
    if letter.signed_at is None:
        return "待委托人确认。"
    if letter.signature is Signature.APP:
        return f"委托人本人已于 {clock.for_people(letter.signed_at)} 在应用中确认。"
    return f"纸质签字，日期 {_on(clock.day_of(letter.signed_at))}。"


def _on(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
