"""Try a whole file out on a register that is never written: only what is wrong with it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from kernel import clock
from kernel.problems import TryAgain
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from registry.imports.rules.faults import FileChanged, FileFault, LineFault
from registry.imports.rules.parse import Line
from registry.imports.rules.states import Action, Status
from registry.imports.service.end_run import conclude, step
from registry.imports.service.kinds import KINDS, parsed
from registry.imports.service.lines import Circumstances, Lines, change, circumstances_of
from registry.imports.service.tally import Tally
from registry.imports.store import files
from registry.imports.store.rows import ImportRow
from registry.model.requests import MOST_UPLOAD_BYTES, ImportKind
from registry.store.register import Register

_CHECKED_AT_ONCE = 1_000


def check_file(row: ImportRow) -> None:
    """Check the file that is staged, and conclude.

    Raises
    ------
    TryAgain
        The file was sent anew, or the check asked for again, this very moment.
    """
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
        lines = parsed(row, content)
    except FileChanged:
        # Sent anew this very moment: the file that is there now is the one to check.
        raise TryAgain from None
    except FileFault as fault:
        conclude(row, Action.REFUSE, [LineFault(fault.row, "", fault.text)], etag=etag or None)
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
    trial = _Trial(KINDS[ImportKind(row.kind)], circumstances_of(row))
    for first in range(0, len(lines), _CHECKED_AT_ONCE):
        trial.try_out(lines[first : first + _CHECKED_AT_ONCE])
        if trial.tally.done < len(lines):
            shown = _show_done(row, trial.tally.done)
            if shown is None:
                return None
            row = shown
    return row, trial.tally, sorted(trial.faults, key=lambda fault: fault.row)


class _Trial:
    """What the lines tried out so far came to."""

    def __init__(self, kind: Lines, circumstances: Circumstances) -> None:
        self.tally = Tally()
        self.faults: list[LineFault] = []
        self._kind, self._circumstances = kind, circumstances
        self._register = Register()
        self._seen: dict[tuple[Any, ...], int] = {}

    def try_out(self, lines: Sequence[Line]) -> None:
        """Try further lines out, reading what they need at once."""
        sound: list[tuple[int, Any]] = []
        for line in lines:
            about, wrong = self._kind.read(line)
            self.faults += wrong
            if about is None:
                self.tally = self.tally.add(None)
                continue
            before = self._seen.setdefault(self._kind.identity_of(about), line.row)
            if before != line.row:
                self.faults.append(_twice(self._kind, line.row, before))
            sound.append((line.row, about))
        self._register.load(
            key for _, about in sound for key in self._kind.reads(about, self._circumstances)
        )
        for number, about in sound:
            effect, wrong = change(self._kind, self._register, number, about, self._circumstances)
            self.faults += wrong
            self.tally = self.tally.add(effect)


def _twice(kind: Lines, row: int, before: int) -> LineFault:
    text = Text(f"与第 {before} 行重复。", f"The same as line {before}.")
    return LineFault(row, kind.identity[0], text)


def _show_total(row: ImportRow, total: int) -> ImportRow:
    begun = row.with_(
        clock.now(), rows_total=total, rows_done=0, created=0, changed=0, unchanged=0, error_count=0
    )
    step(row, begun)
    return begun


def _show_done(row: ImportRow, done: int) -> ImportRow | None:
    """Show how far a dry run is; None when the import is not being checked any more.

    Raises
    ------
    TryAgain
        The check was asked for again: the run that began last is the one that goes on.
    """
    shown = row.with_(clock.now(), rows_done=done)
    key = ImportRow.key(row.import_id)

    def decide(work: UnitOfWork) -> ImportRow | None:
        stored: ImportRow = work.find(key)
        if stored.status != Status.CHECKING:
            return None
        if stored.version != row.version:
            raise TryAgain
        work.save(shown)
        return shown

    return carry_out(decide, seen={key: row}).result
