"""Apply a file that passed, chunk by chunk: each is one transaction that also moves the import on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from registry.imports.rules.faults import FileChanged, LineFault
from registry.imports.rules.parse import Line
from registry.imports.rules.states import Action, Status
from registry.imports.service.end_run import conclude
from registry.imports.service.kinds import KINDS, parsed
from registry.imports.service.lines import change, circumstances_of
from registry.imports.service.tally import Tally
from registry.imports.store import files
from registry.imports.store.rows import ImportRow, chunk_row
from registry.model.requests import ImportKind
from registry.store.register import Register

LINES_PER_MESSAGE = 2_000
"""A message takes seconds, far from the worker's five minutes, and shows progress between."""

_LINES_AT_ONCE = 96


class _LinesRefused(Exception):
    """A line that passed the dry run does not fit the rows any more; its chunk is not written."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        self.faults = faults
        super().__init__()


def apply_file(row: ImportRow) -> None:
    """Apply the next lines of the file, and ask for the rest."""
    try:
        content = files.fetch(row, str(row.etag))
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise FileChanged
    except FileChanged as fault:
        conclude(row, Action.FAIL, [LineFault(1, "", fault.detail)])
        return
    lines = parsed(row, content)
    until = min(int(row.rows_done) + LINES_PER_MESSAGE, len(lines))
    current: ImportRow | None = row
    while current is not None and current.rows_done < until:
        current = _apply_chunk(current, lines[int(current.rows_done) : until])
    if current is None:
        return
    if current.rows_done < len(lines):
        files.enqueue(current.import_id)
    else:
        conclude(current, Action.FINISH, [])


def _apply_chunk(row: ImportRow, lines: Sequence[Line]) -> ImportRow | None:
    """Apply as many lines as one transaction takes; return the import after them.

    None when the import ended: somebody else moved it, or a line does not fit the rows any more.
    """
    key = ImportRow.key(row.import_id)

    def decide(work: UnitOfWork) -> ImportRow | None:
        stored: ImportRow = work.find(key)
        # A later attempt may be about another file than the one in hand.
        if stored.status != Status.APPLYING or stored.attempt != row.attempt:
            return None
        if stored.version != row.version:
            # A second message works on the same import, and was faster.
            return stored
        register = Register(work)
        tally = _draft(register, row, lines)
        at = clock.now()
        after = row.with_(at, **tally.on(row))
        if register.changed_keys:
            work.add(chunk_row(row, register.changed_keys, at))
        work.save(after)
        return after

    try:
        return carry_out(decide, seen={key: row}).result
    except _LinesRefused as refused:
        conclude(row, Action.FAIL, refused.faults)
        return None


def _draft(register: Register, row: ImportRow, lines: Sequence[Line]) -> Tally:
    """Change the next lines until the transaction is full; whatever changes nothing is free.

    Raises
    ------
    _LinesRefused
        One of them does not fit.
    """
    kind, circumstances, tally = KINDS[ImportKind(row.kind)], circumstances_of(row), Tally()
    for first in range(0, len(lines), _LINES_AT_ONCE):
        batch = [(line.row, *kind.read(line)) for line in lines[first : first + _LINES_AT_ONCE]]
        register.load(
            key for _, about, _ in batch if about for key in kind.reads(about, circumstances)
        )
        for number, about, wrong in batch:
            if wrong:
                raise _LinesRefused(wrong)
            written = len(register.changed_keys)
            if written and written + kind.most_writes(register, about) > kind.chunk_writes:
                return tally
            effect, wrong_now = change(kind, register, number, about, circumstances)
            if wrong_now:
                raise _LinesRefused(wrong_now)
            tally = tally.add(effect)
    return tally
