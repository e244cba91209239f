"""The categories to report under, and the policy with its limits."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from incidents.api.base import API
from incidents.model.policies import (
    CategoryList,
    PolicyDocument,
    PolicyView,
    category_line,
    policy_view,
)
from incidents.service.keep_policy import policy_in_use, read_policy, set_policy
from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.sending import CATALOGUE
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/incidents/categories",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("类别目录", "The categories to report under"), CategoryList)},
    summary=Text("事件类别", "Categories"),
)
def list_categories(request: Called) -> Response[Any]:
    """List the categories of the policy in force."""
    policy = policy_in_use()
    items = [category_line(one, request.language) for one in policy.categories.values()]
    return API.answer(200, {"policy_version": policy.version, "items": items}, headers=CATALOGUE)


@API.route(
    "GET",
    "/v1/incidents/policies",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行时限规则", "The policy in force"), PolicyView)},
    problems=[NotFound],
    summary=Text("查看时限规则", "Read the policy"),
)
def get_policy(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read the policy in force, or an earlier version."""
    kept = read_policy(version)
    return API.answer(200, policy_view(kept, request.language), version=kept.version)


@API.route(
    "PUT",
    "/v1/incidents/policies",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("新版时限规则", "The new version, in force from now on"), PolicyView)},
    problems=[StaleVersion],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("设定时限规则", "Set the policy"),
    description=Text(
        "存为新版本；已上报的事件仍按原版本。带 If-Match 可防覆盖他人修改。",
        "Kept as the next version; incidents reported before keep theirs. With If-Match nobody's change is overwritten.",
    ),
)
def put_policy(request: Called, body: PolicyDocument) -> Response[Any]:
    """Set a new version of the policy."""
    document = body.model_dump(mode="json", exclude_none=True)
    kept = set_policy(document, request.expected_version, request.person.person_id)
    return API.answer(200, policy_view(kept, request.language), version=kept.version)
