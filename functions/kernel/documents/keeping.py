"""Documents that belong to a step: settled in its transaction, found, and written again when their file is gone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from kernel import clock
from kernel.actors import Actor
from kernel.documents.rows import DocumentRow, DocumentStatus
from kernel.documents.templates import Values, load
from kernel.files import ask_for
from kernel.numbering import Number
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork

ItsRow = TypeVar("ItsRow", bound=DocumentRow)
"""A document in its context's table."""


class Paper(NamedTuple):
    """What is settled of a document before it is written.

    Attributes
    ----------
    number
        Taken for the document; or, as text, that of the thing it belongs to; None: it has none.
    """

    id: str
    template: str
    title: str
    values: Values
    number: Number | str | None = None


class Documents(Generic[ItsRow]):
    """The documents of one context.

    Parameters
    ----------
    context
        By which name the worker finds where they are kept.
    rows
        The rows of its table.
    templates
        The folder of its templates.
    """

    def __init__(self, context: str, rows: type[ItsRow], templates: Path) -> None:
        self._context, self._rows, self._templates = context, rows, templates

    def settle(self, work: UnitOfWork, paper: Paper, unit: str, by: Actor, now: datetime) -> None:
        """Settle what a document says, in the transaction of the step it belongs to; the worker is asked once that is written."""
        self.settle_anew(work, paper, unit, by.person_id, now)
        work.afterwards(lambda: self.ask(paper.id))

    def settle_anew(
        self, work: UnitOfWork, paper: Paper, unit: str, asked_by: str, now: datetime
    ) -> ItsRow:
        """Settle what a document says from now on, in place of what it said when `work` read it; the worker is still to be asked (`ask`)."""
        load(self._templates, paper.template).refuse_other(paper.values)
        key, number = self._rows.key(paper.id), paper.number
        taken = number if isinstance(number, Number) else None
        row = self._rows(
            key.pk,
            key.sk,
            id=paper.id,
            unit=unit,
            template=paper.template,
            title=paper.title,
            values=paper.values,
            number=taken.text if taken else number,
            number_of=taken.number if taken else None,
            number_year=taken.year if taken else None,
            status=str(DocumentStatus.QUEUED),
            requested_by=asked_by,
            requested_at=clock.iso(now),
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
        work.save(row)
        return row

    def settled(self, work: UnitOfWork, document_id: str) -> ItsRow | None:
        """Return a document as it will be; None where there is none."""
        row: ItsRow | None = work.find(self._rows.key(document_id))
        return row

    def find(self, document_id: str) -> ItsRow:
        """Return how far a document is.

        Raises
        ------
        NotFound
            There is none.
        """
        row: ItsRow | None = read([self._rows.key(document_id)], consistent=True)[0]
        if row is None:
            raise NotFound
        return row

    def write_again(self, work: UnitOfWork, document_id: str, by: Actor, now: datetime) -> ItsRow:
        """Ask for a document's file again where it is not there any more: it says what it said, under its number.

        Raises
        ------
        NotFound
            There is no such document.
        """
        row = self.settled(work, document_id)
        if row is None:
            raise NotFound
        anew = self.queue_again(work, row, by.person_id, now)
        if anew is not row:
            work.afterwards(lambda: self.ask(document_id))
        return anew

    def queue_again(self, work: UnitOfWork, row: ItsRow, asked_by: str, now: datetime) -> ItsRow:
        """Let a document's file be written once more where it is neither there nor on its way; the worker is still to be asked (`ask`)."""
        if row.is_on_its_way_or_there(now):
            return row
        anew = row.with_(
            work.change_id,
            status=str(DocumentStatus.QUEUED),
            requested_at=clock.iso(now),
            requested_by=asked_by,
            finished_at=None,
            failure=None,
        )
        work.save(anew)
        return anew

    def ask(self, document_id: str) -> None:
        """Ask the worker for a document's file: after its row, as a message that came first would find nothing to do."""
        ask_for({"document": {"context": self._context, "id": document_id}})
