"""Make a paper of a case by hand where the case stands, try it as a draft, make it void, and have its file written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from enforcement.rules.case import Case
from enforcement.rules.case_standing import HOLDER_ROLES, is_recused, may_read, standing_of
from enforcement.rules.case_steps import Holder
from enforcement.rules.corrections import corrected
from enforcement.rules.forms import (
    ORGANS_OWN,
    Form,
    Item,
    PaperMade,
    form_of,
    missing,
    refuse_by_hand,
    refuse_other_fields,
    struck,
)
from enforcement.rules.papers import (
    IssuedPaper,
    VoidByMove,
    day_in_chinese,
    refuse_correction_by_hand,
    refuse_other_party,
)
from enforcement.rules.separation import Recused
from enforcement.service.case_wording import cause_said
from enforcement.service.paper_files import DOCUMENTS, queue_file
from enforcement.service.papers import name_of, settle_paper, template_of, void_paper
from enforcement.service.see_case import is_party, require_known
from enforcement.store import cases, papers
from enforcement.store.cases import CaseRow, case_key
from enforcement.store.table import DocumentRow
from kernel import clock
from kernel.access import Caller, not_allowed
from kernel.actors import Actor
from kernel.documents.keeping import Paper
from kernel.documents.plain import plain
from kernel.documents.templates import Values
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork

UNNUMBERED = "（草稿，未编号）"
_CORRECTS = (Holder.HEAD, Holder.SUPERVISOR)


@record
class Draft:
    """A paper as it would be: its lines, and what it still lacks by law; it has no number."""

    form: Form
    lines: Sequence[str]
    lacks: Sequence[Item]
    document: DocumentRow


@record
class PaperSeen:
    """A paper before somebody: its lines, and its form."""

    paper: IssuedPaper
    form: Form
    lines: Sequence[str]

    @property
    def version(self) -> int:
        """The paper's."""
        return self.paper.version


def issue_by_hand(
    work: UnitOfWork,
    asking: Scope,
    case_id: str,
    form: str,
    values: Values,
    corrects: str | None,
) -> PaperSeen:
    """Issue a paper that is made by hand, or the correction of one that came of a step.

    Raises
    ------
    NotFound, NotAllowed, Recused
        There is no such case to the caller; it takes somebody else; the caller is recused.
    NotByHand, NotNow
        The paper comes of its step; the case does not stand where it belongs.
    NotClerical
        A correction says another penalty, sum, term or party.
    InvalidFields
        It names another party than the case's.
    ItemMissing, ValuesDiffer, PaperStands, NotTheSameForm, RecordFull
        As of `settle_paper`.
    """
    case, kind = require_known(cases.find(work, case_id), asking), form_of(form)
    actor = _maker(case, kind, asking.person, corrects)
    said = {**_known_of(case, kind), **values}
    if corrects is not None:
        before = papers.find(work, case_key(case_id), corrects)
        if before is not None and before.form == form and kind.made is PaperMade.MOVE:
            kept = {k: v for k, v in before.values.items() if k not in ORGANS_OWN}
            said = corrected(kept, values)
    if kind.made is PaperMade.HAND:
        refuse_other_party(said.get("party"), case.party.name if case.party else None)
    # Where the case stands is part of what was decided on.
    work.write(Check(CaseRow.key(case_id), CaseRow.version == work.version(CaseRow.key(case_id))))
    row = settle_paper(
        work,
        subject_key=case_key(case_id),
        organ=case.town,
        form=form,
        values=said,
        by=actor,
        now=clock.now(),
        corrects=corrects,
    )
    return _seen(papers.from_row(row))


def draft(work: UnitOfWork, asking: Scope, case_id: str, form: str, values: Values) -> Draft:
    """Keep a paper as a draft, without a number: the last of its form and case takes the place of the one before.

    Raises
    ------
    NotFound, NotAllowed, ValuesDiffer
        There is no such case to the caller; it is none of those who work on it; a field is none of the form.
    """
    case, kind = require_known(cases.find(work, case_id), asking), form_of(form)
    _refuse_party(case, asking.person)
    template, now = template_of(kind), clock.now()
    given = {**_known_of(case, kind), **values}
    refuse_other_fields(template, given)
    own = {"organ": name_of(case.town), "number": UNNUMBERED, "issued_on": day_in_chinese(now)}
    said = struck(template, given) | {one: own[one] for one in ORGANS_OWN & template.texts}
    document, title = draft_id(case_id, form), f"{kind.name.zh}（草稿）"
    DOCUMENTS.settled(work, document)
    paper = Paper(document, kind.template, title, said)
    row = DOCUMENTS.settle_anew(work, paper, case.town, asking.person.person_id, now)
    return Draft(kind, plain(template, said), missing(kind, given), row)


def draft_id(case_id: str, form: str) -> str:
    """Return the id of the document of a draft: one for each form of a case."""
    return f"draft-{case_id}-{form}"


def find_draft(asking: Scope, case_id: str, form: str) -> DocumentRow:
    """Return the document of a draft, for those who work on the case."""
    case = require_known(cases.load(case_id), asking)
    _refuse_party(case, asking.person)
    return DOCUMENTS.find(draft_id(case_id, form_of(form).code))


def make_void(
    work: UnitOfWork, asking: Scope, case_id: str, paper_id: str, reason: str
) -> PaperSeen:
    """Make a paper void that was made by hand.

    Raises
    ------
    NotFound, NotAllowed, VoidByMove, NotNow, PaperStands
        There is none; it takes who makes it, or the head; it came of a step; the case went on; it is void, or corrected.
    """
    case = require_known(cases.find(work, case_id), asking)
    paper = _found(papers.find(work, case_key(case_id), paper_id))
    kind = form_of(paper.form)
    if kind.made is not PaperMade.HAND:
        raise VoidByMove
    # What a later step rests on is not taken away from under it.
    refuse_by_hand(kind, case.status)
    actor = _acting(case, (*kind.by, Holder.HEAD), asking.person)
    return _seen(void_paper(work, paper, reason=reason, by=actor, now=clock.now()))


def list_papers(asking: Scope, case_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the papers of a case; the party's is of those that are for it."""
    case = require_known(cases.load(case_id), asking)
    page = papers.of_subject(case_key(case_id), limit, cursor)
    as_party = is_party(case, asking.person)
    return page._replace(
        rows=[one for one in page.rows if not as_party or form_of(one.form).for_party]
    )


def read_paper(asking: Scope, case_id: str, paper_id: str) -> PaperSeen:
    """Return a paper of a case with its lines."""
    case = require_known(cases.load(case_id), asking)
    return _seen(_for(case, papers.load(case_key(case_id), paper_id), asking.person))


def write_file(work: UnitOfWork, asking: Scope, case_id: str, paper_id: str) -> DocumentRow:
    """Have the file of a paper written from its fixed text; what waits for it, or is there, stays."""
    case = require_known(cases.find(work, case_id), asking)
    paper = _for(case, papers.find(work, case_key(case_id), paper_id), asking.person)
    return queue_file(work, paper, asking.person)


def find_file(asking: Scope, case_id: str, paper_id: str) -> DocumentRow:
    """Return how far the file of a paper is."""
    read_paper(asking, case_id, paper_id)
    return DOCUMENTS.find(paper_id)


def _maker(case: Case, form: Form, caller: Caller, corrects: str | None) -> Actor:
    """Return who makes a paper, by the post that lets it."""
    if corrects is not None and form.made is PaperMade.MOVE:
        refuse_correction_by_hand(form, decided=case.decision is not None)
        return _acting(case, _CORRECTS, caller)
    actor = _acting(case, form.by, caller)
    refuse_by_hand(form, case.status)
    return actor


def _acting(case: Case, by: Sequence[Holder], caller: Caller) -> Actor:
    if is_recused(case, caller.person_id):
        raise Recused(person=caller.person_id)
    standing = standing_of(case, caller)
    for holder in by:
        if holder in standing:
            return Actor.of(caller, caller.post_over(case.town, HOLDER_ROLES[holder]))
    raise not_allowed({role for one in by for role in HOLDER_ROLES[one]})


def _refuse_party(case: Case, caller: Caller) -> None:
    if is_party(case, caller) or not may_read(case, caller):
        raise not_allowed(HOLDER_ROLES[Holder.OFFICER])


def _for(case: Case, paper: IssuedPaper | None, caller: Caller) -> IssuedPaper:
    found = _found(paper)
    if is_party(case, caller) and not form_of(found.form).for_party:
        raise NotFound
    return found


def _found(paper: IssuedPaper | None) -> IssuedPaper:
    if paper is None:
        raise NotFound
    return paper


def _seen(paper: IssuedPaper) -> PaperSeen:
    form = form_of(paper.form)
    return PaperSeen(paper, form, plain(template_of(form, paper.template), paper.values))


def _known_of(case: Case, form: Form) -> Mapping[str, Any]:
    """Return what the case knows of the fields that most forms have; whoever makes the paper may say otherwise."""
    known = {"cause": cause_said(case), "party": case.party.name if case.party else ""}
    return {name: text for name, text in known.items() if name in template_of(form).texts and text}
