"""Routes by which a matter is handled as something else, and taken back."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.rules.converting import AlreadyConverted, NotConvertible
from kernel.access import STAFF, Access, Role
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.refusals import WRITES
from kernel.ids import ID_PATTERN
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.hazards.rules.checklists import UnknownItem
from services.hazards.rules.finding_moves import NotToBeHandedOver
from services.hazards.rules.findings import (
    FindingAlreadyOpen,
    GridWorkerNeverOrders,
    NotSettledByHand,
    RectifiedTooLate,
)
from services.mediation.rules.refusals import NeverADispute
from workspace.api.base import API
from workspace.conversions import model
from workspace.conversions.model import ConvertMatter, TakeMatterBack
from workspace.conversions.rules.conversions import (
    Matter,
    MatterKind,
    SameKind,
    StillUnderWay,
    TakenBackAlready,
    WouldGoRound,
)
from workspace.conversions.service.convert_matter import convert_matter, take_back
from workspace.conversions.service.see_conversions import conversions_of

WORKS_ON_MATTERS = Access(STAFF - {Role.SHOP_KEEPER})
_EITHER_CONTEXT = (NotFound, NotAllowed, OutsideYourArea)
_ON_STOPPING = (StaleVersion, IllegalMove, AlreadyConverted, NotConvertible, NotToBeHandedOver)
_ON_ENTERING = (
    *(NeverADispute, FindingAlreadyOpen, GridWorkerNeverOrders, RectifiedTooLate),
    *(NotSettledByHand, UnknownItem, UnitClosed, TooOften),
)
"""What the contexts refuse of their own: of stopping a matter there, and of entering it here."""

ConversionId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])
]


@API.route(
    "POST",
    "/v1/workspace/conversions",
    access=WORKS_ON_MATTERS,
    answers={201: (Text("已转办", "Handled as something else"), model.ConversionView)},
    problems=[*_EITHER_CONTEXT, *_ON_STOPPING, *_ON_ENTERING, SameKind, WouldGoRound, *WRITES],
    summary=Text("转办为其他事项", "Handle a matter as something else"),
    description=Text(
        "事件、隐患、矛盾纠纷、执法线索可相互转办。原事项停止计时，转办后的事项开始计时，任何时刻只有一个时限在走；"
        "转办事项结束后由原单位收回，未解决的按剩余时限继续办理，已解决的进入核查。",
        "An incident, a hazard, a dispute and a clue of enforcement may turn out to be one another. Where it was its clock stops, where it is it "
        "begins: one at every moment. When that has ended it is taken back: to its confirmation if it was solved, else with what was left.",
    ),
)
def convert_matter_into_another(request: Called, body: ConvertMatter) -> Response[Any]:
    """Handle a matter the caller has in hand as something else."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: convert_matter(
            work, request, body.source.as_matter(), body.into, body.reason, expected
        ),
        lambda one: model.conversion_view(one, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/workspace/conversions",
    access=WORKS_ON_MATTERS,
    answers={200: (Text("转办记录", "What it became and came from"), model.ConversionList)},
    problems=[*_EITHER_CONTEXT],
    summary=Text("查看一项事项的转办", "List what a matter became, and what it came from"),
)
def list_conversions_of_matter(
    request: Called,
    kind: Annotated[MatterKind, Query()],
    matter: Annotated[str, Query(pattern=f"^{ID_PATTERN}$")],
) -> Response[Any]:
    """List the conversions of a matter the caller may read."""
    found = conversions_of(request, Matter(kind, matter))
    items = [model.conversion_view(one, request.language) for one in found]
    return API.answer(200, {"items": items})


@API.route(
    "POST",
    "/v1/workspace/conversions/{conversion}/take-back",
    access=WORKS_ON_MATTERS,
    answers={200: (Text("已收回", "Taken back"), model.ConversionView)},
    problems=[*_EITHER_CONTEXT, IllegalMove, StillUnderWay, TakenBackAlready, *WRITES],
    summary=Text("收回转办", "Take back a matter whose other form has ended"),
)
def take_matter_back(
    request: Called, conversion: ConversionId, body: TakeMatterBack
) -> Response[Any]:
    """Let a matter of the caller's go on where it was."""
    return API.carry_out(
        request,
        lambda work: take_back(work, request, conversion, body.reason),
        lambda one: model.conversion_view(one, request.language),
    )
