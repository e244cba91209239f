"""Routes of service requests: the public list, one of them, and a report by a form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from incidents.clients.rules import Client, ClientKeyUnknown, ClientQuotaSpent
from incidents.clients.service import require_behind, require_client
from incidents.open311.api.base import API, ROOT, Instant, Jurisdiction, RequestId, Several
from incidents.open311.model.answers import receipt_view, request_view
from incidents.open311.rules.forms import form_fields
from incidents.open311.rules.questions import (
    MOST_IDS,
    MOST_ON_A_PAGE,
    MOST_REQUESTS,
    several,
)
from incidents.open311.service.find_requests import (
    Found,
    Question,
    count_look_ups,
    find_by_id,
    find_by_ids,
    find_newest,
    refuse_elsewhere,
)
from incidents.open311.service.report_request import report_request, rows_a_form_needs
from incidents.service.answers import ANSWERS
from kernel import holidays
from kernel.access import ALL_ROLES, PUBLIC, Access
from kernel.directory import PersonRow, Remembered
from kernel.http import FORM, Called, Request, to_json
from kernel.problems import NotFound, OutsideYourArea, TooManyRequests, UnsupportedContentType
from kernel.storage.idempotency import Answered
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text


@API.in_both_formats(
    "GET",
    f"{ROOT}/requests",
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
    request: Called,
    jurisdiction_id: Jurisdiction = None,
    service_request_id: Several = None,
    service_code: Several = None,
    start_date: Instant = None,
    end_date: Instant = None,
    status: Several = None,
    page: Annotated[int, Query(ge=1, le=MOST_REQUESTS)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = 50,
) -> Response[Any]:
    """List public requests of a period, or those whose ids one has."""
    wanted = several(service_request_id)[:MOST_IDS]
    count_look_ups(request.source_ip, max(1, len(wanted)))
    refuse_elsewhere(jurisdiction_id)
    question = Question(service_code, start_date, end_date, status, page, page_size)
    return _answered(request, find_by_ids(wanted) if wanted else find_newest(question))


@API.in_both_formats(
    "GET",
    f"{ROOT}/requests/{{service_request_id}}",
    access=PUBLIC,
    answers={200: (Text("事件", "The request"), None)},
    problems=[NotFound, TooManyRequests],
    summary=Text("Open311 事件", "Open311 service request"),
)
def get_request(
    request: Called, service_request_id: RequestId, jurisdiction_id: Jurisdiction = None
) -> Response[Any]:
    """Follow a request by its id, the case code."""
    count_look_ups(request.source_ip)
    refuse_elsewhere(jurisdiction_id)
    return _answered(request, find_by_id(service_request_id))


def _rows_needed(request: Request) -> Iterable[Key]:
    return [*request.answer_keys(ANSWERS), *rows_a_form_needs(request.body)]


@API.in_both_formats(
    "POST",
    f"{ROOT}/requests",
    access=PUBLIC,
    answers={201: (Text("已上报", "Reported; the id is there at once"), None)},
    problems=[ClientKeyUnknown, ClientQuotaSpent, NotFound, OutsideYourArea],
    summary=Text(
        "Open311 上报事件（凭 api_key）", "Open311: report a service request by an api_key"
    ),
    description=Text(
        "表单提交，凭已登记客户端的 api_key，不需登录；以该客户端责任人的名义、在其岗位范围内上报，每日有上限。与 POST /v1/incidents 同一流程。"
        "姓名、电话、邮箱等填报人信息不保存。",
        "A form with the `api_key` of a registered client, without a token: in the name of who answers for it, where that person's posts "
        "reach, so many a day. The same as POST /v1/incidents. Names, telephone, e-mail, device and account are not kept.",
    ),
)
def post_request(request: Called) -> Response[Any]:
    """Report an incident by a form with a client's key; the case code is its id."""
    fields = _form(request)
    try:
        client = require_client(fields.get("api_key"))
    except ClientKeyUnknown:
        count_look_ups(request.source_ip)
        raise
    behind = PersonRow.key(client.person_id)
    rows = Remembered.recall([behind, *_rows_needed(request), *holidays.to_look_up()])
    holidays.take(rows)
    request.rows.update(rows)
    request.caller = require_behind(rows[behind])
    # The same key of two clients is two keys, and none of the person's own.
    request.person_id = f"client:{client.id}"
    return _reported(request, fields, client)


@API.in_both_formats(
    "POST",
    f"{ROOT}/signed-in/requests",
    access=Access(ALL_ROLES),
    answers={201: (Text("已上报", "Reported; the id is there at once"), None)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("Open311 上报事件（登录者）", "Open311: report a service request, signed in"),
    description=Text(
        "表单提交，需登录；与 POST /v1/incidents 同一流程。姓名、电话、邮箱等填报人信息不保存。",
        "A form, by a signed-in caller; the same as POST /v1/incidents. Names, telephone, e-mail, device and account are not kept.",
    ),
    beforehand=_rows_needed,
)
def post_own_request(request: Called) -> Response[Any]:
    """Report an incident by a form, signed in; the case code is its id."""
    return _reported(request, _form(request), None)


def _form(request: Request) -> dict[str, str]:
    given = request.content_type or FORM
    if given != FORM:
        raise UnsupportedContentType(Text(f"请使用 {FORM}。", f"Send {FORM}."))
    return form_fields(request.body)


def _reported(request: Request, fields: Mapping[str, str], client: Client | None) -> Response[Any]:
    idempotency_key = request.idempotency_key(ANSWERS)
    outcome = carry_out(
        lambda work: report_request(work, request, fields, client),
        idempotency_key=idempotency_key,
        answer=lambda seen: Answered(201, to_json([receipt_view(seen.incident, request.language)])),
        seen=request.seen(idempotency_key),
    )
    assert outcome.answered is not None, "a report is answered"
    answer = API.written(request, 201, "service_requests", json.loads(outcome.answered.body))
    if outcome.replayed:
        # It was this person's answer then, and needs no other proof.
        request.allow(proven=True)
        answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _answered(request: Request, found: Found) -> Response[Any]:
    views = [request_view(one, found.names, request.language) for one in found.requests]
    return API.written(request, 200, "service_requests", views)
