"""Photos and recordings as phones make them, positions included, for tests of what becomes of them."""

from __future__ import annotations

import zlib
from io import BytesIO
from struct import pack, pack_into

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PLACE = "+36.5020+113.3870/"
"""A position as recorders write it (ISO 6709)."""
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="36,30.12N"/></rdf:RDF></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)
GPS = {1: "N", 2: (36.0, 30.0, 7.2), 3: "E", 4: (113.0, 23.0, 13.2)}


def picture(width: int = 64, height: int = 32) -> Image.Image:
    """A picture whose left half is red, so that one sees how it is turned."""
    image = Image.new("RGB", (width, height), (40, 90, 160))
    image.paste((220, 30, 30), (0, 0, width // 2, height))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF with a position."""
    tags = Image.Exif()
    tags[0x0110] = "Demo Phone"
    tags[0x0112] = orientation
    tags.get_ifd(0x8825).update(GPS)
    return tags


def jpeg(orientation: int = 1, width: int = 64, height: int = 32) -> bytes:
    """A phone's photo, with a position in EXIF and in XMP, and a comment."""
    made = BytesIO()
    picture(width, height).save(
        made, "JPEG", quality=95, exif=exif(orientation), xmp=XMP, comment=PLACE.encode()
    )
    return made.getvalue()


def detailed(width: int, height: int) -> Image.Image:
    """A picture that compresses badly, as grass and gravel do."""
    noise = Image.effect_noise((width, height), 90)
    return Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))


def detailed_jpeg(width: int, height: int) -> bytes:
    """A photo of grass and gravel."""
    made = BytesIO()
    detailed(width, height).save(made, "JPEG", quality=90)
    return made.getvalue()


def png() -> bytes:
    """A screenshot with a position in eXIf, tEXt, iTXt and zTXt."""
    notes = PngInfo()
    notes.add_text("Location", PLACE)
    notes.add_text("Place", PLACE, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = BytesIO()
    picture().save(made, "PNG", pnginfo=notes, exif=exif())
    return made.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG, with its checksum."""
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is large and is tiny."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(1000)))
        + png_chunk(b"IEND", b"")
    )


def box(kind: bytes, *bodies: bytes) -> bytes:
    """A box of an MPEG-4 file."""
    body = b"".join(bodies)
    return pack(">I4s", 8 + len(body), kind) + body


def m4a(seconds: int = 2, handler: bytes = b"soun", extra_track: bytes = b"") -> bytes:
    """A recording of a phone, with its place where Apple, Android and XMP put it."""
    place = PLACE.encode()
    data = b"\x21\x10\x05" * 50
    decoder = b"\x04\x11\x40\x15" + bytes(3) + pack(">II", 16000, 16000) + b"\x05\x02\x15\x88"
    stream = bytes(4) + b"\x03\x19\x00\x01\x00" + decoder + b"\x06\x01\x02"
    stsd_entry = box(
        b"mp4a",
        bytes(6) + pack(">H", 1) + bytes(8) + pack(">HHHHI", 1, 16, 0, 0, 8000 << 16),
        box(b"esds", stream),
    )
    table = box(
        b"stbl",
        box(b"stsd", bytes(4), pack(">I", 1), stsd_entry),
        box(b"stts", bytes(8)),
        box(b"stsc", bytes(8)),
        box(b"stsz", bytes(12)),
        box(b"stco", bytes(8)),
    )
    track = box(
        b"trak",
        box(b"tkhd", bytes(84)),
        box(
            b"mdia",
            box(b"mdhd", bytes(12), pack(">II", 1000, seconds * 1000), bytes(4)),
            box(b"hdlr", bytes(8), handler, bytes(13)),
            box(b"minf", box(b"smhd", bytes(8)), box(b"dinf", bytes(8)), table),
        ),
        box(b"udta", box(b"\xa9xyz", place)),
    )
    moov = box(
        b"moov",
        box(b"mvhd", bytes(12), pack(">II", 1000, seconds * 1000), bytes(80)),
        track,
        extra_track,
        box(b"udta", box(b"\xa9xyz", place), box(b"loci", bytes(4), place)),
        box(
            b"meta",
            bytes(4),
            box(b"keys", b"com.apple.quicktime.location.ISO6709"),
            box(b"ilst", place),
        ),
    )
    return (
        box(b"ftyp", b"M4A \x00\x00\x00\x00")
        + moov
        + box(b"uuid", bytes(16), XMP)
        + box(b"free", place)
        + box(b"mdat", data)
    )


def fragmented_m4a(seconds: int = 3, *, in_moov: int = 0, track: int = 1) -> bytes:
    """A recording of a browser: an empty `moov`, then a fragment a second, with its place wherever there is room for one.

    With `in_moov` the first seconds stand in one piece before the fragments, as some phones write.
    """
    whole = m4a(in_moov)
    moov_at = whole.index(b"moov") - 4
    size = int.from_bytes(whole[moov_at : moov_at + 4], "big")
    moov = bytearray(whole[moov_at : moov_at + size])
    tkhd = moov.index(b"tkhd") + 4
    pack_into(">I", moov, tkhd + 12, 1)
    if in_moov:
        old, new = box(b"stts", bytes(8)), box(b"stts", bytes(4), pack(">III", 1, in_moov, 1000))
        moov = _grown(moov, old, new)
    trex = box(b"trex", bytes(4), pack(">IIIII", 1, 1, 0, 0, 0))
    moov += box(b"mvex", box(b"mehd", bytes(8)), trex)
    pack_into(">I", moov, 0, len(moov))
    made = box(b"ftyp", b"iso5\x00\x00\x00\x00") + bytes(moov)
    made += box(b"mdat", b"\x21\x10\x05" * 50 * in_moov)
    for number in range(seconds - in_moov):
        runs = pack(">IIi", 0x301, 2, 0) + pack(">II", 400, 75) + pack(">II", 600, 75)
        made += box(
            b"moof",
            box(b"mfhd", bytes(4), pack(">I", number + 1)),
            box(b"traf", box(b"tfhd", pack(">II", 0x020000, track)), box(b"trun", runs)),
            box(b"udta", box(b"\xa9xyz", PLACE.encode())),
        )
        made += box(b"mdat", b"\x21\x10\x05" * 50)
    return made


def _grown(moov: bytearray, old: bytes, new: bytes) -> bytearray:
    """Put a box in place of another one, and let those around it know how large they are."""
    at, more = moov.index(old), len(new) - len(old)
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        size_at = moov.index(kind) - 4
        pack_into(">I", moov, size_at, int.from_bytes(moov[size_at : size_at + 4], "big") + more)
    return moov[:at] + new + moov[at + len(old) :]


def mp3(frames: int = 40) -> bytes:
    """Frames of 26 ms with tags that hold a place in front and behind."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    note = b"TXXX" + pack(">I", len(PLACE) + 1) + bytes(2) + b"\x00" + PLACE.encode()
    size = len(note)
    id3 = (
        b"ID3\x03\x00\x00"
        + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
        + note
    )
    ape = b"APETAGEX" + bytes(24) + PLACE.encode()
    id3v1 = b"TAG" + PLACE.encode().ljust(125, b"\x00")
    return id3 + frame * frames + ape + id3v1


def wav(seconds: int = 1) -> bytes:
    """A recording with a place in LIST/INFO and in id3, and bytes behind the RIFF."""
    place = PLACE.encode()
    info = b"INFO" + b"ICMT" + pack("<I", len(place)) + place

    def chunk(kind: bytes, body: bytes) -> bytes:
        return kind + pack("<I", len(body)) + body + bytes(len(body) % 2)

    body = (
        b"WAVE"
        + chunk(b"fmt ", pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))
        + chunk(b"LIST", info)
        + chunk(b"data", bytes(16000 * seconds))
        + chunk(b"id3 ", b"ID3" + place)
    )
    return b"RIFF" + pack("<I", len(body)) + body + place


def piped_wav(size: int, seconds: int = 2, riff: int | None = None) -> bytes:
    """A recording from a pipe: whoever wrote it did not know its length and left `size` where it stands."""
    form = b"fmt " + pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    data = b"data" + pack("<I", size) + bytes(16000 * seconds)
    return b"RIFF" + pack("<I", size if riff is None else riff) + b"WAVE" + form + data


def jpeg_of_scans(number: int) -> bytes:
    """A progressive JPEG whose last scan stands there again and again."""
    made = BytesIO()
    picture().save(made, "JPEG", progressive=True)
    content = made.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * number + content[-2:]


def amr(frames: int = 50) -> bytes:
    """Frames of 12.2 kbit/s, 20 ms each."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def ogg(seconds: int = 1, comment_bytes: int = 0, *, stopped: bool = False) -> bytes:
    """Opus with a place among its comments; with many `comment_bytes` they go over several pages.

    Of a recorder that was `stopped` there is a page for each second and none that says it is the last.
    """
    note = f"LOCATION={PLACE}".encode() + b" " * comment_bytes
    vendor = b"recorder"
    tags = b"OpusTags" + pack("<I", len(vendor)) + vendor + pack("<II", 1, len(note)) + note
    head = b"OpusHead" + pack("<BBHIHB", 1, 1, 312, 48000, 0, 0)
    pages = [_page(0, 2, 0, head, done=True)]
    while len(tags) > 255 * 255:
        pages.append(_page(len(pages), 0, 0, tags[: 255 * 255], done=False))
        tags = tags[255 * 255 :]
    pages.append(_page(len(pages), 0, 0, tags, done=True))
    if stopped:
        for second in range(1, seconds + 1):
            pages.append(_page(len(pages), 0, 48000 * second + 312, bytes(100), done=True))
        return b"".join(pages)
    pages.append(_page(len(pages), 4, 48000 * seconds + 312, bytes(100), done=True))
    return b"".join(pages)


def _page(number: int, flags: int, granule: int, body: bytes, *, done: bool) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + ([len(body) % 255] if done else []))
    page = bytearray(
        b"OggS"
        + pack("<BBqIII", 0, flags, granule, 77, number, 0)
        + bytes([len(lacing)])
        + lacing
        + body
    )
    pack_into("<I", page, 22, ogg_checksum(bytes(page)))
    return bytes(page)


def ogg_checksum(page: bytes) -> int:
    """Ogg's checksum bit by bit, as RFC 3533 words it."""
    checksum = 0
    for byte in page:
        checksum ^= byte << 24
        for _ in range(8):
            carry = checksum & 0x80000000
            checksum = checksum << 1 & 0xFFFFFFFF
            if carry:
                checksum ^= 0x04C11DB7
    return checksum
