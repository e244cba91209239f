"""Routes of photos and voice: announce, list, read, delete."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.field.base import API, IncidentId
from incidents.media.model import answers, views
from incidents.media.model.requests import AnnounceMedia
from incidents.media.rules.attaching import (
    IncidentClosed,
    NeededForConfirmation,
    NotTheUploader,
    TooManyMedia,
)
from incidents.media.rules.media import Announcement
from incidents.media.service import see_media as seeing
from incidents.media.service.announce_media import announce_media as announce
from incidents.media.service.delete_media import delete_media as delete
from incidents.media.service.see_media import MediaSeen
from incidents.service.answers import ANSWERS
from incidents.service.see_incident import readable
from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.storage.idempotency import Answered
from kernel.storage.rates import TooOften
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out
from kernel.texts import Text

_SIGNED_IN = Access(ALL_ROLES)

MediaId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX66"])]


@API.route(
    "POST",
    "/v1/media/incidents/{incident_id}",
    access=_SIGNED_IN,
    answers={201: (Text("已登记，请上传文件", "Announced; upload the file"), answers.MediaView)},
    problems=[
        *(NotFound, IncidentClosed, TooManyMedia, TooOften, IdempotencyKeyReused),
        SomebodyWasFaster,
    ],
    summary=Text("登记照片或语音", "Announce a photo or a recording"),
    description=Text(
        "按 upload 给出的地址和请求头上传文件。文件经检查、去除位置等信息后才可查看；上报从不要求照片；少数类别的办结须有处置后照片（见类别目录 after_photo）。"
        "重发同一 Idempotency-Key 得到同一登记和新的上传地址。",
        "PUT the file to `upload` with its headers. It can be read once it was checked and freed of position and other metadata. A "
        "report never needs a photo; a solution does in the few categories that say so (`after_photo`). The same Idempotency-Key gives "
        "the same announcement, with a fresh address.",
    ),
)
def announce_media(request: Called, incident_id: IncidentId, body: AnnounceMedia) -> Response[Any]:
    """Announce a file for an incident and answer where it is to be sent."""
    incident, _ = readable(request, incident_id)
    said = Announcement(body.kind, body.content_type, body.size, body.sha256)
    outcome = carry_out(
        lambda work: announce(work, said, incident, request.person),
        idempotency_key=request.idempotency_key(ANSWERS),
        # An address for the upload is good for a while only: the answer under a key is the announcement, not its address.
        answer=lambda media: Answered(201, json.dumps({"media_id": media.id})),
    )
    assert outcome.answered is not None
    media_id = json.loads(outcome.answered.body)["media_id"]
    headers = {"Location": f"/v1/media/incidents/{incident_id}/{media_id}"}
    if outcome.replayed:
        headers["Idempotent-Replayed"] = "true"
    made = outcome.result
    seen = (
        seeing.see_media(made, incident, request.person)
        if made
        else seeing.see_attached(incident, media_id, request.person)
    )
    return _answered(request, 201, seen, headers)


@API.route(
    "GET",
    "/v1/media/incidents/{incident_id}",
    access=_SIGNED_IN,
    answers={200: (Text("一页附件", "A page of what is attached"), answers.MediaList)},
    problems=[NotFound],
    summary=Text("查询事件附件", "List what is attached to an incident"),
    description=Text(
        "工作人员可见全部已通过检查的附件；居民可见处置前后照片和本人上传的附件。筛选后一页可能不足 limit 条。",
        "Staff of the place see everything that was checked; residents see photos before and after, and what they uploaded. A page may "
        "hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_media(
    request: Called,
    incident_id: IncidentId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is attached to an incident and the caller may see."""
    incident, _ = readable(request, incident_id)
    page = seeing.list_media(incident, request.person, limit, cursor)
    return API.page(
        page,
        lambda media: views.media_line(
            media, language=request.language, caller_id=request.person.person_id
        ),
    )


@API.route(
    "GET",
    "/v1/media/incidents/{incident_id}/{media_id}",
    access=_SIGNED_IN,
    answers={200: (Text("附件", "What is attached"), answers.MediaView)},
    problems=[NotFound],
    summary=Text("查看附件", "Read a photo or a recording"),
    description=Text(
        "download 给出短时有效的下载地址；上传人在文件到达前得到新的上传地址。",
        "`download` holds an address that works for a few minutes; until the file has arrived its uploader gets a fresh `upload`.",
    ),
)
def get_media(request: Called, incident_id: IncidentId, media_id: MediaId) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    incident, _ = readable(request, incident_id)
    return _answered(request, 200, seeing.see_attached(incident, media_id, request.person))


@API.route(
    "DELETE",
    "/v1/media/incidents/{incident_id}/{media_id}",
    access=_SIGNED_IN,
    answers={204: (Text("已删除", "Deleted"), None)},
    problems=[
        NotFound,
        NotTheUploader,
        IncidentClosed,
        NeededForConfirmation,
        StaleVersion,
        SomebodyWasFaster,
    ],
    summary=Text("删除附件", "Delete a photo or a recording"),
    description=Text(
        "仅上传人、在事件办结前可删除；待核查确认时不能删除处置后照片。文件即时删除，留有记录。",
        "By its uploader, as long as the incident is open; not the photo of a solution that waits to be confirmed. The file goes at once, "
        "the record of it stays.",
    ),
)
def delete_media(request: Called, incident_id: IncidentId, media_id: MediaId) -> Response[Any]:
    """Take away what the caller has uploaded."""
    incident, _ = readable(request, incident_id)
    expected = request.expected_version
    delete(incident, media_id, request.person, expected)
    return API.answer(204, "")


def _answered(
    request: Request, status: int, seen: MediaSeen, headers: dict[str, str] | None = None
) -> Response[Any]:
    view = views.media_view(seen, language=request.language, caller_id=request.person.person_id)
    return API.answer(status, view, version=seen.media.version, headers=headers)
