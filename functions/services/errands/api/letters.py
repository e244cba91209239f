"""Routes of the letter of authority: it is written in the background, and fetched."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.documents.model import DocumentView, document_view
from kernel.http import Called, refusals
from kernel.problems import NotFound
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.errands.api.base import BASE, EVERYBODY, ErrandId
from services.errands.rules.refusals import ErrandRefused
from services.errands.service.write_letter import document_id, find_letter, write_letter
from services.service.write_paper import DOCUMENTS


@API.route(
    "POST",
    f"{BASE}/{{errand}}/letter",
    access=EVERYBODY,
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=[NotFound, ErrandRefused, TooOften, *refusals.WRITES],
    summary=Text("生成委托书", "Have the letter of authority written"),
    description=Text(
        "代办人、事项、权限、期限和委托人的签字或确认（{zh:civil-code#165}）；委托人、代办员可生成。",
        "Agent, matter, powers, term and the principal's signature or confirmation ({en:civil-code#165}); for the principal and the agent.",
    ),
)
def write_errand_letter(request: Called, errand: ErrandId) -> Response[Any]:
    """Have the letter of an errand written."""
    request.allow(proven=True)
    answer = API.carry_out(
        request,
        lambda work: write_letter(work, errand, request.person),
        lambda row: document_view(row, clock.now()),
        status=202,
    )
    # A replayed answer asks again.
    DOCUMENTS.ask(document_id(errand))
    return answer


@API.route(
    "GET",
    f"{BASE}/{{errand}}/letter",
    access=EVERYBODY,
    answers={200: (Text("委托书", "The letter"), DocumentView)},
    problems=[NotFound],
    summary=Text("委托书与下载地址", "Read how far the letter of authority is, and where it is"),
)
def get_errand_letter(request: Called, errand: ErrandId) -> Response[Any]:
    """Answer where the letter of an errand is."""
    request.allow(proven=True)
    row = find_letter(errand, request.person)
    return API.answer(200, document_view(row, clock.now(), fetch=True), version=int(row.version))
