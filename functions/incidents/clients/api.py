"""Routes: the clients that report over Open311 with a key, for the county's administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.api.base import API
from incidents.clients import service
from incidents.clients.model import (
    ClientList,
    ClientRequest,
    ClientView,
    ClientWithKey,
    client_view,
    with_key,
)
from incidents.clients.rules import ClientRevoked
from incidents.clients.service import (
    Issued,
    change_client,
    change_key,
    register_client,
    revoke_client,
    see_client,
)
from incidents.service.answers import ANSWERS
from kernel import paging
from kernel.access import Access, Role
from kernel.http import Called, Request, to_json
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, StaleVersion
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from kernel.texts import Text

ROOT = "/v1/incidents/clients"
ADMINISTRATOR = Access(frozenset({Role.COUNTY_ADMIN}), scoped=False)
ClientId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M83A47Q7BNKVS6SD6HWM9W7F"])]


@API.route(
    "POST",
    ROOT,
    access=ADMINISTRATOR,
    answers={
        201: (
            Text("已登记，密钥仅显示这一次", "Registered; the key is shown this once"),
            ClientWithKey,
        )
    },
    problems=WRITES,
    summary=Text("登记客户端", "Register a client"),
    description=Text(
        "登记用 Open311 密钥（api_key）上报的应用或热线：以责任人的名义、在其岗位范围内上报，每日有上限。系统只存密钥的摘要。",
        "Registers an app or hotline that reports over Open311 with an api_key: in the name of who answers for it, where that person's "
        "posts reach, so many a day. Of the key only a keyed hash is kept.",
    ),
)
def add_client(request: Called, body: ClientRequest) -> Response[Any]:
    """Register a client."""
    by = request.person.person_id
    return _issued(
        request,
        lambda work: register_client(work, body.name, body.person_id, body.per_day, by),
        lambda issued: f"{ROOT}/{issued.client.id}",
    )


@API.route(
    "GET",
    ROOT,
    access=ADMINISTRATOR,
    answers={200: (Text("客户端列表", "The clients"), ClientList)},
    summary=Text("查询客户端", "List clients"),
)
def list_clients(
    request: Called, limit: Limit = paging.DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[Any]:
    """List the clients, revoked ones too."""
    found = service.list_clients(request, limit, cursor)
    return API.page(found, client_view)


@API.route(
    "GET",
    f"{ROOT}/{{client_id}}",
    access=ADMINISTRATOR,
    answers={200: (Text("客户端", "The client"), ClientView)},
    problems=[NotFound],
    summary=Text("查看客户端", "Read a client"),
)
def get_client(request: Called, client_id: ClientId) -> Response[Any]:
    """Read a client."""
    client = see_client(request, client_id)
    return API.answer(200, client_view(client), version=client.version)


@API.route(
    "PUT",
    f"{ROOT}/{{client_id}}",
    access=ADMINISTRATOR,
    answers={200: (Text("已修改", "Changed"), ClientView)},
    problems=[NotFound, StaleVersion, SomebodyWasFaster, ClientRevoked],
    summary=Text("修改客户端", "Change a client"),
    description=Text(
        "名称、责任人、每日上限；密钥不变。带 If-Match 可防覆盖他人修改。",
        "Its name, who answers for it, how much it may report; the key stays. With If-Match nobody's change is overwritten.",
    ),
)
def put_client(request: Called, body: ClientRequest, client_id: ClientId) -> Response[Any]:
    """Change a client."""
    client = change_client(
        client_id, body.name, body.person_id, body.per_day, request.expected_version
    )
    return API.answer(200, client_view(client), version=client.version)


@API.route(
    "DELETE",
    f"{ROOT}/{{client_id}}",
    access=ADMINISTRATOR,
    answers={204: (Text("已停用", "Revoked"), None)},
    problems=[NotFound, StaleVersion, SomebodyWasFaster, ClientRevoked],
    summary=Text("停用客户端", "Revoke a client"),
    description=Text(
        "新旧密钥立即失效；记录保留。", "Its keys stop working at once; it stays on record."
    ),
)
def remove_client(request: Called, client_id: ClientId) -> Response[Any]:
    """Revoke a client."""
    revoke_client(client_id, request.person.person_id, request.expected_version)
    return API.answer(204, "")


@API.route(
    "POST",
    f"{ROOT}/{{client_id}}/keys",
    access=ADMINISTRATOR,
    answers={201: (Text("新密钥，仅显示这一次", "The new key, shown this once"), ClientWithKey)},
    problems=[*WRITES, NotFound, ClientRevoked],
    summary=Text("更换客户端密钥", "Make a client another key"),
    description=Text(
        "旧密钥再有效二十四小时，以便应用更换；如已泄露，请停用后重新登记。",
        "The key before works for twenty-four hours more, so that the app can be changed over; one that leaked is revoked instead.",
    ),
)
def add_client_key(request: Called, client_id: ClientId) -> Response[Any]:
    """Make a client another key."""
    return _issued(
        request,
        lambda work: change_key(work, client_id),
        lambda issued: f"{ROOT}/{issued.client.id}",
    )


def _issued(
    request: Request,
    use_case: Callable[[UnitOfWork], Issued],
    location: Callable[[Issued], str],
) -> Response[Any]:
    """Answer a new key in clear, and keep the answer under the idempotency key without it."""
    named = request.idempotency_key(ANSWERS)
    outcome = carry_out(
        use_case,
        idempotency_key=named,
        answer=lambda issued: Answered(201, to_json(with_key(issued.client, None))),
        seen=request.seen(named),
    )
    issued = outcome.result
    if issued is None:
        assert outcome.answered is not None, "what is replayed was answered"
        return API.replayed(outcome.answered)
    return API.answer(
        201,
        with_key(issued.client, issued.key),
        version=issued.version,
        headers={"Location": location(issued)},
    )
