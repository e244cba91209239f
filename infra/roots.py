"""Root certificates as a directory that OpenSSL looks up by subject, instead of one file that it reads whole.

A function trusts some 130 roots and meets one or two of them. Reading them all at its first call costs a fifth of a bare client's start;
a directory is read where somebody asks. Its names are those of `openssl rehash`: the hash of the subject in its canonical form
(X509_NAME_hash), a dot, and a number for each of the same hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----\n(.*?)-----END CERTIFICATE-----\n?", re.DOTALL)
_SEQUENCE, _SET, _UTF8 = 0x30, 0x31, 0x0C
_VERSION = 0xA0
_CODED_AS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1A: "ascii"}
"""Strings that count as the same whatever they are encoded as, by their tags; BMP and universal strings besides."""
_WIDE = {0x1E: "utf-16-be", 0x1C: "utf-32-be"}


def write_hashed(pem: Path, folder: Path) -> int:
    """Write every certificate of a file into a folder under the name OpenSSL looks for; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    seen: Counter[str] = Counter()
    for found in _PEM.finditer(pem.read_text(encoding="utf-8")):
        name = subject_hash(base64.b64decode(found[1]))
        (folder / f"{name}.{seen[name]}").write_text(found[0], encoding="ascii")
        seen[name] += 1
    return seen.total()


def subject_hash(der: bytes) -> str:
    """Return the hash of a certificate's subject, eight digits."""
    ((_, certificate),) = _parts(der)
    (_, signed), *_ = _parts(certificate)
    fields = [part for part in _parts(signed) if part[0] != _VERSION]
    # Serial number, algorithm, issuer, validity, subject.
    subject = fields[4][1]
    canonical = b"".join(_wrapped(_SET, _canonical(names)) for _, names in _parts(subject))
    digest = hashlib.sha1(canonical, usedforsecurity=False).digest()
    return digest[3::-1].hex()


def _canonical(names: bytes) -> bytes:
    """Names of one level with their texts in UTF-8, lower case, and single spaces."""
    written = b""
    for _, pair in _parts(names):
        (kind, oid), (tag, value) = _parts(pair)
        coded = _CODED_AS.get(tag) or _WIDE.get(tag)
        if coded:
            text = re.sub(r"[ \t\n\v\f\r]+", " ", value.decode(coded)).strip(" ")
            lowered = "".join(one.lower() if one.isascii() else one for one in text)
            tag, value = _UTF8, lowered.encode()
        written += _wrapped(_SEQUENCE, _wrapped(kind, oid) + _wrapped(tag, value))
    return written


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element, in order (DER)."""
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at : at + size], "big"), at + size
        yield tag, der[at : at + length]
        at += length


def _wrapped(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content
