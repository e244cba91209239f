"""From the bytes of a file to lines of text, CSV and XLSX alike.

Cells are data and nothing else: a text like `=HYPERLINK(…)` is kept as the text it is, and it is for
whoever writes spreadsheets to make it harmless there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kernel.texts import Text
from registry.imports.rules.cells import Cell, Column, fault_of
from registry.imports.rules.faults import MOST_LINES, FileFault, LineFault
from registry.imports.rules.table import read_table
from registry.imports.rules.workbook import read_sheet
from registry.model.requests import ImportFormat

_OVER = Text("数据超出表头的列数。", "More cells than the header has columns.")


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
    rows = _rows_of_sheet(content) if written is ImportFormat.XLSX else _rows_of_table(content)
    number, cells = next(rows, (0, None))
    header = _header(cells if cells and number == 1 else {}, columns)
    lines: list[Line] = []
    for row, cells in rows:
        if any(cell.text.strip() or cell.fault for cell in cells.values()):
            lines.append(_line(row, header, cells))
        if len(lines) > MOST_LINES:
            raise FileFault(
                f"每个文件最多 {MOST_LINES} 行，请拆分。",
                f"At most {MOST_LINES} lines in one file: split it.",
                row=row,
            )
    if not lines:
        raise FileFault("文件没有数据行。", "The file has no lines below its header.")
    return lines


def _rows_of_table(content: bytes) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    for row, record in read_table(content):
        yield row, {column: Cell(text.strip()) for column, text in enumerate(record)}


def _rows_of_sheet(content: bytes) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    yield from sorted(read_sheet(content).rows.items())


def _header(first: Mapping[int, Cell], columns: Sequence[Column]) -> list[Column]:
    wrong = next((cell.fault for cell in first.values() if cell.fault), None)
    if wrong:
        raise FileFault(f"表头：{wrong.zh}", f"The header: {wrong.en}")
    known = {column.name: column for column in columns}
    known |= {column.heading: column for column in columns}
    cells = [first.get(place, Cell("")).text.strip() for place in range(max(first, default=-1) + 1)]
    while cells and not cells[-1]:
        cells = cells[:-1]
    found = [known.get(cell.lower()) for cell in cells]
    header = [column.name if column else "" for column in found]
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
    return [column for column in found if column]


def _line(row: int, header: Sequence[Column], cells: Mapping[int, Cell]) -> Line:
    faults: list[LineFault] = []
    told: dict[str, str] = {}
    for place, column in enumerate(header):
        cell = cells.get(place, Cell(""))
        told[column.name] = cell.text.strip()
        fault = fault_of(cell._replace(text=told[column.name]), column)
        if fault:
            faults.append(LineFault(row, column.name, fault))
    beyond = [cell for place, cell in cells.items() if place >= len(header)]
    if any(cell.text.strip() or cell.fault for cell in beyond):
        wrong = next((cell.fault for cell in beyond if cell.fault), _OVER)
        faults.append(LineFault(row, "", wrong))
    return Line(row, told, tuple(faults))
