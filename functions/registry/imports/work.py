"""The worker: dry runs and application of staged files, carried on message by message.

A message only names an import; what is to be done follows from the import's row. So a message that
comes twice, late, or after a crash does what is left to do and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from kernel import clock
from kernel.observability import log
from kernel.problems import TryAgain
from kernel.record import record
from kernel.storage.dynamo import read, write
from kernel.storage.rows import ConditionFailed, Ensure, Write
from kernel.texts import Text
from kernel.worker import Message, work_through
from registry.imports import files
from registry.imports.ending import as_it_stands, conclude, interrupt
from registry.imports.lines import KINDS, Circumstances, Lines, change
from registry.imports.parse import Line, parse
from registry.imports.rules import WORKING, Action, FileChanged, FileFault, LineFault, Status
from registry.imports.store import ImportRow, chunk_row
from registry.model.requests import MOST_UPLOAD_BYTES, ImportFormat, ImportKind
from registry.store.draft import Draft, Outcome

LINES_PER_MESSAGE = 2_000
"""A message takes seconds, far from the worker's five minutes, and shows progress between."""

_LINES_AT_ONCE = 96
_CHECKED_AT_ONCE = 1_000
_ATTEMPTS = 5


@record
class Tally:
    """What lines came to."""

    done: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict[Outcome, int])

    def add(self, outcome: Outcome | None) -> Tally:
        """Return the tally with one more line."""
        outcomes = dict(self.outcomes)
        if outcome is not None:
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        return Tally(self.done + 1, outcomes)

    def on(self, row: ImportRow) -> dict[str, int]:
        """Return the counters of `row` moved on."""
        counters = {"rows_done": int(row.rows_done) + self.done}
        for outcome in Outcome:
            counters[outcome] = int(getattr(row, outcome)) + self.outcomes.get(outcome, 0)
        return counters


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Work on the import each message of an SQS event names."""
    return work_through(event, os.environ["IMPORT_QUEUE_URL"], _do, _give_up)


def _do(message: Message) -> None:
    log.append_keys(correlation_id=message["import_id"])
    carry_on(message["import_id"])


def _give_up(message: Message, _: Exception) -> None:
    (row,) = read([ImportRow.key(message["import_id"])], consistent=True)
    if row is not None and Status(row.status) in WORKING:
        interrupt(row)


def carry_on(import_id: str) -> None:
    """Do what an import's state asks for next; nothing when it asks for nothing."""
    (row,) = read([ImportRow.key(import_id)], consistent=True)
    if row is None:
        log.warning("import is not known", import_id=import_id)
        return
    row = as_it_stands(row, clock.now())
    if row.status == Status.CHECKING:
        _check(row)
    elif row.status == Status.APPLYING:
        _apply(row)


def _check(row: ImportRow) -> None:
    """Try the whole file out on a draft that is never written."""
    found = files.staged(row)
    etag = found.etag if found else ""
    try:
        if found is None:
            raise FileFault("尚未上传文件。", "No file was uploaded.")
        if found.size > MOST_UPLOAD_BYTES or found.size != row.size:
            raise FileFault(
                "文件大小与登记的不一致。", "The file does not have the size that was announced."
            )
        content = files.fetch(row, etag)
        lines = _parsed(row, content)
    except FileChanged:
        # Sent anew this very moment: the file that is there now is the one to check.
        raise TryAgain from None
    except FileFault as fault:
        conclude(row, Action.REFUSE, [LineFault(1, "", fault.text)], etag=etag or None)
        return
    begun = _show_total(row, len(lines))
    tried = _try_out(begun, lines)
    if tried is None:
        return
    row, tally, faults = tried
    conclude(
        row,
        Action.REFUSE if faults else Action.PASS,
        faults,
        etag=etag,
        sha256=hashlib.sha256(content).hexdigest(),
        **tally.on(begun),
    )


def _try_out(
    row: ImportRow, lines: Sequence[Line]
) -> tuple[ImportRow, Tally, list[LineFault]] | None:
    """Try every line out, showing in the import how far it is; None when the import was cancelled."""
    kind, circumstances = KINDS[ImportKind(row.kind)], _circumstances(row)
    draft, tally = Draft(), Tally()
    faults: list[LineFault] = []
    seen: dict[tuple[Any, ...], int] = {}
    for first in range(0, len(lines), _CHECKED_AT_ONCE):
        sound: list[tuple[int, Any]] = []
        for line in lines[first : first + _CHECKED_AT_ONCE]:
            about, wrong = kind.read(line)
            faults += wrong
            if about is None:
                tally = tally.add(None)
                continue
            before = seen.setdefault(kind.identity_of(about), line.row)
            if before != line.row:
                faults.append(_twice(kind, line.row, before))
            sound.append((line.row, about))
        draft.load(key for _, about in sound for key in kind.reads(about, circumstances))
        for number, about in sound:
            outcome, wrong = change(kind, draft, number, about, circumstances)
            faults += wrong
            tally = tally.add(outcome)
        if tally.done < len(lines):
            shown = _show_done(row, tally.done)
            if shown is None:
                return None
            row = shown
    return row, tally, sorted(faults, key=lambda fault: fault.row)


def _twice(kind: Lines, row: int, before: int) -> LineFault:
    text = Text(f"与第 {before} 行重复。", f"The same as line {before}.")
    return LineFault(row, kind.identity[0], text)


def _show_total(row: ImportRow, total: int) -> ImportRow:
    begun = row.with_(
        clock.now(), rows_total=total, rows_done=0, created=0, changed=0, unchanged=0, error_count=0
    )
    _save(row, begun)
    return begun


def _show_done(row: ImportRow, done: int) -> ImportRow | None:
    """Show how far a dry run is; None when the import is not being checked any more.

    Raises
    ------
    TryAgain
        The check was asked for again: the run that began last is the one that goes on.
    """
    shown = row.with_(clock.now(), rows_done=done)
    try:
        write([shown.saved_after(row)])
    except ConditionFailed as fault:
        (stored,) = read([ImportRow.key(row.import_id)], consistent=True)
        if stored.status != Status.CHECKING:
            return None
        raise TryAgain from fault
    return shown


def _save(before: ImportRow, after: ImportRow) -> None:
    try:
        write([after.saved_after(before)])
    except ConditionFailed as fault:
        raise TryAgain from fault


def _apply(row: ImportRow) -> None:
    """Apply the next lines of the file that passed, chunk by chunk, and ask for the rest."""
    try:
        content = files.fetch(row, str(row.etag))
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise FileChanged
    except FileChanged as fault:
        conclude(row, Action.FAIL, [LineFault(1, "", fault.detail)])
        return
    lines = _parsed(row, content)
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

    None when the import ended here: a line that passed the dry run does not fit the rows any more.
    """
    for _ in range(_ATTEMPTS):
        draft, tally, faults = _drafted(row, lines)
        if faults:
            conclude(row, Action.FAIL, faults)
            return None
        at = clock.now()
        after = row.with_(at, **tally.on(row))
        more = [after.saved_after(row)]
        if draft.changed_keys:
            more.append(Write(chunk_row(row, draft.changed_keys, at), Ensure.is_new))
        try:
            draft.commit(more)
        except ConditionFailed:
            # Somebody edits what the file is about, or a second message works on the same import.
            (stored,) = read([ImportRow.key(row.import_id)], consistent=True)
            # A later attempt may be about another file than the one in hand.
            if stored.status != Status.APPLYING or stored.attempt != row.attempt:
                return None
            if stored.version != row.version:
                return stored
            continue
        return after
    raise TryAgain


def _drafted(row: ImportRow, lines: Sequence[Line]) -> tuple[Draft, Tally, list[LineFault]]:
    """Draft the next chunk: lines until the transaction is full, whatever changes nothing free."""
    kind, circumstances = KINDS[ImportKind(row.kind)], _circumstances(row)
    draft, tally = Draft(), Tally()
    for first in range(0, len(lines), _LINES_AT_ONCE):
        batch = [(line.row, *kind.read(line)) for line in lines[first : first + _LINES_AT_ONCE]]
        draft.load(
            key for _, about, _ in batch if about for key in kind.reads(about, circumstances)
        )
        for number, about, wrong in batch:
            if wrong:
                return draft, tally, wrong
            written = len(draft.changed_keys)
            if written and written + kind.most_writes(draft, about) > kind.chunk_writes:
                return draft, tally, []
            outcome, wrong_now = change(kind, draft, number, about, circumstances)
            if wrong_now:
                return draft, tally, wrong_now
            tally = tally.add(outcome)
    return draft, tally, []


def _parsed(row: ImportRow, content: bytes) -> list[Line]:
    kind = KINDS[ImportKind(row.kind)]
    return parse(content, ImportFormat(row.format), kind.columns)


def _circumstances(row: ImportRow) -> Circumstances:
    return Circumstances(county=row.county, today=clock.today())
