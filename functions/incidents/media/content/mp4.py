"""MPEG-4 audio (m4a): every box that is not needed to play one sound track is blanked where it stands (ISO/IEC 14496-12).

Positions live in `moov/udta/©xyz`, `moov/udta/loci`, `moov/meta` with keys, `uuid` boxes with XMP, and tracks of timed metadata; a list of
what may stay needs to know none of them. Blanked boxes become `free` boxes of the same size, so that no offset changes.

Browsers (MediaRecorder) and some phones write fragments: sound that `moov` knows nothing of follows it, a `moof` and an `mdat` at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from incidents.media.rules.refusals import Refusal, Refused

_MAY_STAY: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"moof", b"mdat"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"mvex": frozenset({b"mehd", b"trex"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset({b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"smhd", b"dinf", b"stbl"}),
    b"stbl": frozenset({b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp"}),
}
_CODECS = frozenset({b"mp4a", b"alac", b"samr", b"sawb"})

# What a run of samples says of each.
_DURATION, _SIZE = 0x100, 0x200


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


def seconds(content: bytes) -> float | None:
    """Return how long a recording in fragments lasts; None for one in one piece, of which `moov` tells.

    Raises
    ------
    Refused
        Sound that it announces is not there, or is another track's.
    """
    top = list(_boxes(content, 0, len(content)))
    moov = next(box for box in top if box.kind == b"moov")
    fragments = [
        part
        for box in top
        if box.kind == b"moof"
        for part in _inside(content, box)
        if part.kind == b"traf"
    ]
    extends = [box for box in _inside(content, moov) if box.kind == b"mvex"]
    if not fragments and not extends:
        return None
    track = _only(content, moov, b"trak")
    scale, whole = _before_fragments(content, track)
    defaults = _only(content, _only_of(extends), b"trex")
    header = _only(content, track, b"tkhd")
    number = _number(content, header.body + (20 if content[header.body] else 12))
    room = sum(box.end - box.body for box in top if box.kind == b"mdat")
    for fragment in fragments:
        runs = list(_runs(content, fragment, defaults, number))
        whole = _Sound(
            whole.duration + sum(run.duration for run in runs),
            whole.size + sum(run.size for run in runs),
        )
    if whole.size > room or not whole.duration:
        raise Refused(Refusal.DAMAGED)
    return whole.duration / scale


class _Sound(NamedTuple):
    duration: int
    size: int


def _before_fragments(content: bytes, track: _Box) -> tuple[int, _Sound]:
    """Return how many units a second has, and the sound that `moov` itself tells of."""
    media = _only(content, track, b"mdia")
    times = _only(content, media, b"mdhd")
    scale = _number(content, times.body + (20 if content[times.body] else 12))
    table = _only(content, _only(content, media, b"minf"), b"stbl")
    stts = _only(content, table, b"stts")
    pairs = [
        unpack_from(">II", content, stts.body + 8 + 8 * at)
        for at in range(_number(content, stts.body + 4))
    ]
    stsz = _only(content, table, b"stsz")
    each, number = unpack_from(">II", content, stsz.body + 4)
    sizes = each * number or sum(_number(content, stsz.body + 12 + 4 * at) for at in range(number))
    return scale, _Sound(sum(samples * lasts for samples, lasts in pairs), sizes)


def _runs(content: bytes, fragment: _Box, defaults: _Box, track: int) -> Iterator[_Sound]:
    header = _only(content, fragment, b"tfhd")
    flags = _number(content, header.body)
    if _number(content, header.body + 4) != track:
        raise Refused(Refusal.UNSUPPORTED)
    at = header.body + 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    duration, size = unpack_from(">II", content, defaults.body + 12)
    if flags & 0x8:
        duration, at = _number(content, at), at + 4
    if flags & 0x10:
        size = _number(content, at)
    for run in _inside(content, fragment):
        if run.kind == b"trun":
            yield _run(content, run, _Sound(duration, size))


def _run(content: bytes, run: _Box, default: _Sound) -> _Sound:
    flags, samples = unpack_from(">II", content, run.body)
    at = run.body + 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    columns = [bit for bit in (_DURATION, _SIZE, 0x400, 0x800) if flags & bit]
    step = 4 * len(columns)
    if at + step * samples > run.end:
        raise Refused(Refusal.DAMAGED)

    def total(column: int, each: int) -> int:
        if column not in columns:
            return each * samples
        begin = at + 4 * columns.index(column)
        return sum(_number(content, begin + step * sample) for sample in range(samples))

    return _Sound(total(_DURATION, default.duration), total(_SIZE, default.size))


def _number(content: bytes, at: int) -> int:
    return int(unpack_from(">I", content, at)[0])


def _only_of(found: list[_Box]) -> _Box:
    if len(found) != 1:
        raise Refused(Refusal.DAMAGED)
    return found[0]


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
    return _only_of([box for box in _inside(content, parent) if box.kind == kind])


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
