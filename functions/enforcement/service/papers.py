"""Issue a paper within the unit of work of what it belongs to: its number, its text and hash, and its place in the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from enforcement.rules.forms import Form, complete, form_of
from enforcement.rules.papers import (
    IssuedPaper,
    PaperStands,
    day_in_chinese,
    digest_of,
    refuse_correction,
)
from enforcement.rules.timeline import RecordEvent
from enforcement.store import papers, timeline
from enforcement.store.papers import PaperRow
from enforcement.store.table import NUMBERS, TEMPLATES
from kernel import ids, numbering
from kernel.actors import Actor
from kernel.directory import find_units
from kernel.documents import load
from kernel.documents.templates import Template, Values
from kernel.problems import NotFound
from kernel.storage.unit_of_work import UnitOfWork


def settle_paper(
    unit: UnitOfWork,
    *,
    subject_key: str,
    organ: str,
    form: str,
    values: Values,
    by: Actor,
    now: datetime,
    corrects: str | None = None,
) -> PaperRow:
    """Issue a paper: take its number, fix its text and hash, enter it in the record; all of it within the caller's unit of work.

    Parameters
    ----------
    subject_key
        The partition of what it is about: `CASE#{id}`, `INSPECTION#{id}`.
    organ
        The code of the town (or department) that issues it.
    form
        Its code in `data/forms.json`; there are its fields, and those it must hold.
    values
        What it says, texts and lists by field; what is optional may be left out. `organ`, `number` and `issued_on` are filled in here.
    corrects
        The id of the paper of this subject it takes the place of: that one stays, and names this.

    Raises
    ------
    UnknownForm, ValuesDiffer, ItemMissing
        There is no such form; a field is none of it; or it lacks what it must hold by law.
    NotFound, PaperStands, NotTheSameForm
        What it corrects is not there, does not stand any more, or is of another form.
    RecordFull
        The case has as many papers as it may have.
    """
    kind = form_of(form)
    said = complete(kind, template_of(kind), values)
    before = _corrected(unit, subject_key, kind, corrects)
    paper = _written(unit, kind, subject_key, organ, said, by, now)
    paper = replace(paper, corrects=corrects)
    row = papers.save(unit, paper)
    if before:
        papers.save(unit, replace(before, corrected_by=paper.id, version=before.version + 1))
    timeline.count_paper(unit, subject_key)
    timeline.append(
        unit, subject_key, RecordEvent.PAPER_ISSUED, by=by, now=now, details=_told(paper)
    )
    return row


def _written(
    unit: UnitOfWork,
    form: Form,
    subject: str,
    organ: str,
    said: dict[str, Any],
    by: Actor,
    now: datetime,
) -> IssuedPaper:
    """Return a paper with its number and its whole text."""
    paper_id = ids.new_id(now)
    number = _number(unit, form, organ, f"{subject}/{paper_id}", by, now)
    own = {"organ": name_of(organ), "issued_on": day_in_chinese(now)}
    own |= {"number": number.text} if number else {}
    template = template_of(form)
    values = said | {name: own[name] for name in own if name in template.texts}
    template.refuse_other(values)
    return IssuedPaper(
        id=paper_id,
        subject=subject,
        organ=organ,
        form=form.code,
        template=form.template,
        title=form.name.zh,
        number=number.text if number else None,
        number_of=number.number if number else None,
        number_year=number.year if number else None,
        values=values,
        digest=digest_of(form.code, form.template, values),
        issued_at=now,
        issued_by=by.person_id,
        issued_by_name=by.name,
    )


def void_paper(
    unit: UnitOfWork, paper: IssuedPaper, *, reason: str, by: Actor, now: datetime
) -> IssuedPaper:
    """Make a paper void: it stays with its number, and nobody gets that again.

    Raises
    ------
    PaperStands
        It is void, or corrected, already.
    """
    if not paper.is_good:
        raise PaperStands
    after = replace(paper, voided_at=now, void_reason=reason, version=paper.version + 1)
    if paper.number is not None:
        assert paper.number_year is not None
        assert paper.number_of is not None
        number = numbering.Number(
            paper.organ, paper.form, paper.number_year, paper.number_of, paper.number
        )
        numbering.void(unit, NUMBERS, number, reason=reason, by=by, now=now)
    papers.save(unit, after)
    details = {"paper": paper.id, "number": paper.number, "reason": reason}
    timeline.append(unit, paper.subject, RecordEvent.PAPER_VOIDED, by=by, now=now, details=details)
    return after


def template_of(form: Form, version: str | None = None) -> Template:
    """Return the template of a form as it is now, or the version a paper names."""
    return load(TEMPLATES, version or form.template)


def _corrected(
    unit: UnitOfWork, subject: str, form: Form, corrects: str | None
) -> IssuedPaper | None:
    if corrects is None:
        return None
    before = papers.find(unit, subject, corrects)
    if before is None:
        raise NotFound
    refuse_correction(before, form.code)
    return before


def _number(
    unit: UnitOfWork, form: Form, organ: str, subject: str, by: Actor, now: datetime
) -> numbering.Number | None:
    if form.series is None:
        return None
    return numbering.take(
        unit,
        NUMBERS,
        form.series,
        organ=organ,
        name=name_of(organ),
        subject=subject,
        by=by,
        now=now,
    )


def name_of(organ: str) -> str:
    """Return what an organ is called on its papers."""
    found = find_units([organ]).get(organ)
    return found.name if found else organ


def _told(paper: IssuedPaper) -> dict[str, Any]:
    told = {"paper": paper.id, "form": paper.form, "number": paper.number, "digest": paper.digest}
    return told | ({"corrects": paper.corrects} if paper.corrects else {})
