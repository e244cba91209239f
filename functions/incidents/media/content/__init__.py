"""From what a client sent to what may be given out: pixels and sound, and nothing else.

A photo is decoded and written anew. Sound is not decoded (the functions carry no decoder); its container is taken apart, only the parts on
a short list are kept, and everything else, wherever a recorder may have put a position, is dropped or blanked. What cannot be taken apart
to the last byte is refused.
"""

from __future__ import annotations

from incidents.media.rules.limits import Limits
from incidents.media.rules.media import Cleaned
from incidents.media.rules.refusals import Refusal, Refused

_MAGIC: dict[str, tuple[tuple[int, bytes], ...]] = {
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/mpeg": ((0, b"ID3"), (0, b"\xff")),
    "audio/amr": ((0, b"#!AMR"),),
    "audio/wav": ((0, b"RIFF"),),
    "audio/ogg": ((0, b"OggS"),),
}

# Where other kinds of file are told by: an archive from its end, a document from its beginning, a page or a script wherever it stands.
# Nothing of it would survive the rewriting; such a file was made to deceive, and its sender is told so.
_ARCHIVE_ENDS = b"PK\x05\x06"
_ARCHIVE_TAIL = 65_557
_DOCUMENT_BEGINS = b"%PDF-"
_DOCUMENT_HEAD = 1_024
_ANYWHERE = (b"<?php", b"<script", b"<html", b"<!DOCTYPE", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")


def clean(content: bytes, content_type: str, allowed: Limits) -> Cleaned:
    """Check a file and return it without metadata.

    Raises
    ------
    Refused
        It is not what it was announced as, is damaged, too large in pixels or seconds, or carries something else.
    """
    if not any(content.startswith(magic, at) for at, magic in _MAGIC[content_type]):
        raise Refused(Refusal.WRONG_TYPE)
    _refuse_something_else(content)
    if content_type.startswith("image/"):
        from incidents.media.content import photo

        return photo.clean(content, content_type, allowed)
    from incidents.media.content import voice

    return voice.clean(content, content_type, allowed.most_seconds)


def _refuse_something_else(content: bytes) -> None:
    if (
        _ARCHIVE_ENDS in content[-_ARCHIVE_TAIL:]
        or _DOCUMENT_BEGINS in content[:_DOCUMENT_HEAD]
        or any(sign in content for sign in _ANYWHERE)
    ):
        raise Refused(Refusal.SOMETHING_ELSE_INSIDE)
