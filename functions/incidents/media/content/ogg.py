"""Ogg with Opus or Vorbis: the comment packet is emptied where it stands (RFC 3533, RFC 7845 section 5.2, Vorbis I section 5).

Its length stays, so the pages stay too; only the checksums of those it lies in are made anew. A recorder that was stopped leaves its last
page unfinished, and none that says it is the last: as players do, what came whole is taken, and its last page becomes the end of the stream
(RFC 3533 section 6, `eos`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from struct import pack_into, unpack_from
from typing import NamedTuple

from incidents.media.rules.refusals import Refusal, Refused

# By how the first packet begins: how the comment packet begins, and what follows an empty list of comments.
_CODECS = {b"OpusHead": (b"OpusTags", b""), b"\x01vorbis": (b"\x03vorbis", b"\x01")}
_MAGIC = b"OggS\x00"
_HEADER = 27
_CHECKSUM_AT = 22
_FLAGS_AT = 5
_BEGINS = 0x02
_ENDS = 0x04
_NO_PACKET_ENDS = -1


class _Page(NamedTuple):
    begin: int
    lacing: bytes
    serial: int
    flags: int
    granule: int

    @property
    def body(self) -> int:
        return self.begin + _HEADER + len(self.lacing)

    @property
    def end(self) -> int:
        return self.body + sum(self.lacing)


def rewrite(content: bytes) -> bytes:
    """Return the recording with no comment in it.

    Raises
    ------
    Refused
        It is cut off before any sound came whole, or holds anything else than one stream of Opus or Vorbis.
    """
    pages = _whole_pages(content)
    # A second stream beside or behind the first would have comments of its own.
    if len({page.serial for page in pages}) != 1 or any(page.flags & _BEGINS for page in pages[1:]):
        raise Refused(Refusal.UNSUPPORTED)
    head = content[pages[0].body : pages[0].end]
    codec = next((codec for codec in _CODECS if head.startswith(codec)), None)
    if codec is None or len(pages[0].lacing) != 1 or pages[0].lacing[0] == 255:
        raise Refused(Refusal.UNSUPPORTED)
    magic, framing = _CODECS[codec]
    places = _second_packet(pages)
    comments = b"".join(content[begin:end] for begin, end, _ in places)
    if not comments.startswith(magic):
        raise Refused(Refusal.DAMAGED)
    if pages[-1] is places[-1][2]:
        # Nothing but what comes before the sound.
        raise Refused(Refusal.DAMAGED)
    written = bytearray(content[: pages[-1].end])
    blank = _emptied(comments, magic, framing)
    for begin, end, page in places:
        written[begin:end] = blank[: end - begin]
        blank = blank[end - begin :]
        _sum_up(written, page)
    if not pages[-1].flags & _ENDS:
        written[pages[-1].begin + _FLAGS_AT] |= _ENDS
        _sum_up(written, pages[-1])
    return bytes(written)


def _whole_pages(content: bytes) -> list[_Page]:
    """Return the pages up to the last on which a packet ends; what a stopped recorder left behind it is dropped."""
    pages = list(_pages(content))
    while pages and pages[-1].granule == _NO_PACKET_ENDS:
        pages.pop()
    if not pages:
        raise Refused(Refusal.DAMAGED)
    return pages


def _pages(content: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(content):
        begins = content[at : at + len(_MAGIC)]
        if not _MAGIC.startswith(begins):
            raise Refused(Refusal.DAMAGED)
        if at + _HEADER > len(content):
            return
        flags, granule, serial = unpack_from("<BqI", content, at + _FLAGS_AT)
        segments = content[at + 26]
        lacing = content[at + _HEADER : at + _HEADER + segments]
        page = _Page(at, lacing, serial, flags, granule)
        if len(lacing) != segments or page.end > len(content):
            return
        yield page
        at = page.end


def _second_packet(pages: list[_Page]) -> list[tuple[int, int, _Page]]:
    """Return the parts of the second packet, which begins on the second page: from, to, and on which page."""
    parts: list[tuple[int, int, _Page]] = []
    for page in pages[1:]:
        length = 0
        for lace in page.lacing:
            length += lace
            if lace < 255:
                parts.append((page.body, page.body + length, page))
                return parts
        parts.append((page.body, page.body + length, page))
    raise Refused(Refusal.DAMAGED)


def _emptied(comments: bytes, magic: bytes, framing: bytes) -> bytes:
    vendor_at = len(magic) + 4
    (vendor,) = unpack_from("<I", comments, len(magic))
    if vendor_at + vendor + 4 > len(comments):
        raise Refused(Refusal.DAMAGED)
    # The vendor's name is free text like any other; the number of comments behind it is 0.
    empty = magic + bytes(4) + bytes(4) + framing
    if len(empty) > len(comments):
        raise Refused(Refusal.DAMAGED)
    return empty + bytes(len(comments) - len(empty))


def _sum_up(written: bytearray, page: _Page) -> None:
    pack_into("<I", written, page.begin + _CHECKSUM_AT, 0)
    checksum, table = 0, _table()
    for byte in written[page.begin : page.end]:
        checksum = (checksum << 8 & 0xFFFFFFFF) ^ table[checksum >> 24 ^ byte]
    pack_into("<I", written, page.begin + _CHECKSUM_AT, checksum)


@cache
def _table() -> tuple[int, ...]:
    """Return the table of Ogg's checksum: CRC-32 with the generator 0x04C11DB7, not reflected."""
    table: list[int] = []
    for number in range(256):
        rest = number << 24
        for _ in range(8):
            rest = (rest << 1 & 0xFFFFFFFF) ^ (0x04C11DB7 if rest & 0x80000000 else 0)
        table.append(rest)
    return tuple(table)
