"""The checker's face: what messages say arrived under `incoming/`, and what is left of it after `content.clean` may be read.

A message only says where to look: the bucket's own, or the sweep's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from incidents.media.rules.media import Subject, SubjectKind
from incidents.media.service.check_upload import check_upload, give_up_upload
from incidents.media.store import files
from kernel.observability import log
from kernel.worker import Message, work_through

_KEY = re.compile(
    rf"{re.escape(files.INCOMING)}({'|'.join(files.FOLDERS.values())})([0-9A-Z]{{26}})/([0-9A-Z]{{26}})"
)

TRIES = 5
"""How often the queue hands a message out (the template)."""


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Look at what each message of an SQS event names."""
    return work_through(event, os.environ["MEDIA_QUEUE_URL"], _do, _give_up, tries=TRIES)


def _do(message: Message) -> None:
    for subject, media_id in _named_in(message):
        log.append_keys(correlation_id=media_id)
        check_upload(subject, media_id)


def _give_up(message: Message, why: Exception) -> None:
    for subject, media_id in _named_in(message):
        give_up_upload(subject, media_id, why)


def _named_in(message: Mapping[str, Any]) -> Iterator[tuple[Subject, str]]:
    """Give subject and media of a message."""
    if "media_id" in message:
        kind = next(kind for kind in SubjectKind if f"{kind}_id" in message)
        yield Subject(kind, message[f"{kind}_id"]), message["media_id"]
    # The bucket's first message, a test of its own, has no records.
    for record in message.get("Records", ()):
        place = _KEY.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if place:
            kind = next(kind for kind, folder in files.FOLDERS.items() if folder == place[1])
            yield Subject(kind, place[2]), place[3]
