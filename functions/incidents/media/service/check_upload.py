"""Check an upload that has arrived, let one that has not lapse, tidy up behind one that is decided.

The row decides what there is to do, so that this may be asked for twice, late, or by the sweep.
"""

from __future__ import annotations

import hashlib

from incidents.media import content
from incidents.media.rules import checking
from incidents.media.rules.limits import limits
from incidents.media.rules.media import Change, Cleaned, Media, Subject
from incidents.media.rules.refusals import Refusal, Refused
from incidents.media.rules.upload_states import State
from incidents.media.store import files
from incidents.media.store import media as store
from kernel import clock
from kernel.observability import log, note
from kernel.problems import TryAgain
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def check_upload(subject: Subject, media_id: str) -> None:
    """Do what is left to do for something attached."""
    media = store.load(subject, media_id)
    if media is None:
        log.warning("an upload nobody announced")
        return
    if media.state is not State.PENDING:
        _tidy(media)
        return
    try:
        sent = files.fetch_incoming(media)
        if sent is None:
            _wait(media)
            return
        cleaned = _checked(_begun(media), sent)
    except Refused as refused:
        refuse_upload(media, refused.reason)
        return
    _accept(media, cleaned)


def give_up_upload(subject: Subject, media_id: str, why: Exception) -> None:
    """Turn away what cannot be checked; a store that is away is waited out as long as the upload itself, by the sweep."""
    media = store.load(subject, media_id)
    if media is None or (isinstance(why, TryAgain) and clock.now() < media.upload_until):
        return
    refuse_upload(media, Refusal.NOT_CHECKED)


def refuse_upload(media: Media, reason: Refusal) -> None:
    """Turn an upload away, unless it is decided already."""

    def decide(work: UnitOfWork) -> Change | None:
        present = _pending(work, media)
        change = checking.refuse(present, reason, clock.now()) if present else None
        if change:
            store.save(work, change, store.CHECKER)
        return change

    change = carry_out(decide).result
    if change:
        files.drop_incoming(change.after)
        note("MediaRefused", reason=str(reason))
        log.info("media refused", content_type=media.content_type, reason=str(reason))


def _begun(media: Media) -> Media:
    begun = checking.begin_check(media)
    if not store.claim(media, begun):
        raise TryAgain
    if begun.tries > checking.MOST_TRIES:
        # The checker itself ended each time, without so much as an error.
        raise Refused(Refusal.DAMAGED)
    return begun


def _checked(media: Media, sent: bytes) -> Cleaned:
    if media.sha256 and hashlib.sha256(sent).hexdigest() != media.sha256:
        raise Refused(Refusal.WRONG_DIGEST)
    return content.clean(sent, media.content_type, limits())


def _accept(media: Media, cleaned: Cleaned) -> None:
    def decide(work: UnitOfWork) -> Change | None:
        present = _pending(work, media)
        change = checking.accept(present, cleaned, clock.now()) if present else None
        if change:
            store.save(work, change, store.CHECKER)
        return change

    files.keep_clean(media, cleaned.content, cleaned.thumbnail)
    change = carry_out(decide).result
    if change is None:
        # Deleted, or decided by another message about the same upload: the row says what may stay.
        present = store.load(media.subject, media.id)
        assert present is not None, "no row of media is ever deleted"
        _tidy(present)
        return
    files.drop_incoming(change.after)
    note("MediaReady")
    log.info("media is ready", content_type=media.content_type)


def _wait(media: Media) -> None:
    def decide(work: UnitOfWork) -> None:
        present = _pending(work, media)
        change = checking.not_arrived(present, clock.now()) if present else None
        if change:
            store.save(work, change, store.CHECKER)

    carry_out(decide)


def _pending(work: UnitOfWork, media: Media) -> Media | None:
    """Return an upload as it is now, if it is still to be decided."""
    present = store.find(work, media.subject, media.id)
    return present if present and present.state is State.PENDING else None


def _tidy(media: Media) -> None:
    """Remove what a decided upload has left behind."""
    files.drop_incoming(media)
    if media.state is not State.READY:
        files.drop_clean(media)
