"""Routes of disputes: registered, moved, seen, counted."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.http import Called, refusals
from kernel.http.asked import Area, TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotAllowed, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.mediation.api.base import (
    BASE,
    COUNTERS,
    MEDIATORS,
    MOVES,
    SIGNED_IN,
    TOLD_OF_RISKS,
    CaseId,
    Month,
    OfCommittee,
)
from services.mediation.model.answers import (
    MediationFigures,
    MediationList,
    MediationView,
    ReportedRiskList,
)
from services.mediation.model.moves import MoveMediation
from services.mediation.model.office_views import figures_view, risk_line
from services.mediation.model.requests import RegisterDispute
from services.mediation.model.views import case_line, case_view
from services.mediation.rules.case import MediationStatus
from services.mediation.rules.case_states import CASES, CaseEvent
from services.mediation.rules.refusals import NeverADispute, TriedAgain
from services.mediation.service import see_cases
from services.mediation.service.count_cases import count_cases
from services.mediation.service.move_case import move_case
from services.mediation.service.open_case import OPENERS, ask_town, register

_LONGEST_MONTHS = 36


@API.route(
    "POST",
    f"{BASE}/cases",
    access=Access(OPENERS),
    answers={201: (Text("已登记", "Registered"), MediationView)},
    problems=[OutsideYourArea, UnitClosed, NeverADispute, TooOften, *refusals.WRITES],
    summary=Text("登记纠纷", "Register a dispute"),
    description=Text(
        "排查发现或当事人申请。涉及暴力或未成年人安全的（dangers）不予登记，应立即报告公安、民政"
        "（{zh:domestic-violence-law#14}；{zh:minors-protection-law#11}）。同一人同一 client_ref 只登记一次。",
        "Found on a round, or asked for by a party. Violence, or a child in danger (`dangers`), is no dispute: report it at once "
        "({en:domestic-violence-law#14}; {en:minors-protection-law#11}). The same `client_ref` of a person is one dispute.",
    ),
)
def register_dispute(request: Called, body: RegisterDispute) -> Response[Any]:
    """Register a dispute."""
    return API.carry_out(
        request,
        lambda work: register(work, request, body.as_dispute()),
        lambda seen: case_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/cases/{seen.case.id}",
    )


@API.route(
    "GET",
    f"{BASE}/cases",
    access=Access(MEDIATORS),
    answers={
        200: (Text("本会纠纷，新的在前", "The committee's cases, newest first"), MediationList)
    },
    problems=[OutsideYourArea],
    summary=Text("本调解委员会的纠纷", "List the cases of the own committee"),
)
def list_mediations(
    request: Called,
    unit: OfCommittee,
    status: Annotated[MediationStatus, Query()] = MediationStatus.REGISTERED,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the cases of the caller's committee of a status."""
    request.allow(request.person.post_at(unit, MEDIATORS) is not None, OutsideYourArea)
    found = see_cases.list_cases(unit, status, limit, cursor)
    return API.page(found, lambda seen: case_line(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/own-cases",
    access=SIGNED_IN,
    answers={200: (Text("本人的纠纷", "The own cases"), MediationList)},
    summary=Text("本人是当事人或由本人登记的纠纷", "List cases one is a party to, or registered"),
)
def list_own_mediations(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the caller's own cases."""
    request.allow(proven=True)
    found = see_cases.list_own(request.person, limit, cursor)
    return API.page(found, lambda seen: case_line(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/risks",
    access=Access(TOLD_OF_RISKS),
    answers={200: (Text("已报告的风险", "Risks that were reported"), ReportedRiskList)},
    problems=[OutsideYourArea],
    summary=Text("已报告乡镇的风险纠纷", "List the risks a town was told of"),
    description=Text("不含姓名和内容。", "No names, no words."),
)
def list_mediation_risks(
    request: Called, town: TownAsked, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the open risks a town was told of."""
    request.within(town, TOLD_OF_RISKS)
    found = see_cases.list_risks(town, limit, cursor)
    return API.page(found, risk_line)


@API.route(
    "GET",
    f"{BASE}/figures",
    access=Access(COUNTERS),
    answers={200: (Text("调解统计", "Statistics"), MediationFigures)},
    problems=[OutsideYourArea, InvalidFields],
    summary=Text("人民调解统计", "Count what came about in a place"),
)
def count_mediations(
    request: Called,
    unit: Area,
    first: Month,
    last: Month,
) -> Response[Any]:
    """Count the mediation of a place and some months."""
    request.within(unit, COUNTERS)
    if not 0 <= _months(last) - _months(first) < _LONGEST_MONTHS:
        raise InvalidFields.one(
            "last",
            Text("止月不得早于起月，最多三十六个月。", "Not before first; at most 36 months."),
        )
    return API.answer(200, figures_view(count_cases(unit, first, last), request.language))


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


@API.route(
    "GET",
    f"{BASE}/cases/{{case_id}}",
    access=SIGNED_IN,
    answers={200: (Text("纠纷", "The case"), MediationView)},
    problems=[NotFound],
    summary=Text("查看纠纷", "Read a case"),
    description=Text(
        "当事人和本案调解员见全部内容；本会其他调解员和登记人不见姓名和内容；他人不可见。",
        "Parties and mediators of the case see all of it; the committee, and who registered it, neither names nor words; nobody else sees it.",
    ),
)
def get_mediation(request: Called, case_id: CaseId) -> Response[Any]:
    """Read a case one has a part in."""
    seen = see_cases.see_case(case_id, request.person)
    request.allow(proven=True)
    return API.answer(200, case_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/cases/{{case_id}}/history",
    access=SIGNED_IN,
    answers={200: (Text("经过，早的在前", "What happened, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("纠纷的办理经过", "Read what happened in a case"),
)
def get_mediation_history(
    request: Called, case_id: CaseId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of a case one has a part in."""
    found, inside = see_cases.history_of(case_id, request.person, limit, cursor)
    request.allow(proven=True)
    return API.page(found, lambda step: step_view(step, CaseEvent, request.language, names=inside))


@API.route(
    "POST",
    f"{BASE}/cases/{{case_id}}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的纠纷", "The case after the step"), MediationView)},
    problems=[NotAllowed, *MOVES],
    summary=Text("办理纠纷", "Take a step with a case"),
    description=CASES.described(),
)
def move_mediation(request: Called, case_id: CaseId, body: MoveMediation) -> Response[Any]:
    """Take a step with a case one has a part in."""
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_case(work, request, case_id, command, expected),
        lambda seen: case_view(seen, request.language),
    )


@API.route(
    "POST",
    f"{BASE}/cases/{{case_id}}/second-try",
    access=SIGNED_IN,
    answers={201: (Text("乡镇再次调解", "The town's case"), MediationView)},
    problems=[NotFound, NotAllowed, TriedAgain, *refusals.WRITES],
    summary=Text("请乡镇再次调解", "Ask the town to try again"),
)
def try_mediation_again(request: Called, case_id: CaseId) -> Response[Any]:
    """Let the town try again what failed at the village."""
    return API.carry_out(
        request,
        lambda work: ask_town(work, request, case_id),
        lambda seen: case_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/cases/{seen.case.id}",
    )
