"""MPEG-4 audio (m4a): every box that is not needed to play one sound track is blanked where it stands (ISO/IEC 14496-12).

Positions live in `moov/udta/©xyz`, `moov/udta/loci`, `moov/meta` with keys, `uuid` boxes with XMP, and tracks of timed metadata; a list of
what may stay needs to know none of them. Blanked boxes become `free` boxes of the same size, so that no offset changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from incidents.media.rules.refusals import Refusal, Refused

_MAY_STAY: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat"}),
    b"moov": frozenset({b"mvhd", b"trak"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"smhd", b"dinf", b"stbl"}),
    b"stbl": frozenset({b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp"}),
}
_CODECS = frozenset({b"mp4a", b"alac", b"samr", b"sawb"})


class _Box(NamedTuple):
    kind: bytes
    begin: int
    body: int
    end: int


def rewrite(content: bytes) -> bytes:
    """Return the recording with everything but its one sound track blanked.

    Raises
    ------
    Refused
        It is cut off, or holds anything else than one track of sound.
    """
    written = bytearray(content)
    top = list(_boxes(content, 0, len(content)))
    if [box.kind for box in top].count(b"moov") != 1 or b"mdat" not in {box.kind for box in top}:
        raise Refused(Refusal.DAMAGED)
    _blank(content, written, b"", top)
    moov = next(box for box in top if box.kind == b"moov")
    tracks = [box for box in _inside(content, moov) if box.kind == b"trak"]
    if len(tracks) != 1 or not _is_sound(content, tracks[0]):
        raise Refused(Refusal.UNSUPPORTED)
    return bytes(written)


def _blank(content: bytes, written: bytearray, parent: bytes, boxes: list[_Box]) -> None:
    for box in boxes:
        if box.kind not in _MAY_STAY[parent]:
            written[box.begin + 4 : box.begin + 8] = b"free"
            written[box.body : box.end] = bytes(box.end - box.body)
        elif box.kind in _MAY_STAY:
            _blank(content, written, box.kind, list(_inside(content, box)))


def _is_sound(content: bytes, track: _Box) -> bool:
    media = _only(content, track, b"mdia")
    handler = _only(content, media, b"hdlr")
    table = _only(content, _only(content, media, b"minf"), b"stbl")
    kinds = _only(content, table, b"stsd")
    # Version and flags, then the number of descriptions, then the first one's size and codec.
    (number,) = unpack_from(">I", content, kinds.body + 4)
    codec = content[kinds.body + 12 : kinds.body + 16]
    return (
        content[handler.body + 8 : handler.body + 12] == b"soun"
        and number == 1
        and codec in _CODECS
    )


def _only(content: bytes, parent: _Box, kind: bytes) -> _Box:
    found = [box for box in _inside(content, parent) if box.kind == kind]
    if len(found) != 1:
        raise Refused(Refusal.DAMAGED)
    return found[0]


def _inside(content: bytes, box: _Box) -> Iterator[_Box]:
    return _boxes(content, box.body, box.end)


def _boxes(content: bytes, begin: int, end: int) -> Iterator[_Box]:
    while begin < end:
        if end - begin < 8:
            raise Refused(Refusal.DAMAGED)
        size, kind = unpack_from(">I4s", content, begin)
        body = begin + 8
        if size == 1:
            (size,) = unpack_from(">Q", content, body)
            body += 8
        elif size == 0:
            size = end - begin
        if begin + size > end or begin + size < body:
            raise Refused(Refusal.DAMAGED)
        yield _Box(kind, begin, body, begin + size)
        begin += size
