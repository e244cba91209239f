"""Routes of courtyards."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit, unit_queried
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text
from kernel.web_address import page_at
from services.api.base import API
from services.environment.api.base import BASE, SIGNED_IN, STAFFED
from services.environment.model.courtyard_requests import MoveCourtyard, RateCourtyard
from services.environment.model.courtyards import CourtyardList, CourtyardView, courtyard_view
from services.environment.rules.courtyard_refusals import (
    BelowTheStars,
    NotBySamePerson,
    NotDueYet,
    NotTheOneNamed,
    ObjectedAlready,
    ObjectionsOver,
    StillMending,
)
from services.environment.rules.courtyard_states import (
    YARDS,
    YardEvent,
    YardStatus,
)
from services.environment.rules.criteria import IndoorsWithoutConsent, ScoresDoNotFit
from services.environment.service import see_courtyards as seeing
from services.environment.service.move_courtyard import move_courtyard
from services.environment.service.rate_courtyard import HasACourtyard, rate_courtyard

_SCORED = (IndoorsWithoutConsent, ScoresDoNotFit, HasACourtyard)


@API.route(
    "POST",
    f"{BASE}/courtyards",
    access=SIGNED_IN,
    answers={201: (Text("已申报", "Rated"), CourtyardView)},
    problems=[*_SCORED, NotFound, *WRITES],
    summary=Text("自评庭院", "Rate the own yard"),
    description=Text(
        "由本户自评，或由网格员应本户要求代报。室内项目默认不评，须本户本人同意（{zh:civil-code#1032,1033}）。",
        "By the household itself, or by its grid's staff at its wish. Rooms are not rated unless the household itself consents "
        "({en:civil-code#1032,1033}).",
    ),
)
def rate_own_courtyard(request: Called, body: RateCourtyard) -> Response[Any]:
    """Rate a household's yard."""
    return API.carry_out(
        request,
        lambda work: rate_courtyard(work, request, body),
        lambda seen: courtyard_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/courtyards/{seen.yard.id}",
    )


@API.route(
    "GET",
    f"{BASE}/courtyards",
    access=STAFFED,
    answers={200: (Text("庭院，按村排列", "Courtyards, by village"), CourtyardList)},
    problems=[OutsideYourArea, InvalidFields],
    summary=Text("庭院清单", "List the courtyards of a unit by status"),
)
def list_courtyards(
    request: Called,
    unit: Annotated[str, Query(description="Unit / 单位代码", examples=["140426106"])],
    status: Annotated[YardStatus, Query()] = YardStatus.AT_VILLAGE,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the courtyards of a status in the caller's area."""
    found = seeing.list_courtyards(request, unit_queried(unit), status, limit, cursor)
    return API.page(found, lambda seen: courtyard_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/courtyards/posted",
    access=SIGNED_IN,
    answers={200: (Text("公示中的庭院", "What is posted"), CourtyardList)},
    problems=[NotFound],
    summary=Text("查看本村公示", "Read what is posted in a village"),
    description=Text(
        "本村居民和工作人员可见、可提异议；未单独同意署名的户不显示户名（{zh:personal-information-law-2021#25}）。",
        "For who lives or works in the village, who may object. A household that did not consent separately is not named "
        "({en:personal-information-law-2021#25}).",
    ),
)
def list_posted_courtyards(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what is posted in a village of the caller's."""
    found = seeing.list_posted(request, village, limit, cursor)
    return API.page(found, lambda seen: courtyard_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/own-courtyard",
    access=SIGNED_IN,
    answers={200: (Text("本户庭院", "The household's courtyard"), CourtyardView)},
    problems=[NotFound],
    summary=Text("查看本户庭院", "Read the own courtyard"),
)
def get_own_courtyard(request: Called) -> Response[Any]:
    """Read the courtyard of the caller's household."""
    seen = seeing.see_own(request)
    return API.answer(200, courtyard_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/courtyards/{{courtyard}}",
    access=SIGNED_IN,
    answers={200: (Text("庭院", "The courtyard"), CourtyardView)},
    problems=[NotFound],
    summary=Text("查看庭院", "Read a courtyard"),
)
def get_courtyard(request: Called, courtyard: RowId) -> Response[Any]:
    """Read a courtyard the caller has to do with."""
    seen = seeing.see_courtyard(request, courtyard)
    return API.answer(200, courtyard_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/courtyards/{{courtyard}}/history",
    access=SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("庭院评定全过程", "Read the history of a courtyard"),
)
def get_courtyard_history(
    request: Called, courtyard: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read every step of a courtyard; who did it is told by role alone, as neighbours may have objected."""
    found = seeing.list_steps(request, courtyard, limit, cursor)
    return API.page(found, lambda one: step_view(one, YardEvent, request.language, names=False))


@API.route(
    "POST",
    f"{BASE}/courtyards/{{courtyard}}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的庭院", "The courtyard after the step"), CourtyardView)},
    problems=[
        *(*MOVES, *_SCORED, BelowTheStars, ObjectedAlready, ObjectionsOver),
        *(StillMending, NotBySamePerson, NotTheOneNamed, NotDueYet),
    ],
    summary=Text("核查、评定、异议、复查或退出", "Check, visit, object, look again, or leave"),
    description=YARDS.described(),
)
def move_own_courtyard(request: Called, courtyard: RowId, body: MoveCourtyard) -> Response[Any]:
    """Take a step with a courtyard; no one is staff to the own household's."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move_courtyard(work, request, courtyard, body, expected),
        lambda seen: courtyard_view(seen, request.language),
    )


@API.route(
    "GET",
    f"{BASE}/courtyards/{{courtyard}}/plate",
    access=STAFFED,
    answers={200: (Text("标牌二维码", "The QR code of the plate"), ("image/svg+xml",))},
    problems=[NotFound],
    summary=Text("庭院标牌二维码", "The QR for the plate at the gate"),
    description=Text(
        "只含随机编号；公开页不显示户和人。",
        "Holds a random token; its public page names no household and no person.",
    ),
)
def get_courtyard_plate(request: Called, courtyard: RowId) -> Response[Any]:
    """Draw the QR that leads to what everybody may know of the stars."""
    from services.environment.model.qr import qr_svg

    token = seeing.plate_of(request, courtyard)
    address = page_at(request.host, "courtyard", token)
    return Response(200, "image/svg+xml", qr_svg(address))
