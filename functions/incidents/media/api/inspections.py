"""Routes of photos and voice of an inspection: announce, list, read, delete."""

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
from incidents.media.rules.subjects import (
    InspectionNotUnderWay,
    NotTheInspector,
)
from incidents.media.service.subject_media import of_inspection
from kernel import paging
from kernel.access import ENFORCEMENT_READERS, ENFORCERS, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

InspectionId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]


@API.route(
    "POST",
    "/v1/media/inspections/{inspection_id}",
    access=Access(ENFORCERS),
    answers={
        201: (Text("已登记，请上传文件", "Announced; upload the file"), answers.InspectionMediaView)
    },
    problems=[*ANNOUNCES, NotTheInspector, InspectionNotUnderWay],
    summary=Text("登记检查的照片或录音", "Announce a photo or a recording of an inspection"),
    description=Text(
        "仅该次检查的执法人员、在检查进行中可以登记。按 upload 上传；文件检查通过（ready）后，登记检查结果时在 photos 里填其编号 media，"
        "校验值由系统取自检查过的文件。",
        "By the officers who make the inspection, while it is under way. PUT the file to `upload`; once it is `ready`, the record of the "
        "inspection names it by `media` in `photos`, and its hash is taken from the checked file.",
    ),
)
def announce_inspection_media(
    request: Called, inspection_id: InspectionId, body: AnnounceMedia
) -> Response[Any]:
    """Announce a file for an inspection and answer where it is to be sent."""
    return announced(request, of_inspection(inspection_id), body, views.inspection_media_view)


@API.route(
    "GET",
    "/v1/media/inspections/{inspection_id}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("一页附件", "A page of what is attached"), answers.InspectionMediaList)},
    problems=[NotFound],
    summary=Text("查询检查附件", "List what is attached to an inspection"),
    description=Text(
        "本乡镇执法相关人员可见已通过检查的附件。筛选后一页可能不足 limit 条。",
        "Who works with what the town enforces sees what was checked. A page may hold fewer than `limit` items.",
    ),
)
def list_inspection_media(
    request: Called,
    inspection_id: InspectionId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is attached to an inspection and the caller may see."""
    line = views.inspection_media_line
    return listed(request, of_inspection(inspection_id), limit, cursor, line)


@API.route(
    "GET",
    "/v1/media/inspections/{inspection_id}/{media_id}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("附件", "What is attached"), answers.InspectionMediaView)},
    problems=[NotFound],
    summary=Text("查看检查附件", "Read a photo or a recording of an inspection"),
    description=Text(
        "download 给出短时有效的下载地址；上传人在文件到达前得到新的上传地址。",
        "`download` holds an address that works for a few minutes; until the file has arrived its uploader gets a fresh `upload`.",
    ),
)
def get_inspection_media(
    request: Called, inspection_id: InspectionId, media_id: MediaId
) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    return shown(request, of_inspection(inspection_id), media_id, views.inspection_media_view)


@API.route(
    "DELETE",
    "/v1/media/inspections/{inspection_id}/{media_id}",
    access=Access(ENFORCERS),
    answers={204: (Text("已删除", "Deleted"), None)},
    problems=[
        *(NotFound, NotTheUploader, NotTheInspector, InspectionNotUnderWay, StaleVersion),
        SomebodyWasFaster,
    ],
    summary=Text("删除检查附件", "Delete a photo or a recording of an inspection"),
    description=Text(
        "仅上传人、在登记检查结果之前可删除；登记之后附件与检查记录一并保存。",
        "By its uploader, until the result is recorded: from then on it stays with the record.",
    ),
)
def delete_inspection_media(
    request: Called, inspection_id: InspectionId, media_id: MediaId
) -> Response[Any]:
    """Take away what the caller has uploaded."""
    return deleted(request, of_inspection(inspection_id), media_id)
