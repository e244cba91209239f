"""Hold something attached for what names it as evidence; others import this alone, so it needs little."""

from __future__ import annotations

from incidents.media.rules.media import Media, Subject
from incidents.media.store import media as store
from kernel.storage.unit_of_work import UnitOfWork


def hold(work: UnitOfWork, subject: Subject, media_id: str) -> Media | None:
    """Return something attached, for a decision that stands only if it stays as it is; None if there is none."""
    media = store.find(work, subject, media_id)
    if media:
        store.hold(work, media)
    return media
