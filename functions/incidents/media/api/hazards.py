"""Routes of photos and voice of a hazard: announce, list, read, delete."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.field.base import API
from incidents.media.api.attached import ANNOUNCES, announced, deleted, listed, shown
from incidents.media.api.incidents import MediaId
from incidents.media.model import answers, views
from incidents.media.model.requests import AnnounceMedia
from incidents.media.rules.attaching import NotTheUploader
from incidents.media.rules.subjects import HazardOver
from incidents.media.service.subject_media import of_hazard
from kernel import paging
from kernel.access import PLACE_STAFF, Access, Role
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

_CONCERNED = Access(PLACE_STAFF | {Role.RESIDENT})
FindingId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]


@API.route(
    "POST",
    "/v1/media/hazards/{finding_id}",
    access=_CONCERNED,
    answers={
        201: (Text("已登记，请上传文件", "Announced; upload the file"), answers.HazardMediaView)
    },
    problems=[*ANNOUNCES, HazardOver],
    summary=Text("登记隐患的照片或录音", "Announce a photo or a recording of a hazard"),
    description=Text(
        "工作人员和产权人在隐患办结前可以登记；按 upload 上传，检查通过（ready）后可见。清单要求拍照的，销号前须有一张。",
        "By who works for the place or owns it, until the hazard is over. PUT the file to `upload`; once checked it is `ready`. Where the checklist wants a "
        "photo, one is there before the hazard is closed.",
    ),
)
def announce_hazard_media(
    request: Called, finding_id: FindingId, body: AnnounceMedia
) -> Response[Any]:
    """Announce a file for a hazard and answer where it is to be sent."""
    return announced(request, of_hazard(finding_id), body, views.hazard_media_view)


@API.route(
    "GET",
    "/v1/media/hazards/{finding_id}",
    access=_CONCERNED,
    answers={200: (Text("一页附件", "A page of what is attached"), answers.HazardMediaList)},
    problems=[NotFound],
    summary=Text("查询隐患附件", "List what is attached to a hazard"),
    description=Text(
        "相关人员可见已通过检查的附件。筛选后一页可能不足 limit 条。",
        "Whom it concerns sees what was checked. A page may hold fewer than `limit` items.",
    ),
)
def list_hazard_media(
    request: Called,
    finding_id: FindingId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is attached to a hazard and the caller may see."""
    return listed(request, of_hazard(finding_id), limit, cursor, views.hazard_media_line)


@API.route(
    "GET",
    "/v1/media/hazards/{finding_id}/{media_id}",
    access=_CONCERNED,
    answers={200: (Text("附件", "What is attached"), answers.HazardMediaView)},
    problems=[NotFound],
    summary=Text("查看隐患附件", "Read a photo or a recording of a hazard"),
    description=Text(
        "download 给出短时有效的下载地址；上传人在文件到达前得到新的上传地址。",
        "`download` holds an address that works for a few minutes; until the file has arrived its uploader gets a fresh `upload`.",
    ),
)
def get_hazard_media(request: Called, finding_id: FindingId, media_id: MediaId) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    return shown(request, of_hazard(finding_id), media_id, views.hazard_media_view)


@API.route(
    "DELETE",
    "/v1/media/hazards/{finding_id}/{media_id}",
    access=_CONCERNED,
    answers={204: (Text("已删除", "Deleted"), None)},
    problems=[
        *(NotFound, NotTheUploader, HazardOver, StaleVersion),
        SomebodyWasFaster,
    ],
    summary=Text("删除隐患附件", "Delete a photo or a recording of a hazard"),
    description=Text(
        "仅上传人、在隐患办结之前可删除。", "By its uploader, until the hazard is over."
    ),
)
def delete_hazard_media(request: Called, finding_id: FindingId, media_id: MediaId) -> Response[Any]:
    """Take away what the caller has uploaded."""
    return deleted(request, of_hazard(finding_id), media_id)
