"""Personal data: identity numbers are checked, hashed and masked; phones are masked.

个人信息保护法 articles 6 and 19 (no more than needed), DOMAIN 7: an identity number is never stored,
shown or logged; what is kept is a keyed hash, to recognise it again, and its masked tail.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date

from stdnum.iso7064 import mod_11_2

from kernel.ages import Born
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text

_EARLIEST_BIRTH_YEAR = 1900
_SHOWN_DIGITS = 4
_FORM = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN_DIGITS = re.compile(r"[0-9]{15}")
_FOLDED = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")
_OF_15_DIGITS = Text(
    "这是已停用的15位旧号码，请填写18位公民身份号码。",
    "A number of 15 digits, not in use any more: give the one of 18 characters.",
)


class IdNumberTaken(Conflict):
    """Another resident has this identity number."""

    slug = "id-number-taken"
    said = Text("该身份证号已登记给另一位居民。", "Another resident has this identity number.")


def checked_id_number(text: str, today: date) -> str:
    """Return an identity number in its one written form (18 characters, capital X).

    GB 11643-1999: six digits of a place, the date of birth, three of order, and a check character by
    ISO 7064 MOD 11-2. Blanks, full-width forms and a small x are forgiven; the refusal does not repeat
    the number.

    The place is any six digits. That it was in the list of division codes is not asked: the first
    numbers were given out about 1984 under the codes of that day, to people born long before, and
    places are renamed and merged since (DOMAIN 19). Nor is the first digit: residence permits for
    people of Hong Kong, Macao and Taiwan (81 to 83) and the permanent residence card of foreigners (9)
    carry numbers of the same make.

    Parameters
    ----------
    today
        The county's day: nobody is born after it.

    Raises
    ------
    InvalidFields
        It is none, or one of the 15 digits that were given out until 1999 and ended in 2013.
    """
    number = "".join(text.split()).translate(_FOLDED)
    if _FIFTEEN_DIGITS.fullmatch(number):
        raise InvalidFields.one("resident_id_number", _OF_15_DIGITS)
    if not _FORM.fullmatch(number) or not mod_11_2.is_valid(number):
        raise _not_an_id_number()
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as fault:
        raise _not_an_id_number() from fault
    if not date(_EARLIEST_BIRTH_YEAR, 1, 1) <= born <= today:
        raise _not_an_id_number()
    return number


def born_of(number: str) -> Born:
    """Return the birthday a checked number carries."""
    return Born(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def hash_of(number: str, secret: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) under which a number is recognised again.

    Without the key all 10^18 numbers could be tried: a plain hash would be the number itself.
    """
    return hmac.new(secret, number.encode(), hashlib.sha256).hexdigest()


def masked_id_number(number: str) -> str:
    """Return what may be shown: the last four characters."""
    return "*" * (len(number) - _SHOWN_DIGITS) + number[-_SHOWN_DIGITS:]


def masked_phone(phone: str | None) -> str | None:
    """Return a phone as others see it: `138****0000`; short numbers show their last two digits."""
    if phone is None:
        return None
    if len(phone) >= 9:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * (len(phone) - 2) + phone[-2:]


def _not_an_id_number() -> InvalidFields:
    return InvalidFields.one(
        "resident_id_number",
        Text("不是有效的居民身份证号。", "Not a valid resident identity number."),
    )
