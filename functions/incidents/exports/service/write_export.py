"""Read the incidents of an export part by part, and at the end write the file.

What is to be done follows from the export's row. So whoever comes twice, late, or after a crash does what is left to do and nothing else.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from typing import Any

from incidents.exports.model import sheets
from incidents.exports.rules import ledger
from incidents.exports.rules.export_states import Status
from incidents.exports.rules.exports import Export, Format, finish, read_on
from incidents.exports.service.end_export import as_it_stands, note_end
from incidents.exports.store import exports, files
from incidents.exports.store import ledger as found
from incidents.rules.incident import Incident
from incidents.store.policies import policy_of
from kernel import clock
from kernel.observability import log
from kernel.texts import Language, Text

INCIDENTS_A_PART = 500
_READING = timedelta(seconds=60)
"""How long one run reads before it asks for another; writing the file comes on top, and both stay far below the worker's five minutes."""

_PIECE = 1024 * 1024
_IN_MEMORY = 16 * 1024 * 1024


def carry_on(export_id: str) -> None:
    """Do what an export's state asks for next; nothing when it asks for nothing."""
    kept = exports.load(export_id)
    if kept is None:
        log.warning("export is not known", export_id=export_id)
        return
    begun = clock.now()
    current: Export | None = as_it_stands(kept)
    while current is not None and current.status.is_open and not current.all_read:
        if clock.now() - begun > _READING:
            files.enqueue(export_id)
            return
        current = _read_part(current)
    if current is not None and current.status.is_open:
        _write_file(current)


def _read_part(export: Export) -> Export | None:
    """Read the next part; return the export after it, or None when another worker is at it."""
    at = clock.now()
    read = found.next_incidents(export, INCIDENTS_A_PART)
    lines = _lines(export, read.incidents, at)
    part = files.put_part(export, lines, at) if lines else None
    after = read_on(export, len(lines), part, read.resume, at)
    if not exports.claim(export, after):
        return None
    if after.status is Status.FAILED:
        note_end(after)
    return after


def _lines(
    export: Export, read: list[tuple[Incident, list[ledger.Step]]], now: datetime
) -> list[dict[str, Any]]:
    codes = {code for about in read for code in ledger.units_named(*about)}
    names = found.names_of(codes)
    return [
        ledger.line(
            incident,
            steps,
            now=now,
            category=_category(incident),
            names=names,
            language=export.language,
            describe_for=export.describe_for,
        )
        for incident, steps in read
    ]


def _category(incident: Incident) -> Text | None:
    category = policy_of(incident).categories.get(incident.category)
    return category.name if category else None


def _write_file(export: Export) -> None:
    """Put the parts together into the file; written twice, it is the same file."""
    at, language = clock.now(), export.language
    columns = ledger.columns(descriptions=export.descriptions)
    with files.Upload(export) as upload:
        if export.format is Format.CSV:
            for piece in sheets.csv_pieces(files.parts_of(export), columns, language):
                upload.write(piece)
        else:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
                about = _about(export, language, at)
                sheets.write_xlsx(file, files.parts_of(export), columns, language, about)
                file.seek(0)
                while piece := file.read(_PIECE):
                    upload.write(piece)
    done = finish(export, upload.size, at, clock.now())
    if exports.claim(export, done):
        note_end(done)


def _about(export: Export, language: Language, at: datetime) -> list[tuple[Text, str]]:
    unit = found.names_of({export.unit}).get(export.unit, export.unit)
    none = Text(
        "不含上报人、办理人姓名和联系方式；按事件编号在系统内查看全过程。",
        "No names of reporters or staff; look a case up by its code in the system.",
    )
    return [
        (Text("单位", "Unit"), f"{unit} ({export.unit})"),
        (Text("上报日期", "Reported"), f"{export.first} — {export.last}"),
        (Text("导出时间（北京时间）", "Written (Beijing time)"), clock.for_people(at)),
        (Text("条数", "Rows"), str(export.rows_done)),
        (Text("个人信息", "Personal data"), none.say(language)),
    ]
