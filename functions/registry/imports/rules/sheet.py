"""The cells of a workbook's sheet as its elements say them, one after the other.

Whatever the sheet does not show as it is kept (a formula without a value, an error, a merged or hidden cell) is told with its place
instead of being read as something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kernel.texts import Text
from registry.imports.rules.cells import Cell, Made
from registry.imports.rules.faults import MOST_LINES, FileFault, too_much, unreadable

MOST_COLUMNS = 64
_MOST_MERGED = 10_000
_MOST_CHARACTERS = 40_000_000
"""Of all cells together: one shared text that many cells name counts each time."""
_MOST_ROWS = MOST_LINES + 2
"""A header, the lines, and one more by which whoever reads the lines sees that they are too many."""

_NO_VALUE = Text(
    "此单元格是公式且没有存储结果；请粘贴为值后重新上传。",
    "A formula without a stored value: paste it as a value and send the file again.",
)
_MERGED = Text(
    "合并单元格：请取消合并，在每一格填写。", "Merged cells: take them apart and fill in each."
)
_HIDDEN_ROW = Text(
    "此行被隐藏或筛选掉：请显示或删除后重新上传。",
    "This row is hidden or filtered out: show or delete it and send the file again.",
)
_HIDDEN_COLUMN = Text(
    "此列被隐藏：请显示或删除后重新上传。",
    "This column is hidden: show or delete it and send the file again.",
)

_DAYS_OF_THE_PROGRAM = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_AS_KEPT = frozenset({0, 1, 49})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Row = dict[int, Cell]
"""The cells of a row that hold something, by column (0 is the first)."""


class Sheet(NamedTuple):
    """The one sheet of a workbook that holds something: its rows by number, as a spreadsheet counts."""

    rows: dict[int, Row]


class _Area(NamedTuple):
    """Cells that were made one: its first and last row, and its first column."""

    top: int
    left: int
    bottom: int


class Texts:
    """The texts of elements of a name, phonetic hints left out; shared ones are the list that cells point into."""

    def __init__(self, element: str) -> None:
        self.texts: list[str] = []
        self._element = element
        self._pieces: list[str] = []
        self._is_text = False
        self._hints = 0

    def take(self, name: str, _: Mapping[str, str]) -> None:
        """Take an element that begins."""
        if name == self._element:
            self._pieces = []
        self._hints += name == "rPh"
        self._is_text = name == "t" and not self._hints

    def say(self, said: str) -> None:
        """Take what is written in an element."""
        if self._is_text:
            self._pieces.append(said)

    def close(self, name: str) -> None:
        """Take an element that ends."""
        self._hints -= name == "rPh"
        self._is_text = False
        if name == self._element:
            self.texts.append(_unescaped("".join(self._pieces)))


class Formats:
    """How cells are shown, by the number of their style."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._of_style: list[int] = []
        self._is_cells = False

    def take(self, name: str, said: Mapping[str, str]) -> None:
        """Take an element that begins."""
        if name == "numFmt":
            self._codes[int(said["numFmtId"])] = said["formatCode"]
        elif name in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            self._is_cells = name == "cellXfs"
        elif name == "xf" and self._is_cells:
            self._of_style.append(int(said.get("numFmtId", "0")))

    def made(self, style: str | None) -> Made:
        """Return what a number with this style is to whoever looks at it."""
        number = self._of_style[_index(style)] if style and self._of_style else 0
        code = self._codes.get(number)
        if code is None:
            if number in _DAYS_OF_THE_PROGRAM:
                return Made.DAY
            return Made.NUMBER if number in _AS_KEPT else Made.FORMATTED
        bare = _LITERAL.sub("", code).lower()
        if bare.strip() in ("general", "0", "@"):
            return Made.NUMBER
        return Made.DAY if set(bare) & set("ymdhs") else Made.FORMATTED


class Rows:
    """Reads the cells of a sheet."""

    def __init__(self, formats: Formats, shared: list[str], *, from_1904: bool) -> None:
        self._formats, self._shared, self._from_1904 = formats, shared, from_1904
        self._rows: dict[int, Row] = {}
        self._merged: list[_Area] = []
        self._hidden_columns: set[int] = set()
        self._row = self._column = 0
        self._row_is_hidden = self._is_formula = self._is_value = False
        self._cell: Mapping[str, str] = {}
        self._value: list[str] = []
        self._inline = Texts("is")
        self._characters = 0

    def take(self, name: str, said: Mapping[str, str]) -> None:
        """Take an element that begins."""
        self._inline.take(name, said)
        if name == "c":
            self._begin_cell(said)
        elif name == "v":
            self._is_value = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._begin_row(said)
        elif name == "col" and said.get("hidden") in ("1", "true"):
            last = min(int(said["max"]), MOST_COLUMNS)
            self._hidden_columns.update(range(int(said["min"]) - 1, last))
        elif name == "mergeCell":
            first, _, last = said["ref"].partition(":")
            (top, left), (bottom, _) = _place(first), _place(last or first)
            if len(self._merged) > _MOST_MERGED:
                raise too_much()
            if last and last != first:
                self._merged.append(_Area(top, left, bottom))

    def say(self, said: str) -> None:
        """Take what is written in an element."""
        if self._is_value:
            self._value.append(said)
        else:
            self._inline.say(said)

    def close(self, name: str) -> None:
        """Take an element that ends."""
        self._inline.close(name)
        if name == "v":
            self._is_value = False
        elif name == "c":
            self._end_cell()

    def sheet(self) -> Sheet:
        """Return what was read, each cell that is not what it seems with its fault."""
        rows = self._rows
        for row in rows.values():
            for column in row.keys() & self._hidden_columns:
                row[column] = row[column]._replace(fault=row[column].fault or _HIDDEN_COLUMN)
        numbers = sorted(rows)
        for area in self._merged:
            at = bisect_left(numbers, area.top)
            if area.left < MOST_COLUMNS and at < len(numbers) and numbers[at] <= area.bottom:
                row = rows[numbers[at]]
                row[area.left] = row.get(area.left, Cell(""))._replace(fault=_MERGED)
        return Sheet(rows)

    def _begin_row(self, said: Mapping[str, str]) -> None:
        number = int(said.get("r", self._row + 1))
        if number <= self._row:
            raise unreadable()
        self._row, self._column = number, -1
        self._row_is_hidden = said.get("hidden") in ("1", "true")

    def _begin_cell(self, said: Mapping[str, str]) -> None:
        row, column = _place(said["r"]) if "r" in said else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            raise unreadable()
        self._column, self._cell = column, said
        self._value, self._inline.texts, self._is_formula = [], [], False

    def _end_cell(self) -> None:
        cell = self._read()
        self._characters += len(cell.text)
        if self._characters > _MOST_CHARACTERS:
            raise too_much()
        if not cell.text.strip() and cell.fault is None:
            return
        if self._column >= MOST_COLUMNS:
            place = self._cell.get("r", f"{self._row}")
            raise FileFault(
                f"第 {self._row} 行单元格 {place} 超出 {MOST_COLUMNS} 列；请删除多余的列。",
                f"Cell {place} in row {self._row} is beyond {MOST_COLUMNS} columns; delete what lies there.",
                row=self._row,
            )
        if self._row_is_hidden:
            cell = cell._replace(fault=cell.fault or _HIDDEN_ROW)
        if self._row in self._rows or len(self._rows) < _MOST_ROWS:
            self._rows.setdefault(self._row, {})[self._column] = cell

    def _read(self) -> Cell:
        kind, value = self._cell.get("t", "n"), "".join(self._value)
        if kind == "inlineStr":
            return Cell("".join(self._inline.texts))
        if kind == "s":
            return Cell(self._shared[_index(value)] if value else "")
        if kind == "str":
            return Cell(_unescaped(value))
        if kind == "e":
            shown = value[:20] or "?"
            return Cell(value, Text(f"此单元格是错误值 {shown}。", f"Holds the error {shown}."))
        if not value:
            return Cell("", _NO_VALUE if self._is_formula else None)
        if kind == "b":
            return Cell("true" if value == "1" else "false", made=Made.YES_OR_NO)
        if kind == "d":
            return Cell(value.removesuffix("Z").removesuffix("T00:00:00"), made=Made.DAY)
        made = self._formats.made(self._cell.get("s"))
        if made is Made.DAY:
            return Cell(self._day(float(value)), made=Made.DAY)
        return Cell(_whole(value), made=made)

    def _day(self, serial: float) -> str:
        days = int(serial)
        first = date(1904, 1, 1) if self._from_1904 else date(1899, 12, 30)
        if not (0 if self._from_1904 else 60) < days < 2_958_466:
            return "?"
        day = (first + timedelta(days=days)).isoformat()
        return day if serial == days else f"{day}T"


def _whole(value: str) -> str:
    """Return a number as it is typed: `17.0` is 17, and what has an exponent stays as it is unless it is short and whole."""
    number = float(value)
    if number.is_integer() and abs(number) < 10**15:
        return str(int(number))
    return value


def _index(text: str) -> int:
    """Return a place in a list as a workbook writes it: from its end it never counts."""
    if not text.isdecimal():
        raise unreadable()
    return int(text)


def _place(reference: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise unreadable()
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column - 1


def _unescaped(text: str) -> str:
    """Return a text whose escaped characters (ECMA-376 part 1, 22.4.2.4) are what a spreadsheet shows."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
