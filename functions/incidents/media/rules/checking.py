"""How an upload goes on without anybody: looked at by the checker, let be read, turned away, or lapsed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from incidents.media.rules.media import Change, Cleaned, Media, moved
from incidents.media.rules.refusals import Refusal
from incidents.media.rules.upload_states import Action

MOST_TRIES = 3
"""How often a file is looked at before it is held to be one that no decoder survives."""


def begin_check(media: Media) -> Media:
    """Note that the checker begins on a file, before anything is decoded: what kills a decoder is not tried for ever."""
    return replace(media, tries=media.tries + 1, version=media.version + 1)


def accept(media: Media, cleaned: Cleaned, now: datetime) -> Change:
    """Let what was checked be read."""
    return moved(
        media,
        Action.ACCEPT,
        now,
        clean_size=len(cleaned.content),
        clean_sha256=hashlib.sha256(cleaned.content).hexdigest(),
        width=cleaned.width,
        height=cleaned.height,
        seconds=cleaned.seconds,
        thumbnail_size=len(cleaned.thumbnail) if cleaned.thumbnail else None,
    )


def refuse(media: Media, reason: Refusal, now: datetime) -> Change:
    """Turn a file away, with the reason."""
    return moved(media, Action.REFUSE, now, reason=reason)


def not_arrived(media: Media, now: datetime) -> Change | None:
    """Return what becomes of an announcement whose file is not there: None as long as it may still come and is looked for later."""
    if now >= media.upload_until:
        return moved(media, Action.EXPIRE, now)
    if media.wake_at is not None and now >= media.wake_at:
        return Change(replace(media, wake_at=media.upload_until, version=media.version + 1))
    return None
