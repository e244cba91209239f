"""Personal data: identity numbers are checked, hashed and masked; phones are masked.

个人信息保护法 articles 6 and 19 (no more than needed), DOMAIN 7: an identity number is never stored,
shown or logged; what is kept is a keyed hash, to recognise it again, and its masked tail.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text

_EARLIEST_BIRTH_YEAR = 1900
_SHOWN_DIGITS = 4


class IdNumberTaken(Conflict):
    """Another resident has this identity number."""

    slug = "id-number-taken"
    said = Text("该身份证号已登记给另一位居民。", "Another resident has this identity number.")


def checked_id_number(text: str, today: date) -> str:
    """Return a resident identity number in its one written form (18 characters, capital X).

    GB 11643-1999: place, date of birth, order, and an ISO 7064 MOD 11-2 check character; the date
    must be a day that was. The refusal does not repeat the number.

    Raises
    ------
    InvalidFields
        It is none.
    """
    # Only this needs it: no other request should pay for the import.
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    try:
        number: str = ric.validate("".join(text.split()))
        born = ric.get_birth_date(number)
    except ValidationError as fault:
        raise _not_an_id_number() from fault
    if not date(_EARLIEST_BIRTH_YEAR, 1, 1) <= born <= today:
        raise _not_an_id_number()
    return number


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
