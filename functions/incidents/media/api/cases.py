"""Routes of photos and voice of a case: announce, list, read, delete."""

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
    CaseNotInvestigated,
    NamedAsEvidence,
    NotOnTheCase,
)
from incidents.media.service.subject_media import of_case
from kernel import paging
from kernel.access import ENFORCEMENT_READERS, ENFORCERS, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

CaseId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$")]


@API.route(
    "POST",
    "/v1/media/cases/{case_id}",
    access=Access(ENFORCERS),
    answers={
        201: (Text("已登记，请上传文件", "Announced; upload the file"), answers.CaseMediaView)
    },
    problems=[*ANNOUNCES, NotOnTheCase, CaseNotInvestigated],
    summary=Text("登记案件的照片或录音", "Announce a photo or a recording of a case"),
    description=Text(
        "仅承办该案的执法人员、在调查中可以登记。按 upload 上传；文件检查通过（ready）后，收集证据（add_evidence）时填其编号 media，"
        "校验值由系统取自检查过的文件。",
        "By the officers who handle the case, while it is investigated. PUT the file to `upload`; once it is `ready`, the step "
        "`add_evidence` names it by `media`, and its hash is taken from the checked file.",
    ),
)
def announce_case_media(request: Called, case_id: CaseId, body: AnnounceMedia) -> Response[Any]:
    """Announce a file for a case and answer where it is to be sent."""
    return announced(request, of_case(case_id), body, views.case_media_view)


@API.route(
    "GET",
    "/v1/media/cases/{case_id}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("一页附件", "A page of what is attached"), answers.CaseMediaList)},
    problems=[NotFound],
    summary=Text("查询案件附件", "List what is attached to a case"),
    description=Text(
        "本乡镇执法相关人员可见已通过检查的附件，当事人不可见。筛选后一页可能不足 limit 条。",
        "Who works with the town's cases sees what was checked; the party does not. A page may hold fewer than `limit` items.",
    ),
)
def list_case_media(
    request: Called, case_id: CaseId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what is attached to a case and the caller may see."""
    return listed(request, of_case(case_id), limit, cursor, views.case_media_line)


@API.route(
    "GET",
    "/v1/media/cases/{case_id}/{media_id}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("附件", "What is attached"), answers.CaseMediaView)},
    problems=[NotFound],
    summary=Text("查看案件附件", "Read a photo or a recording of a case"),
    description=Text(
        "download 给出短时有效的下载地址；上传人在文件到达前得到新的上传地址。",
        "`download` holds an address that works for a few minutes; until the file has arrived its uploader gets a fresh `upload`.",
    ),
)
def get_case_media(request: Called, case_id: CaseId, media_id: MediaId) -> Response[Any]:
    """Answer something attached, with a short-lived address of its file."""
    return shown(request, of_case(case_id), media_id, views.case_media_view)


@API.route(
    "DELETE",
    "/v1/media/cases/{case_id}/{media_id}",
    access=Access(ENFORCERS),
    answers={204: (Text("已删除", "Deleted"), None)},
    problems=[
        *(NotFound, NotTheUploader, NotOnTheCase, CaseNotInvestigated, NamedAsEvidence),
        *(StaleVersion, SomebodyWasFaster),
    ],
    summary=Text("删除案件附件", "Delete a photo or a recording of a case"),
    description=Text(
        "仅上传人、在调查中、尚未作为证据时可删除。",
        "By its uploader, while the case is investigated, unless it is evidence already.",
    ),
)
def delete_case_media(request: Called, case_id: CaseId, media_id: MediaId) -> Response[Any]:
    """Take away what the caller has uploaded."""
    return deleted(request, of_case(case_id), media_id)
