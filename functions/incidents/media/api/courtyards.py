"""Routes of photos of a courtyard: announce, list, read, delete; the yard alone, never rooms."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.field.base import API
from incidents.media.api.attached import ANNOUNCES, announce, deleted, listed, shown
from incidents.media.api.incidents import MediaId
from incidents.media.model import answers, views
from incidents.media.model.requests import AnnounceYardPhoto
from incidents.media.rules.attaching import NotTheUploader
from incidents.media.rules.media import Announcement, Kind
from incidents.media.rules.subjects import CourtyardOver, PhotoOfRooms, refuse_rooms
from incidents.media.service.subject_media import of_courtyard
from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

_SIGNED_IN = Access(ALL_ROLES)
CourtyardId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]


@API.route(
    "POST",
    "/v1/media/courtyards/{courtyard_id}",
    access=_SIGNED_IN,
    answers={
        201: (Text("已登记，请上传文件", "Announced; upload the file"), answers.CourtyardMediaView)
    },
    problems=[
        *(*ANNOUNCES, CourtyardOver, PhotoOfRooms),
    ],
    summary=Text("登记庭院照片", "Announce a photo of a courtyard"),
    description=Text(
        "由本户或本村工作人员登记；只拍庭院，不拍室内和人脸（{zh:civil-code#1032,1033}）。按 upload 上传，检查通过（ready）后可见。",
        "By the household or who serves there; the yard alone, no rooms and no faces ({en:civil-code#1032,1033}). PUT the file to `upload`; "
        "it is seen once it is `ready`.",
    ),
)
def announce_courtyard_media(
    request: Called, courtyard_id: CourtyardId, body: AnnounceYardPhoto
) -> Response[Any]:
    """Announce a photo of a courtyard and answer where it is to be sent."""
    refuse_rooms(shows_yard_only=body.shows_yard_only)
    said = Announcement(Kind.OTHER, body.content_type, body.size, body.sha256)
    return announce(request, of_courtyard(courtyard_id), said, views.courtyard_media_view)


@API.route(
    "GET",
    "/v1/media/courtyards/{courtyard_id}",
    access=_SIGNED_IN,
    answers={200: (Text("一页附件", "A page of what is attached"), answers.CourtyardMediaList)},
    problems=[NotFound],
    summary=Text("查询庭院照片", "List the photos of a courtyard"),
    description=Text(
        "本户和本村工作人员可见；不上公示、不上榜。筛选后一页可能不足 limit 条。",
        "For the household and who serves there; on no board and in no posting. A page may hold fewer than `limit` items.",
    ),
)
def list_courtyard_media(
    request: Called,
    courtyard_id: CourtyardId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the photos of a courtyard and the caller may see."""
    return listed(request, of_courtyard(courtyard_id), limit, cursor, views.courtyard_media_line)


@API.route(
    "GET",
    "/v1/media/courtyards/{courtyard_id}/{media_id}",
    access=_SIGNED_IN,
    answers={200: (Text("附件", "What is attached"), answers.CourtyardMediaView)},
    problems=[NotFound],
    summary=Text("查看庭院照片", "Read a photo of a courtyard"),
    description=Text(
        "download 给出短时有效的下载地址；上传人在文件到达前得到新的上传地址。",
        "`download` holds an address that works for a few minutes; until the file has arrived its uploader gets a fresh `upload`.",
    ),
)
def get_courtyard_media(
    request: Called, courtyard_id: CourtyardId, media_id: MediaId
) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    return shown(request, of_courtyard(courtyard_id), media_id, views.courtyard_media_view)


@API.route(
    "DELETE",
    "/v1/media/courtyards/{courtyard_id}/{media_id}",
    access=_SIGNED_IN,
    answers={204: (Text("已删除", "Deleted"), None)},
    problems=[
        *(NotFound, NotTheUploader, CourtyardOver, StaleVersion),
        SomebodyWasFaster,
    ],
    summary=Text("删除庭院照片", "Delete a photo of a courtyard"),
    description=Text(
        "仅上传人可删除。",
        "By its uploader.",
    ),
)
def delete_courtyard_media(
    request: Called, courtyard_id: CourtyardId, media_id: MediaId
) -> Response[Any]:
    """Take away what the caller has uploaded."""
    return deleted(request, of_courtyard(courtyard_id), media_id)
