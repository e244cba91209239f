"""The checker's face: what messages say arrived under `incoming/`, and what is left of it after `content.clean` may be read.

A message only says where to look: the bucket's own, or the sweep's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from incidents.media.service.check_upload import check_upload, give_up_upload
from incidents.media.store import files
from kernel.observability import log
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
        check_upload(incident_id, media_id)


def _give_up(message: Message, why: Exception) -> None:
    for incident_id, media_id in _named_in(message):
        give_up_upload(incident_id, media_id, why)


def _named_in(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give incident and media of a message."""
    if "media_id" in message:
        yield message["incident_id"], message["media_id"]
    # The bucket's first message, a test of its own, has no records.
    for record in message.get("Records", ()):
        place = _KEY.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if place:
            yield place[1], place[2]
