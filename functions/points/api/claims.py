"""Routes of claims and deductions."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, RowId
from points.model import claim_answers as answers
from points.model.claim_requests import MoveClaim, NewClaim
from points.model.shown import shown
from points.rules.book import NoBookInForce, UnknownItem
from points.rules.book_checks import ForbiddenRule
from points.rules.claim import AlreadyClaimed, CapReached, ItemExcluded
from points.rules.claim_states import ClaimStatus
from points.rules.objections import ObjectedEnough, ObjectionTooLate
from points.rules.recusal import Recused
from points.service import list_claims as listing
from points.service.asking import CHECKERS
from points.service.move_claim import move_claim as move
from points.service.open_claim import open_claim as open_one
from points.service.see_claim import read_claim


@API.route(
    "POST",
    "/v1/points/claims",
    access=SIGNED_IN,
    answers={201: (Text("已申报", "Claimed"), answers.ClaimView)},
    problems=[
        NotFound,
        OutsideYourArea,
        UnknownItem,
        ForbiddenRule,
        NoBookInForce,
        ItemExcluded,
        CapReached,
        Recused,
        AlreadyClaimed,
        *WRITES,
    ],
    summary=Text("申报积分或记录扣分", "Claim points, or record a deduction"),
    description=Text(
        "户成员申报本户，网格员可代辖区户申报；扣分项目由积分核验员记录。按事发当日生效的规则评分。",
        "A household's members claim for it, its grid worker on its behalf; deductions are recorded by verifiers. The rules in force on "
        "the day it happened apply.",
    ),
)
def open_claim(request: Called, body: NewClaim) -> Response[Any]:
    """Claim points for a household, or record a deduction."""
    return API.carry_out(
        request,
        lambda work: open_one(work, request, body),
        lambda seen: answers.claim_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/points/claims/{seen.claim.id}",
    )


@API.route(
    "GET",
    "/v1/points/claims",
    access=Access(CHECKERS),
    answers={200: (Text("申报列表", "Claims"), answers.ClaimList)},
    problems=[OutsideYourArea],
    summary=Text("村内某状态的申报", "List a village's claims of one status"),
)
def list_claims(
    request: Called,
    village: Annotated[str, Query(pattern=r"^[1-9]\d{11}$")],
    status: Annotated[ClaimStatus, Query()] = ClaimStatus.CHECKING,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List a village's claims of one status, oldest first."""
    found = listing.list_claims(request, village, status, limit, cursor)
    return API.page(found, lambda line: shown(answers.ClaimLine, line))


@API.route(
    "GET",
    "/v1/points/claims/{claim_id}",
    access=SIGNED_IN,
    answers={200: (Text("申报", "The claim"), answers.ClaimView)},
    problems=[NotFound],
    summary=Text("查看申报", "Read a claim"),
)
def get_claim(request: Called, claim_id: RowId) -> Response[Any]:
    """Read a claim; neighbours see neither names nor words."""
    seen = read_claim(request, claim_id)
    return API.answer(200, answers.claim_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/points/claims/{claim_id}/timeline",
    access=SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.PointsTimeline)},
    problems=[NotFound],
    summary=Text("查看申报全过程", "Read the timeline of a claim"),
)
def get_claim_timeline(
    request: Called, claim_id: RowId, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """Read every step of a claim; names for staff alone."""
    found, claim = listing.list_steps(request, claim_id, limit, cursor)
    return API.page(found, lambda step: answers.step_view(step, claim, request.language))


@API.route(
    "POST",
    "/v1/points/claims/{claim_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的申报", "The claim after the step"), answers.ClaimView)},
    problems=[ForbiddenRule, Recused, ObjectionTooLate, ObjectedEnough, *MOVES],
    summary=Text("核验、评议、入户、异议、答复、撤回", "Move a claim"),
    description=Text(
        "verify 核验（quantity），recognise 邻里认可（in_favour），visit 入户（grade、reason），object 异议（reason），"
        "answer 答复（objection、upheld、reason、points），withdraw 撤回。本户、近亲属及已参与者由系统强制回避。",
        "verify (`quantity`), recognise (`in_favour`), visit (`grade`, `reason`), object (`reason`), answer (`objection`, `upheld`, `reason`, "
        "`points`), withdraw. The household, its near relatives and whoever took part before are recused by the registry's relations.",
    ),
)
def move_claim(request: Called, claim_id: RowId, body: MoveClaim) -> Response[Any]:
    """Take a claim one step further."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, claim_id, body, expected),
        lambda seen: answers.claim_view(seen, request.language),
    )
