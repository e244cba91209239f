"""How an import moves on while it is worked on, and how a run ends: by the worker, or by whoever finds that the worker is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.observability import log, note
from kernel.problems import TryAgain
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from registry.imports.rules.faults import INTERRUPTED, LineFault
from registry.imports.rules.states import Action, Status, has_stopped
from registry.imports.store.rows import ImportRow, keep_errors


def step(before: ImportRow, after: ImportRow) -> None:
    """Write how far an import is.

    Raises
    ------
    TryAgain
        Somebody moved it in the meantime, and was first.
    """
    key = ImportRow.key(before.import_id)

    def decide(work: UnitOfWork) -> None:
        stored: ImportRow = work.find(key)
        if stored.version != before.version:
            raise TryAgain
        work.save(after)

    carry_out(decide, seen={key: before})


def conclude(row: ImportRow, action: Action, faults: Sequence[LineFault], **more: Any) -> ImportRow:
    """Record how a run ended, and return the import after it.

    Raises
    ------
    TryAgain
        Somebody moved the import in the meantime, and was first.
    """
    at = clock.now()
    keep_errors(row, faults, at)
    ended = row.after(action, at, error_count=len(faults), **more)
    step(row, ended)
    note("ImportsEnded", status=ended.status)
    log.info("import ended", import_id=row.import_id, status=ended.status)
    return ended


def interrupt(row: ImportRow, why: Text = INTERRUPTED) -> ImportRow:
    """End a run that cannot go on, saying why; the import can be checked again."""
    return conclude(row, Action.FAIL, [LineFault(1, "", why)])


def as_it_stands(row: ImportRow, now: datetime) -> ImportRow:
    """Return an import as it stands: one whose worker is gone is ended here."""
    if not has_stopped(Status(row.status), clock.from_iso(row.updated_at), now):
        return row
    try:
        return interrupt(row)
    except TryAgain:
        (moved,) = read([ImportRow.key(row.import_id)], consistent=True)
        return moved
