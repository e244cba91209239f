"""Photos: decoded under a bound on pixels, turned the right way up, and written anew from the pixels alone.

EXIF, XMP, IPTC, comments, colour profiles, embedded thumbnails and whatever a phone appends after the picture are gone, because they are
never written.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO

from PIL import Image

from incidents.media.rules.limits import Limits
from incidents.media.rules.media import Cleaned
from incidents.media.rules.refusals import Refusal, Refused

# Quality at which a second compression is not seen; what it is measured in is Pillow's own scale.
_QUALITIES = (88, 80, 70, 60, 50, 40, 30)
_PALETTES = (256, 64, 16)
# Looking for the best compression of more pixels would take longer than the checker has.
_SEARCHED = 4_000_000
_THUMBNAIL_QUALITIES = (75, 60, 45, 30)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_START, _FILL, _END_OF_IMAGE, _SCAN = b"\xff\xd8", 0xFF, 0xD9, 0xDA
# Markers without a length: a byte of data that looks like one, restarts, the start of a picture.
_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
# A phone's JPEG may hold further pictures after the first (MPO); the first is the photo.
_FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",)}


def clean(content: bytes, content_type: str, allowed: Limits) -> Cleaned:
    """Return a photo written anew.

    Raises
    ------
    Refused
        It cannot be decoded whole, or has too many pixels or passes over them; those two are told before anything is decoded.
    """
    if content_type == "image/jpeg" and _scans(content) > allowed.most_scans:
        raise Refused(Refusal.UNSUPPORTED)
    try:
        turned = _upright(_decoded(content, content_type, allowed.most_pixels))
    except Refused:
        raise
    except Image.DecompressionBombError as fault:
        raise Refused(Refusal.TOO_MANY_PIXELS) from fault
    except Exception as fault:
        # Decoders stumble over a damaged file in a dozen ways, and each of them is the file's fault.
        raise Refused(Refusal.DAMAGED) from fault
    plain = _plain(turned, content_type)
    written = _written(plain, content_type, len(content))
    small = _thumbnail(plain, allowed) if len(written) > allowed.thumbnail_bytes else None
    return Cleaned(written, turned.width, turned.height, thumbnail=small)


def _scans(content: bytes) -> int:
    """Count the passes over the pixels of a JPEG's first picture: each costs as much as decoding it once (ITU-T T.81, annex B)."""
    at, scans = len(_START), 0
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        marker = content[at + 1]
        if marker == _END_OF_IMAGE:
            break
        if marker == _FILL:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            scans += marker == _SCAN
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return scans


def _decoded(content: bytes, content_type: str, most_pixels: int) -> Image.Image:
    formats = _FORMATS[content_type]
    with warnings.catch_warnings():
        # Our own bound is the one that counts.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        if content_type == "image/png":
            # The checksum of every chunk; decoding alone passes over a damaged one behind the pixels.
            with _opened(content, formats, most_pixels) as whole:
                whole.verify()
        image = _opened(content, formats, most_pixels)
        image.load()
    return image


def _opened(content: bytes, formats: tuple[str, ...], most_pixels: int) -> Image.Image:
    image = Image.open(BytesIO(content), formats=formats[:1])
    if image.format not in formats:
        raise Refused(Refusal.WRONG_TYPE)
    if image.width * image.height > most_pixels:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    return image


def _upright(image: Image.Image) -> Image.Image:
    orientation = 1
    # A photo with unreadable EXIF is a photo all the same.
    with suppress(Exception):
        orientation = int(image.getexif().get(_ORIENTATION, 1))
    turn = _TURNS.get(orientation)
    return image.transpose(turn) if turn is not None else image


def _plain(image: Image.Image, content_type: str) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey come from scanners, not from phones.
        raise Refused(Refusal.UNSUPPORTED)
    see_through = content_type == "image/png" and image.has_transparency_data
    wanted = "RGBA" if see_through else "L" if image.mode in ("1", "L") else "RGB"
    plain = image if image.mode == wanted else image.convert(wanted)
    # What a format's writer takes over from the picture it was read from, comments above all.
    plain.info.clear()
    return plain


def _written(image: Image.Image, content_type: str, most: int) -> bytes:
    """Return a picture written anew, as good as it may be without becoming larger than what was sent."""
    written = b""
    for attempt in _attempts(image, content_type):
        written = attempt()
        if len(written) <= most:
            break
    return written


def _attempts(image: Image.Image, content_type: str) -> Iterator[Callable[[], bytes]]:
    if content_type == "image/png":
        yield lambda: _as_png(image)
        if image.width * image.height <= _SEARCHED:
            yield lambda: _as_png(image, optimize=True)
        # A drawing of few colours had a palette; a photo sent as PNG gets one only if nothing else makes it as small again.
        for colours in _PALETTES:
            yield lambda: _as_png(_in_colours(image, colours))  # noqa: B023 - called before the next
    else:
        for quality in _QUALITIES:
            yield lambda: _as_jpeg(image, quality)  # noqa: B023 - called before the next


def _in_colours(image: Image.Image, colours: int) -> Image.Image:
    return image.quantize(colours, method=Image.Quantize.FASTOCTREE)


def _as_png(image: Image.Image, *, optimize: bool = False) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=optimize)
    return written.getvalue()


def _as_jpeg(image: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def _thumbnail(image: Image.Image, allowed: Limits) -> bytes:
    """Return a small picture for lists, white behind what one sees through."""
    small = image.copy()
    small.thumbnail((allowed.thumbnail_pixels, allowed.thumbnail_pixels))
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, (255, 255, 255))
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    for quality in _THUMBNAIL_QUALITIES:
        written = _as_jpeg(small, quality)
        if len(written) <= allowed.thumbnail_bytes:
            return written
    small.thumbnail((small.width // 2, small.height // 2))
    return _as_jpeg(small, _THUMBNAIL_QUALITIES[-1])
