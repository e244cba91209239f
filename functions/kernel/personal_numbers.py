"""Numbers of persons in a text: one way to find them and one to mask them (DOMAIN 19, last row).

Width and invisible characters are folded, blanks, hyphens, dots and brackets between digits are passed over; what remains is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kernel.characters import is_unseen

_SEPARATORS = frozenset("-‐‑‒–—―−－_.·•・/()（）[]【】")
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


def holds_personal_number(text: str) -> bool:
    """Tell whether a text carries a resident identity number (18 or 15), a telephone or a bank card number."""
    return any(_is_personal(number) for number in _numbers(text))


def holds_resident_number(text: str) -> bool:
    """Tell whether a text carries a resident identity number (18 or 15)."""
    return any(_is_resident(number.digits) for number in _numbers(text))


def masked(text: str) -> str:
    """Return a text whose long numbers, seven digits and more, are masked but for their ends: `138****78`."""
    pieces: list[str] = []
    upto = 0
    for number in _numbers(text):
        if len(number.digits) >= _MASKED_FROM:
            pieces += [text[upto : number.first], f"{number.digits[:3]}****{number.digits[-2:]}"]
            upto = number.end
    return "".join([*pieces, text[upto:]])


def _numbers(text: str) -> Iterator[_Number]:
    digits, groups = "", [0]
    first = end = apart = 0
    for place, character in enumerate(text):
        digit = _digit(character, len(digits))
        if digit:
            if not digits:
                first = place
            elif apart:
                groups.append(0)
            digits, end, apart = digits + digit, place + 1, 0
            groups[-1] += 1
        elif digits and apart < _MOST_SEPARATORS and _may_be_within(character):
            apart += not _is_invisible(character)
        elif digits:
            yield _Number(digits, first, end, tuple(groups))
            digits, groups, apart = "", [0], 0
    if digits:
        yield _Number(digits, first, end, tuple(groups))


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


def _is_resident(digits: str) -> bool:
    born = {18: digits[6:14], 15: "19" + digits[6:12]}.get(len(digits))
    return born is not None and _is_birthday(born)


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False
