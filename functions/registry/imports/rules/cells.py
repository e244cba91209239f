"""A cell of a file: the text in it, or why it cannot be trusted; a cell is never emptied and never altered."""

from __future__ import annotations

import re
from contextlib import suppress
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
_GARBLED = Text(
    "此单元格含有乱码（文件曾以错误的编码保存）；请以 UTF-8 重新导出，或重新填写。",
    "Garbled: the file was once saved in a wrong encoding; export it again as UTF-8, or type the cell again.",
)

_EXACT_DIGITS = 15  # spreadsheets keep fifteen
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LIKE_A_DAY = re.compile(
    r"\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月"
    rf"|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{1,2}}",
    re.IGNORECASE,
)
_LIKE_AN_ERROR = re.compile(r"#(?:N/A|[A-Z_]+[!?]|DIV/0!|GETTING_DATA)|#{3,}", re.IGNORECASE)
# What is left where a program could not read a character, and what two usual ways of that come to: UTF-8 read as GBK, memory never written.
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]|锟斤拷|烫烫烫|屯屯屯")


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
    if _LIKE_AN_ERROR.fullmatch(text):
        return Text(f"此单元格是错误值 {text}。", f"Holds the error {text}.")
    if _UNREADABLE.search(text) or _is_garbled(text):
        return _GARBLED
    if column.holds in (Holds.CODE, Holds.NUMBER) and _SCIENTIFIC.fullmatch(text):
        return _LOST_DIGITS
    if column.holds is Holds.CODE and _LIKE_A_DAY.fullmatch(text):
        return _A_DAY
    return None


def _is_garbled(text: str) -> bool:
    """Tell whether a text is Chinese in UTF-8 that a program took for Western letters and wrote down again."""
    if text.isascii():
        return False
    for western in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return not text.encode(western).decode("utf-8").isascii()
    return False


def _fault_of_day(text: str, column: Column) -> Text | None:
    if column.holds is not Holds.DAY:
        return _A_DAY
    try:
        date.fromisoformat(text)
    except ValueError:
        return _A_TIME
    return None
