"""The voter's side of a secret ballot: hide its number, have that signed, unhide (RFC 9474, RSABSSA-SHA384-PSS-Randomized)."""

from __future__ import annotations

import secrets
from hashlib import sha384
from typing import Any, NamedTuple

from assembly.rules import blind


class Envelope(NamedTuple):
    """What the voter keeps: the ballot's number, and the factor it is hidden under."""

    n: int
    serial: str
    inverse: int
    blinded: str

    def unhide(self, signed: str) -> dict[str, str]:
        """Return the number with its signature, as it is cast."""
        signature = int(signed, 16) * self.inverse % self.n
        message = bytes.fromhex(self.serial)
        assert blind.verify(self.n, message, signature)
        return {"serial": self.serial, "signature": f"{signature:x}"}


def hide(public_key: dict[str, Any]) -> Envelope:
    """Make a ballot and hide its number."""
    n, exponent = int(public_key["n"], 16), int(public_key["e"])
    message = secrets.token_bytes(blind.PREFIX_BYTES) + secrets.token_bytes(32)
    encoded = int.from_bytes(encode(message, n.bit_length() - 1))
    factor = secrets.randbelow(n - 2) + 2
    blinded = encoded * pow(factor, exponent, n) % n
    return Envelope(n, message.hex(), pow(factor, -1, n), f"{blinded:x}")


def encode(message: bytes, bits: int) -> bytes:
    """Return the PSS block of a message (RFC 8017 section 9.1.1)."""
    size, salt = -(-bits // 8), secrets.token_bytes(48)
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    data = bytes(size - 48 - 48 - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(data, blind.mask(digest, len(data)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"
