"""Check, apply or cancel an import; the worker does the rest."""

from __future__ import annotations

from typing import Any

from kernel import clock
from kernel.storage.dynamo import read
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import Outcome, UnitOfWork, carry_out
from registry.imports.rules.faults import FileChanged
from registry.imports.rules.states import WORKING, Action
from registry.imports.service.announce import administrator
from registry.imports.service.show_import import own_import
from registry.imports.service.views import import_view
from registry.imports.store import files
from registry.imports.store.rows import ImportRow
from registry.service.asked import Asked, Saved


def move_import(asked: Asked, import_id: str, action: Action) -> Outcome[Saved]:
    """Move an import on, and hand it to the worker where that has something to do.

    Raises
    ------
    IllegalMove
        Its state does not allow it.
    FileChanged
        The file to be applied is not the one that passed.
    TooOften
        The county has had so many files checked or applied that the worker would not come to others.
    """
    own_import(asked.scope, import_id)
    post = administrator(asked.scope)
    key = ImportRow.key(import_id)

    def decide(work: UnitOfWork) -> Saved:
        before: ImportRow = work.find(key)
        after = before.after(
            action,
            clock.now(),
            actor=asked.scope.person.person_id,
            actor_role=str(post.role),
            actor_unit=post.unit,
            **_counters(before, action),
        )
        if action is Action.APPLY:
            _prove_same_file(before)
        work.save(after)
        if after.status in WORKING and before.status not in WORKING:
            # The worker serves one file after the other.
            work.write(counting(ImportRow, "import_runs", post.unit, clock.now()))
        return Saved(import_view(after), int(after.version))

    outcome = carry_out(decide, idempotency_key=asked.idempotency_key, answer=asked.written)
    # After the row: a message that came first would find nothing to do. A replayed answer asks
    # again, since the first time may have ended between the two.
    (row,) = read([key], consistent=True)
    if row.status in WORKING:
        files.enqueue(import_id)
    return outcome


def _counters(before: ImportRow, action: Action) -> dict[str, Any]:
    """Return what a new run begins with; one that only is asked for again goes on as it is."""
    if before.status in WORKING or action is Action.CANCEL:
        return {}
    fresh = {"rows_done": 0, "created": 0, "changed": 0, "unchanged": 0, "error_count": 0}
    if action is Action.APPLY:
        return fresh
    return {**fresh, "rows_total": None, "attempt": int(before.attempt) + 1}


def _prove_same_file(row: ImportRow) -> None:
    found = files.staged(row)
    if found is None or found.etag != row.etag:
        raise FileChanged
