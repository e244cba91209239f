"""The worker: reads the incidents of an export part by part, and at the end writes the file.

A message only names an export; what is to be done follows from the export's row. So a message that comes twice, late, or after a crash
does what is left to do and nothing else.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from typing import Any

from incidents import store as incidents
from incidents.exports import files, ledger, sheets, store
from incidents.exports.rules import MOST_ROWS, Failure, Format, Status
from incidents.exports.store import ExportRow
from incidents.rules.incident import Incident
from kernel import clock
from kernel.observability import count, log
from kernel.texts import Language, Text
from kernel.worker import Message

INCIDENTS_A_PART = 500
_READING = timedelta(seconds=60)
"""How long one run reads before it asks for another; writing the file comes on top, and both stay far below the worker's five minutes."""

_PIECE = 1024 * 1024
_IN_MEMORY = 16 * 1024 * 1024


def do(message: Message) -> None:
    """Work on the export a message names."""
    log.append_keys(correlation_id=message["export_id"])
    carry_on(message["export_id"])


def give_up(message: Message, _: Exception) -> None:
    """Say of an export that it was interrupted."""
    row = store.load(message["export_id"])
    if row is not None and Status(row.status).is_open:
        store.fail(row, Failure.INTERRUPTED, clock.now())


def carry_on(export_id: str) -> None:
    """Do what an export's state asks for next; nothing when it asks for nothing."""
    row = store.load(export_id)
    if row is None:
        log.warning("export is not known", export_id=export_id)
        return
    begun = clock.now()
    current: ExportRow | None = store.as_it_stands(row, begun)
    while current is not None and Status(current.status).is_open and not current.all_read:
        if clock.now() - begun > _READING:
            files.enqueue(export_id)
            return
        current = _read_on(current)
    if current is not None and Status(current.status).is_open:
        _write_file(current)


def _read_on(row: ExportRow) -> ExportRow | None:
    """Read the next part; return the export after it, or None when another worker is at it."""
    at = clock.now()
    read = store.next_incidents(row, INCIDENTS_A_PART)
    done = int(row.rows_done) + len(read.incidents)
    if done > MOST_ROWS:
        return store.fail(row, Failure.TOO_MANY_ROWS, at)
    parts: list[str] = list(row.parts)
    if read.incidents:
        parts.append(files.put_part(row, _lines(row, read.incidents, at), at))
    after = row.with_(
        at,
        status=str(Status.RUNNING),
        rows_done=done,
        parts=parts,
        resume=read.resume,
        all_read=read.resume is None,
    )
    return after if store.save(row, after) else None


def _lines(
    row: ExportRow, read: list[tuple[Incident, list[ledger.Step]]], now: datetime
) -> list[dict[str, Any]]:
    codes = {code for about in read for code in ledger.units_named(*about)}
    names = store.names_of(codes)
    language = _language(row)
    return [
        ledger.line(
            incident,
            steps,
            now=now,
            category=_category(incident),
            names=names,
            language=language,
            describe_for=row.describe_for,
        )
        for incident, steps in read
    ]


def _category(incident: Incident) -> Text | None:
    category = incidents.policy_of(incident).categories.get(incident.category)
    return category.name if category else None


def _write_file(row: ExportRow) -> None:
    """Put the parts together into the file; written twice, it is the same file."""
    at, language = clock.now(), _language(row)
    columns = ledger.columns(descriptions=bool(row.descriptions))
    with files.Upload(row) as upload:
        if row.format == Format.CSV:
            for piece in sheets.csv_pieces(files.parts_of(row), columns, language):
                upload.write(piece)
        else:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
                sheets.write_xlsx(
                    file, files.parts_of(row), columns, language, _about(row, language, at)
                )
                file.seek(0)
                while piece := file.read(_PIECE):
                    upload.write(piece)
    after = row.with_(
        at, status=str(Status.DONE), size=upload.size, finished_at=clock.iso(clock.now())
    )
    if store.save(row, after):
        count("ExportsEnded", status=str(after.status))
        log.info("export ended", export_id=after.export_id, status=after.status)


def _about(row: ExportRow, language: Language, at: datetime) -> list[tuple[Text, str]]:
    unit = store.names_of({row.unit}).get(row.unit, row.unit)
    none = Text(
        "不含上报人、办理人姓名和联系方式；按事件编号在系统内查看全过程。",
        "No names of reporters or staff; look a case up by its code in the system.",
    )
    return [
        (Text("单位", "Unit"), f"{unit} ({row.unit})"),
        (Text("上报日期", "Reported"), f"{row.first} — {row.last}"),
        (Text("导出时间（北京时间）", "Written (Beijing time)"), clock.for_people(at)),
        (Text("条数", "Rows"), str(int(row.rows_done))),
        (Text("个人信息", "Personal data"), none.say(language)),
    ]


def _language(row: ExportRow) -> Language:
    return "en" if row.language == "en" else "zh"
