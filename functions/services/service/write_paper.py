"""Have a paper of a service written: what it says is settled now, and the worker writes the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kernel import clock
from kernel.documents import DocumentRow, DocumentStatus, load
from kernel.documents.keeping import Documents, Paper
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from services.store.table import TEMPLATES, AnswerRow
from services.store.table import DocumentRow as ServicesDocumentRow

DOCUMENTS: Final = Documents("services", ServicesDocumentRow, TEMPLATES)


def queue_paper(work: UnitOfWork, paper: Paper, unit: str, asked_by: str) -> DocumentRow:
    """Settle what a paper says; one that is being written already is the one that was asked for.

    Parameters
    ----------
    paper
        Its values may be more than its template says: of one thing several papers are made.

    Raises
    ------
    TooOften
        More is asked for than anybody needs.
    """
    now, before = clock.now(), DOCUMENTS.settled(work, paper.id)
    if before is not None and before.status_at(now) is DocumentStatus.QUEUED:
        return before
    work.write(counting(AnswerRow, "documents", asked_by, now))
    said = paper._replace(values=_said(paper.template, paper.values))
    return DOCUMENTS.settle_anew(work, said, unit, asked_by, now)


def _said(name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what is known that which a template says."""
    template = load(TEMPLATES, name)
    values: dict[str, Any] = {one: known[one] for one in template.texts | set(template.lists)}
    for one, fields in template.lists.items():
        values[one] = [{field: line[field] for field in fields} for line in known[one]]
    return values
