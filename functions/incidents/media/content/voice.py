"""Voice: taken apart, rewritten without tags, and measured.

`tinytag` reads what was written: it must find sound of some length, and no tag.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tinytag import TinyTag

from incidents.media.content import amr, mp3, mp4, ogg, wave
from incidents.media.rules.media import Cleaned
from incidents.media.rules.refusals import Refusal, Refused

_REWRITE: dict[str, Callable[[bytes], bytes]] = {
    "audio/mp4": mp4.rewrite,
    "audio/mpeg": mp3.rewrite,
    "audio/amr": amr.rewrite,
    "audio/wav": wave.rewrite,
    "audio/ogg": ogg.rewrite,
}
# What tinytag tells of any recording; whatever else it finds is a tag.
_SOUND = frozenset(
    {
        *("filename", "filesize", "mime_type", "codec", "is_lossless"),
        *("bitdepth", "bitrate", "channels", "duration", "samplerate"),
    }
)


def clean(content: bytes, content_type: str, most_seconds: float) -> Cleaned:
    """Return a recording without tags.

    Raises
    ------
    Refused
        It cannot be taken apart whole, holds no sound, or lasts too long.
    """
    try:
        rewritten = _REWRITE[content_type](content)
        seconds = _seconds(rewritten, content_type)
    except Refused:
        raise
    except Exception as fault:
        # An offset that leads nowhere, a length that is none: each of them is the file's fault.
        raise Refused(Refusal.DAMAGED) from fault
    if seconds > most_seconds:
        raise Refused(Refusal.TOO_LONG)
    return Cleaned(rewritten, seconds=round(seconds, 1))


def _seconds(content: bytes, content_type: str) -> float:
    if content_type == "audio/amr":
        return amr.seconds(content)
    read = TinyTag.get(file_obj=BytesIO(content))
    found: dict[str, Any] = dict(read.as_dict())
    if {name for name, value in found.items() if value} - _SOUND:
        raise Refused(Refusal.UNSUPPORTED)
    in_fragments = mp4.seconds(content) if content_type == "audio/mp4" else None
    duration = in_fragments or read.duration
    if not duration or duration <= 0:
        raise Refused(Refusal.DAMAGED)
    return float(duration)
