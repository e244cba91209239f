"""Recognise an identity number again without keeping it: for contexts whose forms need one."""

from __future__ import annotations

from typing import NamedTuple

from kernel import clock


class KnownNumber(NamedTuple):
    """An identity number as it may be kept: its keyed hash, and what may be shown of it."""

    digest: str
    shown: str


def know_number(text: str) -> KnownNumber:
    """Return what may be kept of a resident identity number (个人信息保护法 Art. 6; GB 11643-1999).

    Raises
    ------
    InvalidFields
        It is none; the refusal is of `resident_id_number` and does not repeat it.
    TryAgain
        The key of the hash cannot be had now.
    """
    # Few forms need one: whoever asks the registry for a home does not load what checks and hashes numbers.
    from registry.rules.identity import checked_id_number, hash_of, masked_id_number
    from registry.store.secret import id_hash_key

    number = checked_id_number(text, clock.today())
    return KnownNumber(hash_of(number, id_hash_key()), masked_id_number(number))
