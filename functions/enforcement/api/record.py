"""Routes of the evidence of a case, and of the look whether its record is as it was written."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.api.shared import RowId
from enforcement.model import record as model
from enforcement.rules.exhibits import CustodyFull
from enforcement.rules.separation import Recused
from enforcement.rules.timeline import RecordFull
from enforcement.service import see_record
from kernel import paging
from kernel.access import ENFORCEMENT_READERS, Access
from kernel.http import Called, asked
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotAllowed, NotFound, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

ExhibitId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX71"])]


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/evidence",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("证据", "The evidence"), model.ExhibitList)},
    problems=[NotFound],
    summary=Text("案件的证据", "List the evidence of a case"),
    description=Text(
        "八种证据，载明来源、制作人、时间和保管；音像、电子数据以文件位置和校验值为据；排除的注明理由。",
        "Of the eight kinds, with source, maker, time and custody; recordings by their place and hash; what was excluded, with the reason.",
    ),
)
def list_evidence(
    request: Called,
    case_id: asked.RowId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the evidence of a case."""
    page = see_record.list_evidence(request, case_id, limit, cursor)
    return API.page(page, lambda one: model.exhibit_view(one, request.language))


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/evidence/{exhibit_id}/custody",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("移交后的证据", "The evidence in other hands"), model.ExhibitView)},
    problems=[
        NotFound,
        NotAllowed,
        Recused,
        StaleVersion,
        CustodyFull,
        RecordFull,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("移交证据保管", "Hand a piece of evidence over"),
)
def hand_over_evidence(
    request: Called, case_id: asked.RowId, exhibit_id: ExhibitId, body: model.HandOverEvidence
) -> Response[Any]:
    """Give a piece of evidence into other hands."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: see_record.hand_over_evidence(
            work, request, case_id, exhibit_id, to=body.to, where=body.where, expected=expected
        ),
        lambda one: model.exhibit_view(one, request.language),
    )


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/verification",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("校验结果", "What the look found"), model.RecordVerifiedView)},
    problems=[NotFound],
    summary=Text("校验案件全过程记录", "Look whether the record of a case is as it was written"),
    description=Text(
        "重新计算全部记录的校验链，并核对每件文书的文本。",
        "Computes the chain of all entries anew, and holds the text of each paper against it.",
    ),
)
def verify_case_record(request: Called, case_id: asked.RowId) -> Response[Any]:
    """Look through a whole record."""
    found = see_record.verify_case(request, case_id)
    view = model.verified_view(found.head, found.papers, found.faults, request.language)
    return API.answer(200, view)


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/verification",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("校验结果", "What the look found"), model.RecordVerifiedView)},
    problems=[NotFound],
    summary=Text(
        "校验行政检查记录", "Look whether the record of an inspection is as it was written"
    ),
)
def verify_inspection_record(request: Called, inspection_id: RowId) -> Response[Any]:
    """Look through the whole record of an inspection."""
    found = see_record.verify_inspection(request, inspection_id)
    view = model.verified_view(found.head, found.papers, found.faults, request.language)
    return API.answer(200, view)
