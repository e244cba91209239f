"""Routes of GeoReport v2: discovery, services, requests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import ValidationError

from escalation.store.rows import COUNTY
from escalation.store.terms import PolicyRow
from incidents.model.receipts import receipt
from incidents.model.requests import ReportIncident
from incidents.open311 import rules, store
from incidents.open311.face import GeoReport
from incidents.open311.formats import CONTENT_TYPES, Form
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.rules.states import STATUS_NAMES, Source
from incidents.service import report_incident as reporting
from incidents.store.policies import current_policy, policy_in_force, policy_of
from incidents.store.tracking import may_track
from kernel import clock, ids
from kernel.access import ALL_ROLES, PUBLIC, Access, Role
from kernel.directory import UnitRow, find_units
from kernel.http import Request, field_error, to_json
from kernel.problems import (
    InvalidFields,
    NotFound,
    OutsideYourArea,
    Problem,
    TooManyRequests,
    UnsupportedContentType,
)
from kernel.storage.idempotency import Answered
from kernel.storage.rows import Key
from kernel.texts import Text
from kernel.units import Level, ancestor, path_of

API = GeoReport("open311", takes_any_query=True)

_ROOT = "/open311/v2"
_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_FORM = "application/x-www-form-urlencoded"

Jurisdiction = Annotated[
    str | None,
    Query(max_length=100, description="Six-digit code of the county; may be left out / 县代码"),
]
ServiceCode = Annotated[str, Path(max_length=40, examples=["public_facilities"])]
RequestId = Annotated[str, Path(max_length=40, examples=["140426-26-BTZKK-A4N09"])]
Several = Annotated[str | None, Query(max_length=2000, description="Comma delimited / 逗号分隔")]
Instant = Annotated[
    str | None,
    Query(max_length=40, description="ISO 8601 with offset / 带时区的时间"),
]


@API.in_both_formats(
    "GET",
    f"{_ROOT}/discovery",
    access=PUBLIC,
    answers={200: (Text("服务发现", "Where the API is and what it speaks"), None)},
    summary=Text("Open311 服务发现", "Open311 service discovery"),
)
def discover() -> Response[Any]:
    """Say where the API is and what it speaks."""
    request = API.request
    set_at = current_policy().set_at
    changeset = rules.instant(clock.from_iso(set_at)) if set_at else rules.packaged_changeset()
    scheme = request.headers.get("x-forwarded-proto", "https")
    url = f"{scheme}://{request.headers.get('host', '')}{_ROOT}"
    key = Text(
        "提交需登录：在请求头 Authorization: Bearer 中附县统一身份认证的令牌；查询无需登录。",
        "To report, send a token of the county's identity provider as Authorization: Bearer; reading needs none.",
    )
    return API.told(
        200,
        "discovery",
        {
            "changeset": changeset,
            "contact": _contact(),
            "key_service": key.say(request.language),
            "endpoints": [
                {
                    "specification": _SPECIFICATION,
                    "url": url,
                    "changeset": changeset,
                    "type": "production",
                    "formats": [CONTENT_TYPES[form].partition(";")[0] for form in reversed(Form)],
                }
            ],
        },
    )


@API.in_both_formats(
    "GET",
    f"{_ROOT}/services",
    access=PUBLIC,
    answers={200: (Text("服务目录", "What can be reported"), None)},
    problems=[NotFound],
    summary=Text("Open311 服务目录", "Open311 service list"),
)
def list_services(jurisdiction_id: Jurisdiction = None) -> Response[Any]:
    """List the categories of the policy in force as services."""
    rules.refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    language = API.request.language
    policy = current_policy().policy
    services = [rules.service_view(one, language) for one in policy.categories.values()]
    return API.told(200, "services", services)


@API.in_both_formats(
    "GET",
    f"{_ROOT}/services/{{service_code}}",
    access=PUBLIC,
    answers={200: (Text("服务定义", "What a request for it may say"), None)},
    problems=[NotFound],
    summary=Text("Open311 服务定义", "Open311 service definition"),
)
def get_service(service_code: ServiceCode, jurisdiction_id: Jurisdiction = None) -> Response[Any]:
    """Answer the attributes of a service."""
    rules.refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    category = rules.category_of(current_policy().policy, service_code)
    view = rules.definition_view(category, API.request.language)
    return API.told(200, "service_definition", view)


@API.in_both_formats(
    "GET",
    f"{_ROOT}/requests",
    access=PUBLIC,
    answers={200: (Text("事件列表", "Requests, newest first"), None)},
    problems=[NotFound, TooManyRequests],
    summary=Text("Open311 事件列表", "Open311 service requests"),
    description=Text(
        "公开列表只含人人可见的类别，位置取到约一公里，不含描述和任何人员；按 service_request_id 可查任何事件。时间段最多 90 天，最新 1000 条，可分页。",
        "The public list holds only categories of things everybody can see, places to about a kilometre, no description and no person; by "
        "`service_request_id` any request can be followed. 90 days at most, the newest 1000, by `page` and `page_size`.",
    ),
)
def list_requests(
    jurisdiction_id: Jurisdiction = None,
    service_request_id: Several = None,
    service_code: Several = None,
    start_date: Instant = None,
    end_date: Instant = None,
    status: Several = None,
    page: Annotated[int, Query(ge=1, le=rules.MOST_REQUESTS)] = 1,
    page_size: Annotated[int, Query(ge=1, le=rules.MOST_ON_A_PAGE)] = 50,
) -> Response[Any]:
    """List public requests of a period, or those whose ids one has."""
    _refuse_crowding()
    rules.refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    wanted = rules.several(service_request_id)
    if wanted:
        return API.told(200, "service_requests", _views(store.by_case_codes(_codes(wanted))))
    span = rules.period(start_date, end_date, clock.now())
    asked = rules.statuses(status)
    rules.refuse_far_page(page, page_size)
    categories = rules.listed_codes(current_policy().policy)
    if named := rules.several(service_code):
        categories &= frozenset(named)
    found = store.newest(span, categories, asked, skip=(page - 1) * page_size, take=page_size)
    return API.told(200, "service_requests", _views(found))


@API.in_both_formats(
    "GET",
    f"{_ROOT}/requests/{{service_request_id}}",
    access=PUBLIC,
    answers={200: (Text("事件", "The request"), None)},
    problems=[NotFound, TooManyRequests],
    summary=Text("Open311 事件", "Open311 service request"),
)
def get_request(
    service_request_id: RequestId, jurisdiction_id: Jurisdiction = None
) -> Response[Any]:
    """Follow a request by its id, the case code."""
    _refuse_crowding()
    rules.refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    found = store.by_case_codes(_codes([service_request_id]))
    if not found:
        raise NotFound(Text("没有此 service_request_id。", "service_request_id was not found."))
    return API.told(200, "service_requests", _views(found))


def _rows_a_request_needs(request: Request) -> Iterable[Key]:
    try:
        said = rules.report_of(rules.form_fields(request.body), source=Source.RESIDENT)
    except Problem:
        # What is wrong with it is told when the route comes to it.
        said = {}
    return reporting.rows_needed(request, said)


@API.in_both_formats(
    "POST",
    f"{_ROOT}/requests",
    access=Access(ALL_ROLES),
    answers={201: (Text("已上报", "Reported; the id is there at once"), None)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("Open311 上报事件", "Open311: report a service request"),
    description=Text(
        "表单提交，需登录；与 POST /v1/incidents 同一流程。姓名、电话、邮箱等填报人信息不保存。",
        "A form, by a signed-in caller; the same as POST /v1/incidents. Names, telephone, e-mail, device and account are not kept.",
    ),
    beforehand=_rows_a_request_needs,
)
def post_request() -> Response[Any]:
    """Report an incident by a form; the case code is its id."""
    request = API.request
    given = request.headers.get("content-type", _FORM).partition(";")[0].strip().lower()
    if given != _FORM:
        raise UnsupportedContentType(Text(f"请使用 {_FORM}。", f"Send {_FORM}."))
    fields = rules.form_fields(request.body)
    rules.refuse_other_jurisdiction(fields.get("jurisdiction_id"), COUNTY)
    on_patrol = request.person.holds({Role.GRID_WORKER, Role.GRID_CHIEF})
    source = Source.PATROL if on_patrol else Source.RESIDENT
    said = rules.report_of(fields, source=str(source))
    (row,) = request.recall([PolicyRow.current()])
    rules.category_of(policy_in_force(row).policy, said["category"])
    try:
        body = ReportIncident.model_validate(said)
    except ValidationError as fault:
        wrong = [field_error(error) for error in fault.errors()]  # pyright: ignore[reportArgumentType]
        raise InvalidFields(errors=wrong) from fault

    def answer(incident: Incident, policy: Policy) -> Answered:  # noqa: ARG001
        told = {
            "service_request_id": incident.case_code,
            "service_notice": receipt(incident, request.language)["text"],
            "account_id": None,
        }
        return Answered(201, to_json([told]))

    outcome = reporting.receive(request, body, answer=answer)
    told = API.told(201, "service_requests", json.loads(outcome.answered.body))
    if outcome.incident is None:
        told.headers["Idempotent-Replayed"] = "true"
    return told


def _refuse_crowding() -> None:
    # As for the tracking of a case: enough of a digest to tell visitors of one minute apart, not to find them again.
    visitor = hashlib.sha256(API.request.source_ip.encode()).hexdigest()[:4]
    if not may_track(visitor, clock.now()):
        raise TooManyRequests(retry_after=60)


def _codes(wanted: Sequence[str]) -> list[str]:
    tidy = [ids.tidy_case_code(text) for text in wanted[: rules.MOST_IDS]]
    return list(dict.fromkeys(code for code in tidy if code))


def _contact() -> str:
    county: UnitRow | None = find_units([COUNTY]).get(COUNTY)
    if county is None:
        return COUNTY
    return " ".join(part for part in (county.name, county.contact_phone) if part)


def _views(found: Sequence[Incident]) -> list[dict[str, Any]]:
    codes = {code for one in found for code in (*_places(one), one.responsible_unit)}
    units = find_units(sorted(codes))
    names = {code: unit.name for code, unit in units.items()}
    return [_view(one, names) for one in found]


def _places(incident: Incident) -> list[str]:
    """Return the village of an incident and what it lies in, as exactly as the public is told; nothing of what is not listed."""
    if not rules.about(incident.category).listed:
        return []
    return path_of(ancestor(incident.unit, Level.VILLAGE) or incident.unit)[::-1]


def _view(incident: Incident, names: dict[str, str]) -> dict[str, Any]:
    """Return a request as anybody may see it: no person, no description, a place to about a kilometre."""
    language = API.request.language
    places = _places(incident)
    category = policy_of(incident).categories.get(incident.category)
    point = incident.location if places and incident.location else None
    is_open = incident.status.is_open
    return {
        "service_request_id": incident.case_code,
        "status": "open" if is_open else "closed",
        "status_notes": STATUS_NAMES[incident.status].say(language),
        "service_name": category.name.say(language) if category else incident.category,
        "service_code": incident.category,
        "description": None,
        "agency_responsible": names.get(incident.responsible_unit, incident.responsible_unit),
        "service_notice": receipt(incident, language)["text"] if is_open else None,
        "requested_datetime": rules.instant(incident.created_at),
        # A rating after the closing does not close it again.
        "updated_datetime": rules.instant(incident.closed_at or incident.updated_at),
        "expected_datetime": rules.instant(incident.due_at) if incident.due_at else None,
        "address": ", ".join(names.get(code, code) for code in places) or None,
        "address_id": places[0] if places else None,
        "zipcode": None,
        "lat": rules.coarse(point["lat"]) if point else None,
        "long": rules.coarse(point["lon"]) if point else None,
        "media_url": None,
    }
