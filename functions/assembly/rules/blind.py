"""Blind signatures: an office signs a ballot without seeing it (RFC 9474, RSABSSA-SHA384-PSS-Randomized).

A voter hides the number of a ballot under a random factor, is signed the hidden number once, on the roll, and takes the factor away again.
What comes out carries the vote's signature and has nothing in common with what was signed, whoever compares the two and with whatever
means: the secrecy does not rest on a key. Only the office's two sides are here, making keys and signing, and checking; hiding and unhiding
is the client's (any implementation of the RFC will do, `tests/support/ballots.py` has one).

Nothing in the Lambda runtime signs raw RSA, and packing a library for it would break the size budget; the arithmetic is Python's `pow`,
and the tests hold it against the `cryptography` package and the RFC.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha384
from typing import NamedTuple

BITS = 2048
EXPONENT = 65537
_HASH_BYTES = 48
_SALT_BYTES = 48
PREFIX_BYTES = 32
_ROUNDS = 40
_SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


class PrivateKey(NamedTuple):
    """The key of one vote; it is taken out of the row when the vote closes."""

    n: int
    d: int


def new_key(bits: int = BITS) -> PrivateKey:
    """Return a fresh RSA key (about a second)."""
    while True:
        p, q = _prime(bits // 2), _prime(bits // 2)
        phi = (p - 1) * (q - 1)
        if p != q and phi % EXPONENT and (p * q).bit_length() == bits:
            return PrivateKey(p * q, pow(EXPONENT, -1, phi))


def sign(key: PrivateKey, blinded: int) -> int:
    """Sign what is hidden (RFC 9474 section 4.3).

    Raises
    ------
    ValueError
        `blinded` is no number below the modulus.
    """
    if not 0 < blinded < key.n:
        raise ValueError("not a blinded message of this key")
    # A factor of our own, so that the time it takes says nothing about the key.
    factor = secrets.randbelow(key.n - 2) + 2
    shaded = blinded * pow(factor, EXPONENT, key.n) % key.n
    signed = pow(shaded, key.d, key.n) * pow(factor, -1, key.n) % key.n
    if pow(signed, EXPONENT, key.n) != blinded:
        raise ArithmeticError("the signature does not come out")
    return signed


def verify(n: int, message: bytes, signature: int) -> bool:
    """Tell whether `signature` is that of `message` (EMSA-PSS, RFC 8017 section 9.1.2, SHA-384, salt of 48 bytes)."""
    if not 0 < signature < n:
        return False
    size = -(-(n.bit_length() - 1) // 8)
    encoded = pow(signature, EXPONENT, n)
    if encoded.bit_length() > 8 * size:
        return False
    block = encoded.to_bytes(size)
    masked, digest, trailer = block[: -_HASH_BYTES - 1], block[-_HASH_BYTES - 1 : -1], block[-1]
    spare = 8 * size - (n.bit_length() - 1)
    if trailer != 0xBC or masked[0] >> (8 - spare):
        return False
    data = bytearray(a ^ b for a, b in zip(masked, mask(digest, len(masked)), strict=True))
    data[0] &= 0xFF >> spare
    padding, salt = data[:-_SALT_BYTES], bytes(data[-_SALT_BYTES:])
    if any(padding[:-1]) or padding[-1] != 1:
        return False
    return hmac.compare_digest(pss_hash(message, salt), digest)


def mask(seed: bytes, length: int) -> bytes:
    """Return MGF1 with SHA-384 (RFC 8017 appendix B.2.1)."""
    made = b"".join(
        sha384(seed + counter.to_bytes(4)).digest() for counter in range(-(-length // _HASH_BYTES))
    )
    return made[:length]


def pss_hash(message: bytes, salt: bytes) -> bytes:
    """Return the hash inside a PSS block."""
    return sha384(bytes(8) + sha384(message).digest() + salt).digest()


def _prime(bits: int) -> int:
    while True:
        candidate = secrets.randbits(bits) | (0b11 << (bits - 2)) | 1
        if all(candidate % prime for prime in _SMALL_PRIMES) and _is_prime(candidate):
            return candidate


def _is_prime(number: int) -> bool:
    """Tell by Miller-Rabin whether a number is prime, wrong at most once in 2 ** 80."""
    rest, twos = number - 1, 0
    while not rest % 2:
        rest, twos = rest // 2, twos + 1
    for _ in range(_ROUNDS):
        power = pow(secrets.randbelow(number - 3) + 2, rest, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = pow(power, 2, number)
            if power == number - 1:
                break
        else:
            return False
    return True
