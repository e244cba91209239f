"""Routes of the file of a case: a part is written in the background, and fetched."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel import clock
from kernel.documents.model import DocumentView, document_view
from kernel.http import Called, refusals
from kernel.problems import NotFound
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.mediation.api.base import BASE, SIGNED_IN, CaseId
from services.mediation.rules.refusals import PartNotThere
from services.mediation.rules.words import MediationFilePart
from services.mediation.service.write_part import document_id, find_part, write_part
from services.service.write_paper import DOCUMENTS

Part = Annotated[MediationFilePart, Path(description="Which part of the file / 卷宗组成部分")]


@API.route(
    "POST",
    f"{BASE}/cases/{{case_id}}/file/{{part}}",
    access=SIGNED_IN,
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=[NotFound, PartNotThere, TooOften, *refusals.WRITES],
    summary=Text("生成卷宗材料", "Have a part of the file written"),
    description=Text(
        "卷宗五项必备、七项视情形（{zh:people-mediation-law#27}）；按目前内容生成。",
        "Five parts every file holds, seven as needed ({en:people-mediation-law#27}); written as the case stands now.",
    ),
)
def write_mediation_part(request: Called, case_id: CaseId, part: Part) -> Response[Any]:
    """Have a part of the file of a case written."""
    answer = API.carry_out(
        request,
        lambda work: write_part(work, request, case_id, part),
        lambda row: document_view(row, clock.now()),
        status=202,
    )
    # A replayed answer asks again.
    DOCUMENTS.ask(document_id(case_id, part))
    return answer


@API.route(
    "GET",
    f"{BASE}/cases/{{case_id}}/file/{{part}}",
    access=SIGNED_IN,
    answers={200: (Text("卷宗材料", "The part"), DocumentView)},
    problems=[NotFound],
    summary=Text("卷宗材料与下载地址", "Read how far a part of the file is, and where it is"),
)
def get_mediation_part(request: Called, case_id: CaseId, part: Part) -> Response[Any]:
    """Answer where a part of the file of a case is."""
    row = find_part(request, case_id, part)
    return API.answer(200, document_view(row, clock.now(), fetch=True), version=int(row.version))
