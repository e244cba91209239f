"""Routes of alerts: the desk of a village, a town or the county, and the rules they are raised by."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from economy.api.base import API
from economy.api.shared import MOVES, READ
from economy.model.alerts import (
    EconomyAlertList,
    EconomyAlertRules,
    EconomyAlertView,
    MoveEconomyAlert,
    alert_view,
    rules_view,
)
from economy.rules.alert_states import ALERTS, CHECKERS, TOWN, AlertEvent, Shelf
from economy.rules.alert_terms import alert_rules
from economy.rules.asset_states import READERS
from economy.service.keep_alerts import (
    get_alert,
    list_alerts,
    move_alert,
    see,
    steps_of_alert,
)
from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text

Unit = Annotated[
    str,
    Query(
        pattern=r"^[1-9]\d{5}(\d{3}(\d{3})?)?$",
        description="County, town or village / 县、乡镇或村代码",
        examples=["140426106201"],
    ),
]


@API.route(
    "GET",
    "/v1/economy/alerts",
    access=READ,
    answers={200: (Text("预警，按村和种类排列", "Alerts, by village and kind"), EconomyAlertList)},
    summary=Text("集体经济预警清单", "List the alerts within a place"),
    description=Text(
        "每夜按规则检查合同、资产、凭证、公开和现金；原因消除后自动消除，误报仅由乡镇说明理由撤销。",
        "Every night contracts, assets, vouchers, publications and cash are looked at by rules; an alert ends by itself when its cause is gone, and the "
        "town alone dismisses a wrong one, with its reason.",
    ),
)
def list_economy_alerts(
    request: Called,
    unit: Unit,
    shelf: Annotated[
        Shelf, Query(description="open 待处理, dismissed 误报已撤销, cleared 已消除")
    ] = Shelf.OPEN,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the alerts within a place in the caller's area."""
    request.within(unit, READERS)
    found = list_alerts(unit, shelf, request.person, limit, cursor)
    return API.page(found, lambda seen: alert_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/alerts/{alert}",
    access=READ,
    answers={200: (Text("预警", "The alert"), EconomyAlertView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看集体经济预警", "Read an alert"),
)
def get_economy_alert(request: Called, alert: RowId) -> Response[Any]:
    """Read an alert in the caller's area."""
    one = get_alert(alert)
    request.within(one.village, READERS)
    seen = see(one, request.person)
    return API.answer(200, alert_view(seen, request.language), version=one.version)


@API.route(
    "POST",
    "/v1/economy/alerts/{alert}/transitions",
    access=Access(CHECKERS | TOWN),
    answers={200: (Text("办理后的预警", "The alert after the step"), EconomyAlertView)},
    problems=[OutsideYourArea, *MOVES],
    summary=Text("核查、约谈或撤销预警", "Take a step with an alert"),
    description=ALERTS.described(),
)
def move_economy_alert(request: Called, alert: RowId, body: MoveEconomyAlert) -> Response[Any]:
    """Take a step with an alert in the caller's area."""
    request.within(get_alert(alert).village, CHECKERS | TOWN)
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move_alert(work, alert, body.action, body.reason, request.person, expected),
        lambda seen: alert_view(seen, request.language),
    )


@API.route(
    "GET",
    "/v1/economy/alerts/{alert}/history",
    access=READ,
    answers={200: (Text("经过", "What happened"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("集体经济预警经过", "Read an alert's history"),
)
def list_economy_alert_steps(
    request: Called, alert: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of an alert in the caller's area."""
    request.within(get_alert(alert).village, READERS)
    found = steps_of_alert(alert, limit, cursor)
    return API.page(found, lambda step: step_view(step, AlertEvent, request.language))


@API.route(
    "GET",
    "/v1/economy/alert-rules",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("预警规则", "The rules of alerts"), EconomyAlertRules)},
    summary=Text("集体经济预警规则", "Read the rules of alerts"),
)
def list_economy_alert_rules(request: Called) -> Response[Any]:
    """Read by which rules and numbers alerts are raised, and how sure these are."""
    return API.answer(200, rules_view(alert_rules(), request.language))
