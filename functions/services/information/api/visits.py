"""Routes of the grid worker's day: visits, households, events, what is due."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import Access
from kernel.fields import ShortText
from kernel.http import Called, refusals
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from services.api.base import API
from services.information.api.base import GridOrVillage, Household
from services.information.model.record_answers import (
    DueHousehold,
    DueHouseholds,
    HouseholdInformationView,
    InformationReadings,
)
from services.information.model.records import due_view, household_view, reading_view
from services.information.model.visits import (
    InformationVisitList,
    InformationVisitView,
    NoteInformationEvent,
    RecordInformationVisit,
    visit_view,
)
from services.information.rules.consenting import (
    ConsentMissing,
    ConsentWithdrawnSince,
    GuardianMissing,
    NothingWithdrawn,
    NotTold,
    SeparateConsentNeeded,
)
from services.information.rules.entering import AlreadyHeld, NewerHeld, RecordFull
from services.information.rules.values import IdNumberInValue
from services.information.rules.visits import KEEPERS, READERS, TooManyVisits
from services.information.service.homes import reached
from services.information.service.note_events import note_event
from services.information.service.record_visit import record_visit
from services.information.service.see_records import due_in, readings_of, see_household, visits_of


@API.route(
    "POST",
    "/v1/services/information/visits",
    access=Access(KEEPERS),
    answers={201: (Text("已记录", "Recorded"), InformationVisitView)},
    problems=[
        NotFound,
        *(NotTold, ConsentMissing, SeparateConsentNeeded, GuardianMissing),
        *(NothingWithdrawn, ConsentWithdrawnSince),
        *(AlreadyHeld, NewerHeld, RecordFull, TooManyVisits, IdNumberInValue),
        *refusals.WRITES,
    ],
    summary=Text("记录入户走访", "Record a visit"),
    description=Text(
        "可离线填写后补传，at 为走访时间。已有结果的项目不再采集：相同即为核实，不同须写明更正理由；晚到的旧结果不覆盖新结果。"
        "敏感项逐项单独同意；未满14周岁须监护人同意（{zh:personal-information-law-2021#17,29,31,46}）。",
        "May be sent later by a phone that was offline; `at` is when it was. What is held is not asked again: the same value finds it right, "
        "another needs a reason, and what was seen earlier replaces nothing. What is sensitive is agreed to field by field; under 14 a "
        "guardian agrees ({en:personal-information-law-2021#17,29,31,46}).",
    ),
)
def record_information_visit(request: Called, body: RecordInformationVisit) -> Response[Any]:
    """Record a visit of a household of the caller's area."""
    household = reached(request, body.household, KEEPERS)
    post = request.within(household.home.unit, KEEPERS)
    return API.carry_out(
        request,
        lambda work: record_visit(work, body, household, request.person, post),
        visit_view,
        status=201,
        location=lambda visit: f"/v1/services/information/households/{visit.household}",
    )


@API.route(
    "GET",
    "/v1/services/information/households/{household}",
    access=Access(READERS),
    answers={200: (Text("户及采集结果", "The household"), HouseholdInformationView)},
    problems=[NotFound],
    summary=Text(
        "一户的采集结果和待填表", "Read what is held of a household, and a form filled in with it"
    ),
    description=Text(
        "敏感信息默认隐去；网格员、村和乡镇干部可加 unmasked=true 和 reason 查看，每次查看留痕。form 指定后返回已预填的表。",
        "What is sensitive is masked; grid, village and town may ask with unmasked=true and a reason, which leaves a record. With `form`, that "
        "form comes filled in with what is held.",
    ),
)
def get_household_information(
    request: Called,
    household: Household,
    form: Annotated[str | None, Query(pattern=r"^[a-z][a-z0-9_]{1,39}$")] = None,
    unmasked: Annotated[bool, Query(description="Show all / 显示完整信息")] = False,
    reason: Annotated[
        ShortText | None, Query(min_length=2, max_length=200, description="Why / 查看事由")
    ] = None,
) -> Response[Any]:
    """Read a household of the caller's area."""
    seen = see_household(request, household, form, unmasked=unmasked, reason=reason)
    return API.answer(200, household_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/services/information/households/{household}/visits",
    access=Access(READERS),
    answers={200: (Text("走访记录，新的在前", "Visits, newest first"), InformationVisitList)},
    problems=[NotFound],
    summary=Text("一户的走访记录", "List the visits of a household"),
)
def list_information_visits(
    request: Called,
    household: Household,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the visits of a household of the caller's area."""
    reached(request, household, READERS)
    return API.page(visits_of(household, limit, cursor), visit_view)


@API.route(
    "GET",
    "/v1/services/information/households/{household}/reads",
    access=Access(READERS),
    answers={200: (Text("查看记录，新的在前", "Readings, newest first"), InformationReadings)},
    problems=[NotFound],
    summary=Text("一户完整信息的查看记录", "Who read a household unmasked"),
)
def list_information_reads(
    request: Called,
    household: Household,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List who read a household of the caller's area unmasked."""
    reached(request, household, READERS)
    found = readings_of(household, limit, cursor)
    return API.page(found, lambda one: reading_view(one, request.language))


@API.route(
    "POST",
    "/v1/services/information/households/{household}/events",
    access=Access(KEEPERS),
    answers={201: (Text("已登记，到期复核", "Noted"), DueHousehold)},
    problems=[NotFound, *refusals.WRITES],
    summary=Text("登记出生、死亡、迁移、婚姻变动", "Note a birth, a death, a move or a marriage"),
)
def note_information_event(
    request: Called, household: Household, body: NoteInformationEvent
) -> Response[Any]:
    """Let a household be looked at again because something happened there."""
    found = reached(request, household, KEEPERS)
    post = request.within(found.home.unit, KEEPERS)
    return API.carry_out(
        request,
        lambda work: note_event(work, found, body.kind, body.on, request.person, post),
        lambda record: due_view(record, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/services/information/rechecks",
    access=Access(READERS),
    answers={200: (Text("待复核的户，先到期者在前", "What is due first on top"), DueHouseholds)},
    problems=[OutsideYourArea],
    summary=Text("待复核清单", "List the households of a grid that are to be looked at again"),
)
def list_information_rechecks(
    request: Called,
    unit: GridOrVillage,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is due in a grid, or of the households a village keeps itself."""
    request.within(unit, READERS)
    return API.page(due_in(unit, limit, cursor), lambda one: due_view(one, request.language))
