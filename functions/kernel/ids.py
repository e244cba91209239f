"""Identifiers: sortable ids for rows, case codes that people can read out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from stdnum.iso7064 import mod_37_36
from ulid import ULID, StrictMonotonicPolicy, ULIDGenerator

from kernel.clock import SHANGHAI

# Without I, L, O and U: nobody mistakes a letter for a digit when a case code is read out over the phone (Crockford base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


ID_PATTERN = "[0-9A-HJKMNP-TV-Z]{26}"
"""What an id of `new_id` looks like (Crockford base 32)."""


# Of its own: what else draws ULIDs by its own time (`ULID()`) would come between two ids of one millisecond.
_IDS = ULIDGenerator(policy=StrictMonotonicPolicy())


def new_id(at: datetime) -> str:
    """Return a new 26-character id; ids made later sort later, within a process also those of one millisecond."""
    return str(_IDS.generate(at))


def id_from(another: str, what_for: str) -> str:
    """Return the one id that follows from another for a purpose: of the same moment, and always the same."""
    drawn = int.from_bytes(hashlib.sha256(f"{what_for}:{another}".encode()).digest()[:10], "big")
    return str(ULID.from_int((int(ULID.from_str(another)) >> 80 << 80) | drawn))


def ids_between(start: datetime, end: datetime) -> tuple[str, str]:
    """Return the least and the greatest id `new_id` can have made from `start` up to, not including, `end`.

    Ids begin with the millisecond they were made in, so a period is a range of keys.
    """
    beyond = ULID.from_str(first_id(end))
    return first_id(start), str(ULID.from_int(int(beyond) - 1))


def first_id(at: datetime) -> str:
    """Return the least id of an instant's millisecond: every id made then or later sorts at or after it."""
    return str(ULID.from_int(int(at.timestamp() * 1000) << 80))


def made_at(made: str) -> datetime:
    """Return the instant an id of `new_id` was made for, to the millisecond."""
    return ULID.from_str(made).datetime


def begin_of_ids(at: datetime) -> str:
    """Return the ten characters that the ids of an instant's millisecond begin with; they sort as the instants do."""
    return first_id(at)[:10]


def moment_of(made_id: str) -> datetime:
    """Return the instant an id of `new_id` was made at."""
    return ULID.from_str(made_id).datetime


def new_case_code(county: str, at: datetime) -> str:
    """Return a new case code such as `140426-26-7KQ2M-9XD4V`.

    One case, one code, and the resident may look it up (DOMAIN 2.1, 一案一码). The code is county, year, nine random characters (45
    bits: not to be guessed) and a check character (ISO 7064 MOD 37,36), so that a slip of the pen finds nothing instead of somebody
    else's case.
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(9))
    year = at.astimezone(SHANGHAI).strftime("%y")
    check = mod_37_36.calc_check_digit(county + year + body)
    # I, L, O and U may come up as check characters and are then drawn again.
    if check not in _ALPHABET:
        return new_case_code(county, at)
    tail = body + check
    return f"{county}-{year}-{tail[:5]}-{tail[5:]}"


def tidy_case_code(text: str) -> str | None:
    """Return the case code a person meant, or None when the text cannot be one.

    Lower case, blanks, missing hyphens and the letters people confuse (O for 0, I and L for 1) are forgiven; a wrong check character
    is not.
    """
    compact = "".join(text.split()).replace("-", "").upper()
    compact = compact.translate(str.maketrans("OIL", "011"))
    if len(compact) != 18 or not compact[:8].isdecimal() or set(compact[8:]) - set(_ALPHABET):
        return None
    if not mod_37_36.is_valid(compact):
        return None
    return f"{compact[:6]}-{compact[6:8]}-{compact[8:13]}-{compact[13:]}"
