"""WAV: the format and the samples, in a RIFF of their own; `LIST`, `bext`, `id3`, `iXML` and whatever follows the RIFF stay behind."""

from __future__ import annotations

from struct import pack, unpack_from

from incidents.media.rules.refusals import Refusal, Refused

_KEPT = (b"fmt ", b"fact", b"data")
_LONGEST_FORMAT = 40
_UNKNOWN = 0x7FFFF000
"""Sizes from here on are those of nobody's file: who writes one does not know it."""


def rewrite(content: bytes) -> bytes:
    """Return the recording with its samples alone.

    Who writes into a pipe cannot go back to say how much it was, and leaves 0 or the greatest number: then it is all that follows.

    Raises
    ------
    Refused
        It is cut off, or is no sound.
    """
    if content[8:12] != b"WAVE":
        raise Refused(Refusal.WRONG_TYPE)
    (announced,) = unpack_from("<I", content, 4)
    is_piped = announced == 0 or announced >= _UNKNOWN
    end = len(content) if is_piped else 8 + announced
    if end > len(content):
        raise Refused(Refusal.DAMAGED)
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= end:
        kind, size = unpack_from("<4sI", content, at)
        if kind == b"data" and (size >= _UNKNOWN or (size == 0 and is_piped)):
            size = _whole(end - at - 8, chunks.get(b"fmt ", b""))
            end = at + 8 + size
        body = content[at + 8 : at + 8 + size]
        if at + 8 + size > end:
            raise Refused(Refusal.DAMAGED)
        if kind in _KEPT:
            chunks.setdefault(kind, body)
        at += 8 + size + size % 2
    if len(chunks.get(b"fmt ", b"")) not in range(16, _LONGEST_FORMAT + 1) or b"data" not in chunks:
        raise Refused(Refusal.DAMAGED)
    chunks[b"fact"] = chunks.get(b"fact", b"")[:4]
    body = b"".join(_chunk(kind, chunks[kind]) for kind in _KEPT if chunks[kind])
    return b"RIFF" + pack("<I", 4 + len(body)) + b"WAVE" + body


def _whole(size: int, form: bytes) -> int:
    """Return the size without a last sample that was cut off."""
    (block,) = unpack_from("<H", form, 12)
    return size - size % max(1, block)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + pack("<I", len(body)) + body + bytes(len(body) % 2)
