"""Routes of a person's requests about the own data."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from services.information.rules.ending import HeldByDuty
from services.information.rules.entering import NewerHeld
from services.information.rules.values import IdNumberInValue
from workspace.api.base import API, SIGNED_IN
from workspace.data_requests import model
from workspace.data_requests.model import AskAboutOwnData, MoveDataRequest
from workspace.data_requests.rules.request_states import ADMINISTRATORS, DataRequestStatus
from workspace.data_requests.rules.requests import OwnDataRequest, TooManyDataRequests
from workspace.data_requests.service.ask_about_own_data import ask_about_own_data as ask
from workspace.data_requests.service.move_request import move_request
from workspace.data_requests.service.see_request import list_of_status, list_own, see_request

RequestId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]


@API.route(
    "POST",
    "/v1/me/data-requests",
    access=SIGNED_IN,
    answers={201: (Text("已提出", "Asked"), model.DataRequestView)},
    problems=[TooManyDataRequests, IdNumberInValue, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("对本人信息提出请求", "Ask for a copy, a correction or the deletion of own data"),
    description=Text(
        "{zh:personal-information-law-2021#45,46,47}：查阅复制、更正补充、删除。由县管理员在期限内答复，不予办理须说明理由。写明采集字段的，办理时即更正或删除。",
        "{en:personal-information-law-2021#45,46,47}. The county's administrator answers within the term, and says why where it refuses. "
        "Where a field of a form is named, granting corrects or deletes it.",
    ),
)
def ask_about_own_data(request: Called, body: AskAboutOwnData) -> Response[Any]:
    """Ask something of the own data."""
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: ask(work, body.kind, body.about, request.person, body.named()),
        lambda seen: model.request_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/workspace/data-requests/{seen.request.id}",
    )


@API.route(
    "GET",
    "/v1/me/data-requests",
    access=SIGNED_IN,
    answers={
        200: (Text("本人的请求，新的在前", "The own requests, newest first"), model.DataRequestList)
    },
    summary=Text("本人的请求", "List the own requests about own data"),
)
def list_own_data_requests(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller asked."""
    request.allow(proven=True)
    return _page(request, list_own(request.person, limit, cursor))


@API.route(
    "GET",
    "/v1/workspace/data-requests",
    access=Access(ADMINISTRATORS, scoped=False),
    answers={
        200: (
            Text("请求，先到期者在前", "Requests, what is due first on top"),
            model.DataRequestList,
        )
    },
    summary=Text("个人信息请求清单", "List the county's requests about own data"),
    description=Text(
        "筛选后一页可能不足 limit 条，有 next_cursor 即可继续。",
        "A page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_data_requests(
    request: Called,
    status: Annotated[DataRequestStatus, Query()] = DataRequestStatus.OPEN,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what people asked, by status."""
    return _page(request, list_of_status(status, request.person, limit, cursor))


@API.route(
    "GET",
    "/v1/workspace/data-requests/{request_id}",
    access=SIGNED_IN,
    answers={
        200: (Text("请求及其经过", "The request and its history"), model.DataRequestWithSteps)
    },
    problems=[NotFound],
    summary=Text("查看个人信息请求", "Read a request about own data"),
)
def get_data_request(request: Called, request_id: RequestId) -> Response[Any]:
    """Read an own request, or any as the county's administrator."""
    seen, steps = see_request(request_id, request.person)
    request.allow(proven=True)
    view = model.with_steps(seen, steps, request.language)
    return API.answer(200, view, version=seen.version)


@API.route(
    "POST",
    "/v1/workspace/data-requests/{request_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的请求", "The request after the move"), model.DataRequestView)},
    problems=[
        NotFound,
        IllegalMove,
        WordsMissing,
        OwnDataRequest,
        *(HeldByDuty, IdNumberInValue, NewerHeld),
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("答复或撤回个人信息请求", "Answer a request about own data, or take it back"),
)
def move_data_request(
    request: Called, request_id: RequestId, body: MoveDataRequest
) -> Response[Any]:
    """Grant or refuse a request, or take the own one back."""
    command, expected = body.as_command(), request.expected_version
    # The caller's own or an administrator's to answer, or it is not found.
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: move_request(work, request_id, command, request.person, expected),
        lambda seen: model.request_view(seen, request.language),
    )


def _page(request: Request, page: Listed) -> Response[Any]:
    return API.page(page, lambda seen: model.request_view(seen, request.language))
