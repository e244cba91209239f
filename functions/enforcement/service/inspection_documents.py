"""The files of an inspection's papers: asked for, and how far they are."""

from __future__ import annotations

from enforcement.service.paper_files import DOCUMENTS, queue_file
from enforcement.service.see_inspection import see_inspection
from enforcement.store import papers
from enforcement.store.table import DocumentRow
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def write_paper(work: UnitOfWork, visit_id: str, paper_id: str, scope: Scope) -> DocumentRow:
    """Have the file of a paper of an inspection written.

    Raises
    ------
    NotFound
        There is none that the caller may read.
    """
    see_inspection(visit_id, scope)
    paper = papers.find(work, f"INSPECTION#{visit_id}", paper_id)
    if paper is None:
        raise NotFound
    return queue_file(work, paper, scope.person)


def find_document(visit_id: str, paper_id: str, scope: Scope) -> DocumentRow:
    """Return how far the file of a paper of an inspection is.

    Raises
    ------
    NotFound
        There is none, or nobody has asked for it.
    """
    see_inspection(visit_id, scope)
    if papers.load(f"INSPECTION#{visit_id}", paper_id) is None:
        raise NotFound
    return DOCUMENTS.find(paper_id)
