"""Routes of the papers of inspections, and of their files."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from enforcement.api.base import API
from enforcement.api.shared import RowId
from enforcement.model import inspections as model
from enforcement.service import look_up_inspections as look_up
from enforcement.service.inspection_documents import find_document, write_paper
from enforcement.service.paper_files import DOCUMENTS
from enforcement.service.see_inspection import see_inspection
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Access
from kernel.documents.model import DocumentView, document_view
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/papers",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查文书", "Its papers"), model.InspectionPaperList)},
    problems=[NotFound],
    summary=Text("检查文书", "List the papers of an inspection"),
    description=Text(
        "审批表、通知书、现场笔录、反馈书、责令改正通知书随步骤制发，编号连续，文本与哈希固定。",
        "Approval, notice, on-site record, feedback and order are issued with their steps: numbered without a gap, text and hash fixed.",
    ),
)
def list_inspection_papers(
    request: Called, inspection_id: RowId, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List the papers of an inspection, oldest first."""
    see_inspection(inspection_id, request)
    found = look_up.list_papers(inspection_id, limit, cursor)
    return API.page(found, model.paper_line)


@API.route(
    "POST",
    "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document",
    access=Access(ENFORCEMENT_READERS),
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=[NotFound, *WRITES],
    summary=Text("生成检查文书文件", "Have the file of an inspection's paper written"),
)
def write_inspection_paper(request: Called, inspection_id: RowId, paper_id: RowId) -> Response[Any]:
    """Have the DOCX of a paper written."""
    answer = API.carry_out(
        request,
        lambda work: write_paper(work, inspection_id, paper_id, request),
        lambda row: document_view(row, clock.now(), fetch=False),
        status=202,
    )
    # After the row: a message that came first would find nothing to do.
    DOCUMENTS.ask(paper_id)
    return answer


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("文书文件", "The paper's file"), DocumentView)},
    problems=[NotFound],
    summary=Text("检查文书文件与下载地址", "Read where the file of an inspection's paper is"),
)
def get_inspection_document(
    request: Called, inspection_id: RowId, paper_id: RowId
) -> Response[Any]:
    """Answer where the file of a paper is."""
    row = find_document(inspection_id, paper_id, request)
    view = document_view(row, clock.now(), fetch=True)
    return API.answer(200, view, version=int(row.version))
