"""Routes of checklists, warnings and the work of a grid."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import paging
from kernel.access import OFFICERS, PLACE_STAFF, Access, Role
from kernel.directory import UnitClosed
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.problems import InvalidFields, OutsideYourArea, StaleVersion
from kernel.texts import Text
from services.api.base import API
from services.hazards.api.base import STAFFED, Grid, Unit
from services.hazards.model.checklist_requests import HazardChecklists
from services.hazards.model.rounds import (
    DueListView,
    HazardChecklistList,
    WarningsOfUnit,
    checklist_view,
    due_view,
    warnings_view,
)
from services.hazards.model.warning_requests import GiveWarning
from services.hazards.rules.own_checklists import ChecklistLoosened
from services.hazards.rules.warnings import TooManyWarnings
from services.hazards.service.give_warning import give_warning, see_warnings
from services.hazards.service.keep_checklists import checklists_today, set_checklists
from services.hazards.service.see_due import see_due


@API.route(
    "GET",
    "/v1/services/hazards/checklists",
    access=Access(PLACE_STAFF, scoped=False),
    answers={200: (Text("现行排查清单", "The checklists in force"), HazardChecklistList)},
    summary=Text("排查清单", "Read the thirteen checklists"),
)
def list_hazard_checklists(request: Called) -> Response[Any]:
    """Return what is looked at, for a phone that will be offline."""
    return _checklists(request)


@API.route(
    "PUT",
    "/v1/services/hazards/checklists",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("现行排查清单", "The checklists in force"), HazardChecklistList)},
    problems=[InvalidFields, ChecklistLoosened, StaleVersion],
    summary=Text("设定本县排查清单", "Set the county's own checklists"),
    description=Text(
        "整份设定并存为新版本，未列出的种类用随系统清单；每项写明依据。随系统清单中的重大隐患和依法须立即报告的项目不得删除或降低。"
        "此前发现的隐患仍按原版本。带 If-Match 可防覆盖他人修改。",
        "The whole, kept as the next version; a kind that is not named goes by the packaged checklist; each item says what it rests on. What is "
        "major there, or reported at once by law, is neither left out nor made less. What was found before keeps its version. With If-Match "
        "nobody's change is overwritten.",
    ),
    most_bytes=MAX_DOCUMENT_BYTES,
)
def put_hazard_checklists(request: Called, body: HazardChecklists) -> Response[Any]:
    """Set a new version of the county's own checklists."""
    set_checklists(body.as_document(), request.expected_version, request.person.person_id)
    return _checklists(request)


def _checklists(request: Called) -> Response[Any]:
    lists, kept = checklists_today()
    items = [checklist_view(one, request.language) for one in lists]
    return API.answer(200, {"items": items}, version=kept.version)


@API.route(
    "GET",
    "/v1/services/hazards/due",
    access=STAFFED,
    answers={200: (Text("网格排查任务", "The work of a grid"), DueListView)},
    problems=[OutsideYourArea],
    summary=Text("网格排查任务", "Read what is due in a grid"),
    description=Text(
        "两周内应查的处所及原因（间隔、专项排查、预警），未办结隐患，当前专项排查和预警，一次给出。专项排查或预警期间一页可能不足 limit 条。",
        "On one screen: which places are to be visited within two weeks and why (interval, round, warning), which findings are open, which rounds are on or "
        "near, which warnings hold. While a round is on or a warning holds, a page may hold fewer than `limit` items.",
    ),
)
def read_hazards_due(
    request: Called, grid: Grid, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Return the work of a grid in the caller's area."""
    request.within(grid, PLACE_STAFF)
    due = see_due(grid, request.person, limit, cursor)
    return API.answer(200, due_view(due, request.language))


@API.route(
    "POST",
    "/v1/services/hazards/warnings",
    access=Access(OFFICERS),
    answers={201: (Text("已发出预警", "The warning holds"), WarningsOfUnit)},
    problems=[OutsideYourArea, UnitClosed, TooManyWarnings, *WRITES],
    summary=Text("发出预警", "Give a warning of rain, wind or fire weather"),
    description=Text(
        "自发出之时起，所涉处所即为应查，不分昼夜；当日先前的排查不计。",
        "From this instant on the places it concerns are to be visited, day or night; a visit earlier the same day does not count.",
    ),
)
def give_hazard_warning(request: Called, body: GiveWarning) -> Response[Any]:
    """Give a warning for a unit in the caller's area."""
    post = request.within(body.unit, OFFICERS)
    return API.carry_out(
        request,
        lambda work: give_warning(work, body, request.person, post),
        warnings_view,
        status=201,
        location=lambda given: f"/v1/services/hazards/warnings?unit={given.id}",
    )


@API.route(
    "GET",
    "/v1/services/hazards/warnings",
    access=STAFFED,
    answers={200: (Text("现行预警", "The warnings that hold"), WarningsOfUnit)},
    problems=[OutsideYourArea],
    summary=Text("单位的现行预警", "Read the warnings of a unit"),
)
def get_hazard_warnings(request: Called, unit: Unit) -> Response[Any]:
    """Return the warnings of a unit in the caller's area that hold."""
    request.within(unit, PLACE_STAFF)
    given = see_warnings(unit)
    return API.answer(200, warnings_view(given), version=given.version)
