"""Routes of photos and voice: announce, list, read, delete."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.field.base import API, Cursor, IncidentId, Limit
from incidents.media import files, model, rules, store
from incidents.media.model import AnnounceMedia
from incidents.media.rules import (
    Announcement,
    Attached,
    Event,
    IncidentClosed,
    Media,
    NeededForConfirmation,
    NotTheUploader,
    State,
    TooManyMedia,
)
from incidents.rules.incident import Incident
from incidents.service.read_incident import readable
from incidents.store.rows import AnswerRow
from kernel import clock, ids, paging
from kernel.access import ALL_ROLES, PLACE_STAFF, Access
from kernel.http import Called, refuse_stale
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

_SIGNED_IN = Access(ALL_ROLES)

MediaId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX66"])]


@API.route(
    "POST",
    "/v1/media/incidents/{incident_id}",
    access=_SIGNED_IN,
    answers={201: (Text("已登记，请上传文件", "Announced; upload the file"), model.MediaView)},
    problems=[NotFound, IncidentClosed, TooManyMedia, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("登记照片或语音", "Announce a photo or a recording"),
    description=Text(
        "按 upload 给出的地址和请求头上传文件。文件经检查、去除位置等信息后才可查看；照片从不强制。"
        "重发同一 Idempotency-Key 得到同一登记和新的上传地址。",
        "PUT the file to `upload` with its headers. It can be read once it was checked and freed of position and other metadata. No "
        "photo is ever required here. The same Idempotency-Key gives the same announcement, with a fresh address.",
    ),
)
def announce_media(request: Called, incident_id: IncidentId, body: AnnounceMedia) -> Response[Any]:
    """Announce a file for an incident and answer where it is to be sent."""
    incident, _ = readable(request, incident_id)
    caller, now = request.person, clock.now()
    said = Announcement(body.kind, body.content_type, body.size, body.sha256)

    def decide(attached: Attached) -> Media:
        return rules.announce(
            said,
            media_id=ids.new_id(now),
            incident=incident,
            caller=caller,
            attached=attached,
            now=now,
            allowed=rules.limits(),
        )

    once = request.once(AnswerRow)
    media, before = store.announce(incident_id, caller.person_id, decide, once)
    headers = {"Location": f"/v1/media/incidents/{incident_id}/{media.id}"}
    if before:
        headers["Idempotent-Replayed"] = "true"
    return API.answer(201, _view(media, incident), version=media.version, headers=headers)


@API.route(
    "GET",
    "/v1/media/incidents/{incident_id}",
    access=_SIGNED_IN,
    answers={200: (Text("一页附件", "A page of what is attached"), model.MediaList)},
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
    found, next_cursor = store.media_page(incident_id, limit, cursor)
    items = [
        model.media_line(media, language=request.language, caller_id=request.person.person_id)
        for media in found
        if rules.may_see(media, incident, request.person)
    ]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "GET",
    "/v1/media/incidents/{incident_id}/{media_id}",
    access=_SIGNED_IN,
    answers={200: (Text("附件", "What is attached"), model.MediaView)},
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
    media = _visible(incident, media_id)
    return API.answer(200, _view(media, incident), version=media.version)


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
    caller = request.person
    media = store.load(incident_id, media_id)
    if media and media.state is State.DELETED and media.uploader == caller.person_id:
        # Asked again: the first time may have ended between the row and the file.
        files.drop_clean(media)
        return API.answer(204, "")
    media = _visible(incident, media_id)
    refuse_stale(request.expected_version, media.version)
    deleted = rules.delete(media, incident, caller, clock.now())
    post = caller.post_over(incident.unit, PLACE_STAFF)
    role = str(post.role) if post else None
    if not store.save(media, deleted, Event.DELETED, caller.person_id, role=role):
        raise SomebodyWasFaster
    files.drop_clean(deleted)
    return API.answer(204, "")


def _visible(incident: Incident, media_id: str) -> Media:
    media = store.load(incident.id, media_id)
    if media is None or not rules.may_see(media, incident, API.request.person):
        raise NotFound(Text("没有找到该附件。", "There is nothing of this id attached."))
    return media


def _view(media: Media, incident: Incident) -> dict[str, Any]:
    request, now = API.request, clock.now()
    caller = request.person
    own = media.uploader == caller.person_id
    awaited = media.state is State.PENDING and now < media.upload_until
    return model.media_view(
        media,
        language=request.language,
        caller_id=caller.person_id,
        steps=store.steps_of(media),
        actions=["delete"] if rules.may_delete(media, incident, caller) else [],
        upload=files.upload_for(media, now) if own and awaited else None,
        download=files.download_for(media, now) if media.state is State.READY else None,
    )
