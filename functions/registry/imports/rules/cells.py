"""A cell of a file: the text in it, or why it cannot be trusted; a cell is never emptied and never altered."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kernel.texts import Text


class Holds(StrEnum):
    """What a column holds, and so what a spreadsheet may have made of it."""

    WORDS = "words"
    CODE = "code"
    """Identifiers, telephone numbers, door plates, identity numbers: text, though it may look like a number or a day."""
    NUMBER = "number"
    """Years and the digits of unit codes: whole numbers that begin with no zero."""
    DAY = "day"


class Column(NamedTuple):
    """A column of a file: its name, the Chinese heading that is taken too, if it must be, and what it holds."""

    name: str
    heading: str
    required: bool = False
    holds: Holds = Holds.WORDS


class Cell(NamedTuple):
    """A cell: its text, and what is wrong with it; `made` says what a spreadsheet has made of it."""

    text: str
    fault: Text | None = None
    made: Made | None = None


class Made(StrEnum):
    """What a spreadsheet took for something else than text."""

    NUMBER = "number"
    FORMATTED = "formatted"
    """A number that is shown in another way than it is kept: leading zeros, a share, a currency."""
    DAY = "day"
    YES_OR_NO = "yes_or_no"


_LOST_DIGITS = Text(
    "此单元格是数值，位数过长或以科学计数法书写，已失真；请设为文本格式后重新填写。",
    "A number that lost digits (too long, or in scientific notation): format the cell as text and type it again.",
)
_A_NUMBER = Text(
    "此单元格是数值，编号、电话、门牌的前导零可能已丢失；请设为文本格式后重新填写。",
    "A number where a code belongs, whose leading zeros may be lost: format the cell as text and type it again.",
)
_OTHERWISE_SHOWN = Text(
    "此单元格显示的与存储的数值不同；请设为文本格式后重新填写。",
    "A number that is shown otherwise than it is kept: format the cell as text and type it again.",
)
_A_DAY = Text(
    "此单元格已被表格软件转成日期（如 3-8）；请设为文本格式后重新填写。",
    "A spreadsheet made a day of this (as of 3-8): format the cell as text and type it again.",
)
_A_TIME = Text("含有时刻，只需日期。", "Holds a time of day; a day is enough.")
_YES_OR_NO = Text(
    "此单元格是逻辑值；请设为文本格式后重新填写。",
    "A truth value: format the cell as text and type it again.",
)

_EXACT_DIGITS = 15  # spreadsheets keep fifteen
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LIKE_A_DAY = re.compile(
    rf"\d{{4}}/\d{{1,2}}/\d{{1,2}}|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{1,2}}",
    re.IGNORECASE,
)


def fault_of(cell: Cell, column: Column) -> Text | None:
    """Return why a cell cannot be trusted in its column; None: it says what was typed."""
    if cell.fault:
        return cell.fault
    if cell.made is None:
        return _fault_of_text(cell.text, column)
    if cell.made is Made.DAY:
        return _fault_of_day(cell.text, column)
    if cell.made is Made.YES_OR_NO:
        return _YES_OR_NO if column.holds is not Holds.WORDS else None
    digits = cell.text.lstrip("+-").replace(".", "")
    if not digits.isdecimal() or len(digits) > _EXACT_DIGITS:
        return _LOST_DIGITS
    if column.holds in (Holds.CODE, Holds.DAY):
        return _A_NUMBER
    return _OTHERWISE_SHOWN if cell.made is Made.FORMATTED else None


def _fault_of_text(text: str, column: Column) -> Text | None:
    if column.holds in (Holds.CODE, Holds.NUMBER) and _SCIENTIFIC.fullmatch(text):
        return _LOST_DIGITS
    if column.holds is Holds.CODE and _LIKE_A_DAY.fullmatch(text):
        return _A_DAY
    return None


def _fault_of_day(text: str, column: Column) -> Text | None:
    if column.holds is not Holds.DAY:
        return _A_DAY
    try:
        date.fromisoformat(text)
    except ValueError:
        return _A_TIME
    return None
