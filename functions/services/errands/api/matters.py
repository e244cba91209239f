"""Routes of the catalogue of matters: the county keeps it, everybody reads it."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import PUBLIC
from kernel.directory import UnitClosed
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.problems import InvalidFields, NotFound, StaleVersion
from kernel.texts import Text
from services.api.base import API
from services.errands.api.base import BASE, COUNTY, SIGNED_IN
from services.errands.model.catalogue import (
    ErrandMatters,
    ErrandMattersView,
    PublicErrandMatters,
    matters_view,
    public_matters,
)
from services.errands.rules.catalogue import NotTheirsToDecide, PromiseBeyondStatute
from services.errands.service.keep_catalogue import current, read_catalogue, set_catalogue


@API.route(
    "GET",
    "/v1/services/public/errands/matters",
    access=PUBLIC,
    answers={200: (Text("代办事项目录", "What may be entrusted today"), PublicErrandMatters)},
    summary=Text("代办事项目录（公开）", "Read what may be entrusted, where, with which papers"),
    description=Text(
        "无需登录。列明办理机关、材料、法定和承诺时限、是否须本人到场和窗口收费。",
        "Without login: office, papers, statutory and promised limit, whether to come in person, the office's fee.",
    ),
)
def list_public_errand_matters(request: Called) -> Response[Any]:
    """List the matters of today."""
    return API.answer(200, public_matters(current(), request.language))


@API.route(
    "GET",
    f"{BASE}/matters",
    access=SIGNED_IN,
    answers={200: (Text("代办事项目录", "The catalogue"), ErrandMattersView)},
    problems=[NotFound],
    summary=Text("查看代办事项目录", "Read the catalogue of matters"),
)
def get_errand_matters(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read the catalogue, now or in an earlier version."""
    kept = read_catalogue(version)
    return API.answer(200, matters_view(kept, request.language), version=kept.version)


@API.route(
    "PUT",
    f"{BASE}/matters",
    access=COUNTY,
    answers={200: (Text("新版目录", "The new version, in force now"), ErrandMattersView)},
    problems=[StaleVersion, InvalidFields, PromiseBeyondStatute, NotTheirsToDecide, UnitClosed],
    summary=Text("设定代办事项目录", "Set the catalogue of matters"),
    description=Text(
        "整份设定并存为新版本；承诺时限不得超过法定时限，窗口收费须写明依据。已受理的仍按原版本。带 If-Match 可防覆盖他人修改。",
        "The whole, kept as the next version. No promise is longer than the statute; a fee names what it rests on. What was entrusted keeps "
        "its version. With If-Match nobody's change is overwritten.",
    ),
    most_bytes=MAX_DOCUMENT_BYTES,
)
def put_errand_matters(request: Called, body: ErrandMatters) -> Response[Any]:
    """Set a new version of the catalogue."""
    kept = set_catalogue(body.as_document(), request.expected_version, request.person.person_id)
    return API.answer(200, matters_view(kept, request.language), version=kept.version)
