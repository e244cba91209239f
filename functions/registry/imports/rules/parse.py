"""From the bytes of a file to lines of text, CSV and XLSX alike.

Cells are data and nothing else: a text like `=HYPERLINK(…)` is kept as the text it is, and it is for
whoever writes spreadsheets to make it harmless there.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel.texts import Text
from registry.imports.rules.faults import MOST_LINES, FileFault, LineFault
from registry.model.requests import ImportFormat

_ENCODINGS = ("utf-8-sig", "gb18030")
_MOST_UNPACKED_BYTES = 100 * 1024 * 1024
_MOST_MEMBERS = 500
_MOST_COLUMNS = 64
_EXACT_BELOW = 10**15  # spreadsheets keep fifteen digits
_LOST_DIGITS = Text(
    "此单元格是数值，位数过长已失真，请设为文本格式后重新填写。",
    "A number too long for a spreadsheet: format the cell as text and type it again.",
)


class Column(NamedTuple):
    """A column of a file: its name, the Chinese heading that is taken too, and if it must be."""

    name: str
    heading: str
    required: bool = False


class Line(NamedTuple):
    """A line of a file: its cells by column name, empty ones as empty text."""

    row: int
    cells: dict[str, str]
    faults: tuple[LineFault, ...] = ()


def parse(content: bytes, written: ImportFormat, columns: Sequence[Column]) -> list[Line]:
    """Return the lines of a file, blank ones left out.

    Raises
    ------
    FileFault
        It cannot be read, its header is wrong, it has no lines or more than `MOST_LINES`.
    """
    records = _sheet(content) if written is ImportFormat.XLSX else _table(content)
    numbered = enumerate(records, start=1)
    first = next(numbered, None)
    header = _header([_text(cell) for cell in first[1]] if first else [], columns)
    lines: list[Line] = []
    for row, record in numbered:
        if any(_text(cell) for cell in record):
            lines.append(_line(row, header, record))
        if len(lines) > MOST_LINES:
            raise FileFault(
                f"每个文件最多 {MOST_LINES} 行，请拆分。",
                f"At most {MOST_LINES} lines in one file: split it.",
            )
    if not lines:
        raise FileFault("文件没有数据行。", "The file has no lines below its header.")
    return lines


def _header(cells: Sequence[str], columns: Sequence[Column]) -> list[str]:
    known = {column.name: column.name for column in columns}
    known |= {column.heading: column.name for column in columns}
    while cells and not cells[-1]:
        cells = cells[:-1]
    header = [known.get(cell.lower(), "") for cell in cells]
    strange = [cell for cell, name in zip(cells, header, strict=True) if not name]
    missing = [column for column in columns if column.required and column.name not in header]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    listed = ", ".join(column.name for column in columns)
    if strange:
        named = "、".join(cell[:40] or "（空）" for cell in strange[:10])
        raise FileFault(
            f"表头有无法识别的列：{named}。可用列：{listed}。",
            f"Unknown columns in the header: {named}. Columns are: {listed}.",
        )
    if missing:
        raise FileFault(
            f"表头缺少列：{'、'.join(f'{column.heading}（{column.name}）' for column in missing)}。",
            f"Columns missing from the header: {', '.join(column.name for column in missing)}.",
        )
    if twice:
        raise FileFault(
            f"表头有重复的列：{'、'.join(twice)}。", f"Columns come twice: {', '.join(twice)}."
        )
    return header


def _line(row: int, header: Sequence[str], record: Sequence[Any]) -> Line:
    cells: dict[str, str] = {}
    faults: list[LineFault] = []
    for name, cell in zip(header, record, strict=False):
        cells[name] = _text(cell)
        if isinstance(cell, int | float) and abs(cell) >= _EXACT_BELOW:
            faults.append(LineFault(row, name, _LOST_DIGITS))
    if any(_text(cell) for cell in record[len(header) :]):
        over = Text("数据超出表头的列数。", "More cells than the header has columns.")
        faults.append(LineFault(row, "", over))
    return Line(row, {**dict.fromkeys(header, ""), **cells}, tuple(faults))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _table(content: bytes) -> Iterator[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise FileFault(
            "无法识别文件编码，请另存为 UTF-8 编码的 CSV。",
            "Unknown encoding: save it as UTF-8 CSV.",
        )
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as fault:
        raise FileFault(f"CSV 格式有误（{fault}）。", f"Not well-formed CSV ({fault}).") from fault


def _sheet(content: bytes) -> Iterable[Sequence[Any]]:
    _refuse_bomb(content)
    # Only a worker that has an XLSX in hand pays for the import.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        # The size a file claims for its sheet is not to be relied on.
        sheet.reset_dimensions()
        rows: list[Sequence[Any]] = list(
            sheet.iter_rows(max_row=MOST_LINES + 2, max_col=_MOST_COLUMNS, values_only=True)
        )
    except Exception as fault:
        raise _unreadable() from fault
    return rows


def _refuse_bomb(content: bytes) -> None:
    """Refuse a workbook that unpacks to far more than it says, or that defines XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _MOST_UNPACKED_BYTES or len(members) > _MOST_MEMBERS:
                raise FileFault("文件解压后过大。", "The file unpacks to too much.")
            if any(b"<!DOCTYPE" in archive.read(member) for member in members):
                raise _unreadable()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise _unreadable() from fault


def _unreadable() -> FileFault:
    return FileFault("不是可读取的 XLSX 文件。", "Not a readable XLSX file.")
