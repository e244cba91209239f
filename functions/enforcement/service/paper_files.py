"""The files of papers: written from what a paper says, found, and written again where one is gone."""

from __future__ import annotations

from typing import Final

from enforcement.rules.papers import IssuedPaper
from enforcement.store.table import TEMPLATES, DocumentRow
from kernel import clock
from kernel.access import Caller
from kernel.documents.keeping import Documents, Paper
from kernel.numbering import Number
from kernel.storage.unit_of_work import UnitOfWork

DOCUMENTS: Final = Documents("enforcement", DocumentRow, TEMPLATES)


def queue_file(work: UnitOfWork, paper: IssuedPaper, by: Caller) -> DocumentRow:
    """Have the file of a paper written that somebody may read; what waits for it, or is there, stays."""
    now, before = clock.now(), DOCUMENTS.settled(work, paper.id)
    if before is not None:
        return DOCUMENTS.queue_again(work, before, by.person_id, now)
    said = Paper(paper.id, paper.template, paper.title, dict(paper.values), _number_of(paper))
    return DOCUMENTS.settle_anew(work, said, paper.organ, by.person_id, now)


def _number_of(paper: IssuedPaper) -> Number | None:
    if paper.number is None or paper.number_of is None or paper.number_year is None:
        return None
    return Number(paper.organ, paper.form, paper.number_year, paper.number_of, paper.number)
