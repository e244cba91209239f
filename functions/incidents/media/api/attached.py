"""What the routes of photos and voice do, whatever these are attached to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.field.base import API
from incidents.media.model.requests import AnnounceMedia
from incidents.media.rules.attaching import TooManyMedia
from incidents.media.rules.media import Announcement, Subject
from incidents.media.service import subject_media as service
from incidents.media.service.see_media import MediaSeen
from incidents.service.answers import ANSWERS
from kernel.http import Request
from kernel.problems import IdempotencyKeyReused, NotFound
from kernel.storage.idempotency import Answered
from kernel.storage.rates import TooOften
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out

ANNOUNCES = (NotFound, TooManyMedia, TooOften, IdempotencyKeyReused, SomebodyWasFaster)
"""What an announcement may be refused for, besides by what it is attached to."""
View = Callable[..., Any]


def announced(request: Request, subject: Subject, body: AnnounceMedia, view: View) -> Response[Any]:
    """Announce a file and answer where it is to be sent."""
    said = Announcement(body.kind, body.content_type, body.size, body.sha256)
    return announce(request, subject, said, view)


def announce(request: Request, subject: Subject, said: Announcement, view: View) -> Response[Any]:
    """Answer where a file that was announced is to be sent."""
    outcome = carry_out(
        lambda work: service.announce(work, said, subject, request),
        idempotency_key=request.idempotency_key(ANSWERS),
        # As with incidents: the answer under a key is the announcement, not its address.
        answer=lambda media: Answered(201, json.dumps({"media_id": media.id})),
    )
    assert outcome.answered is not None
    media_id = json.loads(outcome.answered.body)["media_id"]
    headers = {"Location": f"/v1/media/{subject.kind}s/{subject.id}/{media_id}"}
    if outcome.replayed:
        headers["Idempotent-Replayed"] = "true"
    return _answered(request, 201, service.see(subject, media_id, request), view, headers)


def listed(
    request: Request, subject: Subject, limit: int, cursor: str | None, line: View
) -> Response[Any]:
    """List what is attached to something and the caller may see."""
    page = service.list_media(subject, request, limit, cursor)
    language, who = request.language, request.person.person_id
    return API.page(page, lambda one: line(one, language=language, caller_id=who))


def shown(request: Request, subject: Subject, media_id: str, view: View) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    return _answered(request, 200, service.see(subject, media_id, request), view)


def deleted(request: Request, subject: Subject, media_id: str) -> Response[Any]:
    """Take away what the caller has uploaded."""
    service.delete(subject, media_id, request, request.expected_version)
    return API.answer(204, "")


def _answered(
    request: Request,
    status: int,
    seen: MediaSeen,
    view: View,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    said = view(seen, language=request.language, caller_id=request.person.person_id)
    return API.answer(status, said, version=seen.media.version, headers=headers)
