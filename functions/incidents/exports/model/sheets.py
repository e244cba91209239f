"""The ledger as the bytes of a file: CSV as Excel in China reads it, XLSX with typed cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from incidents.exports.rules.ledger import Column, Kind
from kernel import clock
from kernel.spreadsheets import harmless
from kernel.texts import Language, Text

_BOM = "\ufeff"
_LINES_AT_ONCE = 500

# Whatever a text looks like, it is nothing else.
_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}

_ABOUT = Text("说明", "About")
_LEDGER = Text("事件台账", "Incident ledger")


def csv_pieces(
    lines: Iterable[Mapping[str, Any]], columns: Sequence[Column], language: Language
) -> Iterator[bytes]:
    """Give a ledger as CSV (RFC 4180, CRLF) piece by piece, in UTF-8 with the mark by which Excel knows it.

    Instants are Beijing time to the minute.
    """
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.heading.say(language) for column in columns])
    for number, line in enumerate(lines, start=1):
        writer.writerow([_in_words(line.get(column.name), column.kind) for column in columns])
        if number % _LINES_AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def write_xlsx(
    file: IO[bytes],
    lines: Iterable[Mapping[str, Any]],
    columns: Sequence[Column],
    language: Language,
    about: Sequence[tuple[Text, str]],
) -> None:
    """Write a ledger as XLSX line by line, so that memory does not grow with it: the header frozen, instants typed, in Beijing time.

    Parameters
    ----------
    about
        What a second sheet says of the file: which unit, which period, when it was written.
    """
    from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]

    book: Any = Workbook(file, {"constant_memory": True, **_TEXT_STAYS_TEXT})
    bold = book.add_format({"bold": True})
    minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(_LEDGER.say(language))
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
        sheet.write_string(0, position, column.heading.say(language), bold)
    rows = 0
    for rows, line in enumerate(lines, start=1):
        for position, column in enumerate(columns):
            value = line.get(column.name)
            if value is not None and column.kind is Kind.INSTANT:
                # A spreadsheet knows no time zones: what stands in the cell is what the clock on the wall said.
                local = clock.from_iso(value).astimezone(clock.SHANGHAI).replace(tzinfo=None)
                sheet.write_datetime(rows, position, local, minute)
            else:
                sheet.write(rows, position, harmless(value) if isinstance(value, str) else value)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    notes = book.add_worksheet(_ABOUT.say(language))
    notes.set_column("A:A", 20)
    notes.set_column("B:B", 80)
    for row, (name, value) in enumerate(about):
        notes.write_row(row, 0, (name.say(language), harmless(value)))
    book.close()


def _in_words(value: Any, kind: Kind) -> Any:
    if value is None:
        return ""
    if kind is Kind.INSTANT:
        return clock.for_people(clock.from_iso(value))
    return harmless(value) if isinstance(value, str) else value


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken
