"""Routes of forms, drafts and papers."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.model import papers as model
from enforcement.rules.corrections import NotClerical
from enforcement.rules.forms import (
    ItemMissing,
    NotByHand,
    NotNow,
    UnknownForm,
    ValuesDiffer,
    forms,
)
from enforcement.rules.papers import (
    NothingToCorrect,
    NotTheSameForm,
    PaperStands,
    VoidByMove,
)
from enforcement.rules.refusals import GateShut
from enforcement.rules.timeline import RecordFull
from enforcement.service import make_papers
from enforcement.service.paper_files import DOCUMENTS
from enforcement.service.papers import template_of
from kernel import clock, paging
from kernel.access import ALL_ROLES, ENFORCEMENT_READERS, Access
from kernel.documents import DocumentRow
from kernel.documents.model import DocumentView, document_view
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotAllowed, NotFound
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

SIGNED_IN = Access(ALL_ROLES)
PaperId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX70"])]
Form = Annotated[str, Path(pattern=r"^[a-z][a-z_]{2,39}$", examples=["interview_record"])]
_WRITES = (NotFound, NotAllowed, IdempotencyKeyReused, SomebodyWasFaster)


@API.route(
    "GET",
    "/v1/enforcement/forms",
    access=Access(ENFORCEMENT_READERS, scoped=False),
    answers={200: (Text("文书格式", "The forms"), model.FormList)},
    summary=Text("文书格式与法定事项", "List the forms, with what each must hold by law"),
)
def list_forms(request: Called) -> Response[Any]:
    """List the forms."""
    items = [model.form_view(one, template_of(one), request.language) for one in forms().values()]
    return API.answer(200, {"items": items})


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/drafts",
    access=Access(ENFORCEMENT_READERS),
    answers={202: (Text("草稿，文件后台生成", "The draft; its file is written"), model.DraftView)},
    problems=[*_WRITES, UnknownForm, ValuesDiffer],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("预览文书草稿", "Try a paper as a draft"),
    description=Text(
        "草稿不编号；同一案件同一格式只留最近一份。lacks 列出尚缺的法定事项。",
        "A draft has no number; of a case and form the last is kept. `lacks` names what it still lacks by law.",
    ),
)
def draft_paper(request: Called, case_id: RowId, body: model.DraftPaper) -> Response[Any]:
    """Keep a draft and have its file written."""
    answer = API.carry_out(
        request,
        lambda work: make_papers.draft(work, request, case_id, body.form, body.values),
        lambda one: model.draft_view(
            one.form, one.lines, one.lacks, _document(one.document), request.language
        ),
        status=202,
    )
    _have_written(make_papers.draft_id(case_id, body.form))
    return answer


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/drafts/{form}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("草稿文件", "The draft's file"), DocumentView)},
    problems=[NotFound, NotAllowed, UnknownForm],
    summary=Text("草稿文件与下载地址", "Read how far a draft's file is, and where it is"),
)
def get_draft(request: Called, case_id: RowId, form: Form) -> Response[Any]:
    """Answer where the file of a draft is."""
    row = make_papers.find_draft(request, case_id, form)
    return API.answer(200, _document(row, fetch=True), version=int(row.version))


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/papers",
    access=Access(ENFORCEMENT_READERS),
    answers={201: (Text("已制发", "Issued"), model.PaperView)},
    problems=[
        *_WRITES,
        UnknownForm,
        ValuesDiffer,
        ItemMissing,
        NotByHand,
        NotNow,
        NothingToCorrect,
        NotClerical,
        NotTheSameForm,
        PaperStands,
        GateShut,
        RecordFull,
    ],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("制发文书", "Issue a paper"),
    description=Text(
        "取得文号后文本固定（校验值 digest）；缺少法定事项的不予制发并列明。随办案步骤生成的文书不能单独制作，更正时另出新文书并以 corrects "
        "指明原件：只写要改的笔误，其余照原件；处罚、金额和期限不得改动。",
        "With its number the text is fixed (`digest`). A paper that lacks an item of the law is refused, and told which. Papers of a step come "
        "with the step; a correction is a new paper that names the old one (`corrects`) and says only what was written wrongly: penalty, sums "
        "and terms stay.",
    ),
)
def issue_paper(request: Called, case_id: RowId, body: model.NewPaper) -> Response[Any]:
    """Issue a paper by hand, or a correction."""
    return API.carry_out(
        request,
        lambda work: make_papers.issue_by_hand(
            work, request, case_id, body.form, body.values, body.corrects
        ),
        lambda seen: model.paper_view(seen.paper, seen.lines),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/papers",
    access=SIGNED_IN,
    answers={200: (Text("文书，早的在前", "Papers, oldest first"), model.PaperList)},
    problems=[NotFound],
    summary=Text("案件的文书", "List the papers of a case"),
    description=Text(
        "当事人只见送达本人及本人陈述的文书。",
        "The party sees what is served on it and what it said itself.",
    ),
)
def list_papers(
    request: Called, case_id: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the papers of a case."""
    page = make_papers.list_papers(request, case_id, limit, cursor)
    return API.page(page, model.paper_line)


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/papers/{paper_id}",
    access=SIGNED_IN,
    answers={200: (Text("文书", "The paper"), model.PaperView)},
    problems=[NotFound],
    summary=Text("查看文书", "Read a paper"),
)
def get_paper(request: Called, case_id: RowId, paper_id: PaperId) -> Response[Any]:
    """Read a paper, line by line."""
    seen = make_papers.read_paper(request, case_id, paper_id)
    return API.answer(200, model.paper_view(seen.paper, seen.lines), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/papers/{paper_id}/void",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("已作废", "Void"), model.PaperView)},
    problems=[*_WRITES, VoidByMove, NotNow, PaperStands, GateShut],
    summary=Text("作废文书", "Make a paper void"),
    description=Text(
        "文号保留、不再使用；随办案步骤生成的文书不能作废。",
        "Its number stays and is nobody's again; what came of a step is never void.",
    ),
)
def void_paper(
    request: Called, case_id: RowId, paper_id: PaperId, body: model.VoidPaper
) -> Response[Any]:
    """Make a paper void with the reason."""
    return API.carry_out(
        request,
        lambda work: make_papers.make_void(work, request, case_id, paper_id, body.reason),
        lambda seen: model.paper_view(seen.paper, seen.lines),
    )


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/papers/{paper_id}/document",
    access=SIGNED_IN,
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=_WRITES,
    summary=Text("生成文书文件", "Have the file of a paper written"),
)
def write_paper(request: Called, case_id: RowId, paper_id: PaperId) -> Response[Any]:
    """Have the DOCX of a paper written."""
    answer = API.carry_out(
        request,
        lambda work: make_papers.write_file(work, request, case_id, paper_id),
        _document,
        status=202,
    )
    _have_written(paper_id)
    return answer


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/papers/{paper_id}/document",
    access=SIGNED_IN,
    answers={200: (Text("文书文件", "The paper's file"), DocumentView)},
    problems=[NotFound],
    summary=Text("文书文件与下载地址", "Read how far the file of a paper is, and where it is"),
)
def get_paper_document(request: Called, case_id: RowId, paper_id: PaperId) -> Response[Any]:
    """Answer where the file of a paper is."""
    row = make_papers.find_file(request, case_id, paper_id)
    return API.answer(200, _document(row, fetch=True), version=int(row.version))


def _document(row: DocumentRow, *, fetch: bool = False) -> DocumentView:
    return document_view(row, clock.now(), fetch=fetch)


def _have_written(document_id: str) -> None:
    # After the row: a message that came first would find nothing to do. A replayed answer asks again, as the first time may have
    # ended between the two.
    DOCUMENTS.ask(document_id)
