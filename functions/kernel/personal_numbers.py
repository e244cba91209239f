"""Numbers of persons in a text: one way to find them and one to mask them (DOMAIN 19, last row).

Width and invisible characters are folded, Chinese numerals read as digits, blanks, hyphens, dots, brackets and the like between digits are
passed over; what remains is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kernel.characters import is_unseen

_SEPARATORS = frozenset("-‐‑‒–—―−－_.·•・/()（）[]【】~～∼*＊×#＃|｜+＋=＝")
_NUMERALS = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    "幺": "1",
    "两": "2",
    "貳": "2",
    "叄": "3",
    "陸": "6",
}
_MOST_SEPARATORS = 3
_MASKED_FROM = 7
"""A telephone number without its area code has seven digits; shorter ones name no person."""
_LONGEST = 19
_PREFIX = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0[1-9]\d{1,2}\d{7,8}")
_CARD = re.compile(r"\d{16,19}")


class _Number(NamedTuple):
    """Digits that belong together, as they stand from `first` up to, not including, `end`."""

    digits: str
    first: int
    end: int
    groups: tuple[int, ...]
    in_words: bool
    """Whether some of them are Chinese numerals, which stand side by side in years and idioms too."""


def holds_personal_number(text: str) -> bool:
    """Tell whether a text carries a resident identity number (18 or 15), a telephone or a bank card number."""
    return any(_is_personal(number) for number in _read_either_way(text))


def holds_resident_number(text: str) -> bool:
    """Tell whether a text carries a resident identity number (18 or 15)."""
    return any(_is_resident(number.digits) for number in _read_either_way(text))


def masked(text: str) -> str:
    """Return a text whose long numbers, seven digits and more, are masked but for their ends: `138****78`; days stay."""
    for numerals in (False, True):
        text = _masked(text, numerals=numerals)
    return text


def _masked(text: str, *, numerals: bool) -> str:
    pieces: list[str] = []
    upto = 0
    for number in _numbers(text, numerals=numerals):
        is_harmless = number.in_words or _is_day(number)
        if len(number.digits) >= _MASKED_FROM and (not is_harmless or _is_personal(number)):
            pieces += [text[upto : number.first], f"{number.digits[:3]}****{number.digits[-2:]}"]
            upto = number.end
    return "".join([*pieces, text[upto:]])


def _read_either_way(text: str) -> Iterator[_Number]:
    """Give the numbers of a text read without its Chinese numerals, and with them: 张三13800138000 has a name that ends in one."""
    yield from _numbers(text, numerals=False)
    yield from _numbers(text, numerals=True)


def _numbers(text: str, *, numerals: bool) -> Iterator[_Number]:
    digits, groups, in_words = "", [0], False
    first = end = apart = 0
    for place, character in enumerate(text):
        is_word = character in _NUMERALS
        digit = _NUMERALS.get(character, "") * numerals or _digit(character, len(digits))
        if digit:
            if not digits:
                first = place
            elif apart:
                groups.append(0)
            digits, end, apart = digits + digit, place + 1, 0
            groups[-1] += 1
            in_words = in_words or is_word
        elif digits and apart < _MOST_SEPARATORS and _may_be_within(character):
            apart += not _is_invisible(character)
        elif digits:
            yield _Number(digits, first, end, tuple(groups), in_words)
            digits, groups, apart, in_words = "", [0], 0, False
    if digits:
        yield _Number(digits, first, end, tuple(groups), in_words)


def _digit(character: str, before: int) -> str:
    """Return the digit a character is, `X` as the check character of an identity number; empty for any other."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKC", character)
    if plain in "xX" and before == 17:
        return "X"
    return plain if len(plain) == 1 and plain.isdecimal() else ""


def _may_be_within(character: str) -> bool:
    return character in _SEPARATORS or (is_unseen(character) and character not in "\n\r")


def _is_invisible(character: str) -> bool:
    return is_unseen(character) and not character.isspace()


def _is_personal(number: _Number) -> bool:
    digits = _PREFIX.sub("", number.digits)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return True
    if _is_resident(digits):
        return True
    in_fours = all(size == 4 for size in number.groups[:-1]) or len(number.groups) == 1
    return bool(_CARD.fullmatch(digits)) and in_fours and len(digits) <= _LONGEST


def _is_day(number: _Number) -> bool:
    """Tell whether a number is days as people write them, 2026-11-23, with hours behind them or not."""
    place, sizes = 0, list(number.groups)
    while sizes:
        size = sizes.pop(0)
        if size == 4 and len(sizes) >= 2:
            month, day = sizes.pop(0), sizes.pop(0)
            year, rest = number.digits[place : place + 4], number.digits[place + 4 :]
            if not _is_birthday(year + rest[:month].zfill(2) + rest[month:][:day].zfill(2)):
                return False
            place += month + day
        elif size > 2 or not place:
            return False
        place += size
    return True


def _is_resident(digits: str) -> bool:
    born = {18: digits[6:14], 15: "19" + digits[6:12]}.get(len(digits))
    return born is not None and _is_birthday(born)


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False
