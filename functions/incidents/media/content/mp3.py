"""MP3: the frames of sound, one after the other, and nothing before, between or behind them (ISO/IEC 11172-3, 13818-3, layer III).

ID3, APE and Lyrics3 tags, in front or behind, are simply not frames.
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.media.rules.refusals import Refusal, Refused

_KBITS_MPEG_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
# By the version bits of the header: MPEG 2.5, (reserved), MPEG 2, MPEG 1.
_HERTZ = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
_TAGS_BEHIND = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")
_FEWEST = 3


class _Frame(NamedTuple):
    version: int
    hertz: int
    size: int


def rewrite(content: bytes) -> bytes:
    """Return the frames alone; a last one that was cut off is left out, as a recorder that is stopped leaves one.

    Raises
    ------
    Refused
        There is something between the frames that is neither sound nor a known tag, or hardly any sound.
    """
    at = _behind_tags(content)
    first = _frame(content, at)
    frames: list[bytes] = []
    while first is not None and at < len(content):
        frame = _frame(content, at)
        if frame is None or (frame.version, frame.hertz) != (first.version, first.hertz):
            if content.startswith(_TAGS_BEHIND, at) or not any(content[at:]):
                break
            raise Refused(Refusal.DAMAGED)
        if at + frame.size > len(content):
            break
        frames.append(content[at : at + frame.size])
        at += frame.size
    if len(frames) < _FEWEST:
        raise Refused(Refusal.DAMAGED)
    return b"".join(frames)


def _behind_tags(content: bytes) -> int:
    at = 0
    while content.startswith(b"ID3", at):
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        has_footer = content[at + 5] & 0x10
        at += 10 + size + (10 if has_footer else 0)
    while at < len(content) and content[at] == 0:
        at += 1
    return at


def _frame(content: bytes, at: int) -> _Frame | None:
    if at + 4 > len(content):
        return None
    header = int.from_bytes(content[at : at + 4], "big")
    version, layer = header >> 19 & 3, header >> 17 & 3
    rate, hertz, padding = header >> 12 & 15, header >> 10 & 3, header >> 9 & 1
    if header >> 21 != 0x7FF or version == 1 or layer != 1 or rate in (0, 15) or hertz == 3:
        return None
    kbits = (_KBITS_MPEG_1 if version == 3 else _KBITS_MPEG_2)[rate]
    samples_in_bytes = 144 if version == 3 else 72
    rate_in_hertz = _HERTZ[version][hertz]
    return _Frame(
        version, rate_in_hertz, samples_in_bytes * kbits * 1000 // rate_in_hertz + padding
    )
