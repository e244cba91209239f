"""AMR and AMR-WB: a magic number and frames of 20 ms (RFC 4867 section 5); the format has no room for tags.

No library at hand reads it, and every byte is accounted for by the frame sizes of the standard.
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.media.rules.refusals import Refusal, Refused

_FRAME_SECONDS = 0.02
# Bytes behind the frame's header, by frame type: speech, comfort noise, and (15; wide band also 14) nothing to say.
_NARROW = dict(enumerate((12, 13, 15, 17, 19, 20, 26, 31, 5))) | {15: 0}
_WIDE = dict(enumerate((17, 23, 32, 36, 40, 46, 50, 58, 60, 5))) | {14: 0, 15: 0}
_MAGIC = {b"#!AMR-WB\n": _WIDE, b"#!AMR\n": _NARROW}
# Of a frame's header these bits are always 0.
_UNUSED_BITS = 0b1000_0011


def rewrite(content: bytes) -> bytes:
    """Return the recording's whole frames; a last one that was cut off is left out, as a recorder that is stopped leaves one.

    Raises
    ------
    Refused
        It holds anything but frames.
    """
    return content[: _frames(content).end]


def seconds(content: bytes) -> float:
    """Return how long a recording lasts."""
    return _frames(content).number * _FRAME_SECONDS


class _Frames(NamedTuple):
    number: int
    end: int


def _frames(content: bytes) -> _Frames:
    magic = next((magic for magic in _MAGIC if content.startswith(magic)), None)
    if magic is None:
        # Several channels, or another format by nearly the same name.
        raise Refused(Refusal.UNSUPPORTED)
    at, number = len(magic), 0
    while at < len(content):
        header = content[at]
        size = _MAGIC[magic].get(header >> 3 & 15)
        if size is None or header & _UNUSED_BITS:
            raise Refused(Refusal.DAMAGED)
        if at + 1 + size > len(content):
            break
        at += 1 + size
        number += 1
    if not number:
        raise Refused(Refusal.DAMAGED)
    return _Frames(number, at)
