"""The checker: takes what arrived under `incoming/`, and lets what is left after `content.clean` be read.

A message only says where to look; the row decides what there is to do, so that a message may come twice, late, or from the sweep.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from incidents.media import content, files, rules, store
from incidents.media.rules import Cleaned, Event, Media, Refusal, Refused, State
from kernel import clock
from kernel.observability import count, log
from kernel.problems import TryAgain
from kernel.worker import Message, work_through

_KEY = re.compile(re.escape(files.INCOMING) + r"([0-9A-Z]{26})/([0-9A-Z]{26})")


TRIES = 5
"""How often the queue hands a message out (the template)."""


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Look at what each message of an SQS event names."""
    return work_through(event, os.environ["MEDIA_QUEUE_URL"], _do, _give_up, tries=TRIES)


def _do(message: Message) -> None:
    for incident_id, media_id in _named_in(message):
        log.append_keys(correlation_id=media_id)
        settle(incident_id, media_id)


def _give_up(message: Message, why: Exception) -> None:
    """Turn away what cannot be checked; a store that is away is waited out as long as the upload itself, by the sweep."""
    for incident_id, media_id in _named_in(message):
        media = store.load(incident_id, media_id)
        if media is None or (isinstance(why, TryAgain) and clock.now() < media.upload_until):
            continue
        _refuse(media, Refusal.NOT_CHECKED)


def _named_in(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give incident and media of a message: the bucket's own, or the sweep's."""
    if "media_id" in message:
        yield message["incident_id"], message["media_id"]
    # The bucket's first message, a test of its own, has no records.
    for record in message.get("Records", ()):
        place = _KEY.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if place:
            yield place[1], place[2]


def settle(incident_id: str, media_id: str) -> None:
    """Do what is left to do for something attached: check what has arrived, or let an announcement lapse."""
    media = store.load(incident_id, media_id)
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
        media = _begun(media)
        cleaned = _checked(media, sent)
    except Refused as refused:
        _refuse(media, refused.reason)
        return
    _accept(media, cleaned)


def _begun(media: Media) -> Media:
    begun = rules.begin_check(media)
    if not store.save(media, begun, None, store.CHECKER):
        raise TryAgain
    if begun.tries > rules.MOST_TRIES:
        # The checker itself ended each time, without so much as an error.
        raise Refused(Refusal.DAMAGED)
    return begun


def _checked(media: Media, sent: bytes) -> Cleaned:
    if media.sha256 and hashlib.sha256(sent).hexdigest() != media.sha256:
        raise Refused(Refusal.WRONG_DIGEST)
    return content.clean(sent, media.content_type, rules.limits())


def _accept(media: Media, cleaned: Cleaned) -> None:
    files.keep_clean(media, cleaned.content)
    ready = rules.accept(media, cleaned, clock.now())
    if not store.save(media, ready, Event.READY, store.CHECKER):
        # Deleted, or decided by another message about the same upload: the row says what may stay.
        present = store.load(media.incident_id, media.id)
        assert present is not None, "no row of media is ever deleted"
        _tidy(present)
        return
    files.drop_incoming(ready)
    count("MediaReady")
    log.info("media is ready", content_type=media.content_type)


def _refuse(media: Media, reason: Refusal) -> None:
    # The row as it is now: a try may have been noted since it was loaded.
    present = store.load(media.incident_id, media.id)
    if present is None or present.state is not State.PENDING:
        return
    refused = rules.refuse(present, reason, clock.now())
    if not store.save(present, refused, Event.REFUSED, store.CHECKER):
        raise TryAgain
    files.drop_incoming(refused)
    count("MediaRefused", reason=str(reason))
    log.info("media refused", content_type=media.content_type, reason=str(reason))


def _wait(media: Media) -> None:
    after = rules.not_arrived(media, clock.now())
    if after is None:
        return
    event = Event.EXPIRED if after.state is State.EXPIRED else None
    if not store.save(media, after, event, store.CHECKER):
        raise TryAgain


def _tidy(media: Media) -> None:
    """Remove what a decided upload has left behind."""
    files.drop_incoming(media)
    if media.state is not State.READY:
        files.drop_clean(media)
