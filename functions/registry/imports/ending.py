"""How a run of an import ends, by the worker or by whoever finds that the worker is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.observability import count, log
from kernel.problems import TryAgain
from kernel.storage.dynamo import read, write
from kernel.storage.rows import ConditionFailed
from registry.imports.rules import INTERRUPTED, Action, LineFault, Status, has_stopped
from registry.imports.store import ImportRow, keep_errors


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
    try:
        write([ended.saved_after(row)])
    except ConditionFailed as fault:
        raise TryAgain from fault
    count("ImportsEnded", status=ended.status)
    log.info("import ended", import_id=row.import_id, status=ended.status)
    return ended


def interrupt(row: ImportRow) -> ImportRow:
    """End a run that cannot go on; the import can be checked again."""
    return conclude(row, Action.FAIL, [LineFault(1, "", INTERRUPTED)])


def as_it_stands(row: ImportRow, now: datetime) -> ImportRow:
    """Return an import as it stands: one whose worker is gone is ended here."""
    if not has_stopped(Status(row.status), clock.from_iso(row.updated_at), now):
        return row
    try:
        return interrupt(row)
    except TryAgain:
        (moved,) = read([ImportRow.key(row.import_id)], consistent=True)
        return moved
