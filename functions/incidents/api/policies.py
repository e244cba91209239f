"""The categories to report under, and the policy with its limits."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from incidents import model, store
from incidents.api.base import API
from incidents.model import PolicyDocument
from incidents.rules import policy_checks
from kernel import clock
from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import MAX_DOCUMENT_BYTES, Called, refuse_stale
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/incidents/categories",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("类别目录", "The categories to report under"), model.CategoryList)},
    summary=Text("事件类别", "Categories"),
)
def list_categories(request: Called) -> Response[Any]:
    """List the categories of the policy in force."""
    policy = store.current_policy().policy
    items = [
        {
            "code": category.code,
            "name": category.name.say(request.language),
            "start_tier": str(category.start_tier),
        }
        for category in policy.categories.values()
    ]
    return API.answer(200, {"policy_version": policy.version, "items": items})


@API.route(
    "GET",
    "/v1/incidents/policies",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行时限规则", "The policy in force"), model.PolicyView)},
    problems=[NotFound],
    summary=Text("查看时限规则", "Read the policy"),
)
def get_policy(version: Annotated[int | None, Query(ge=0, le=999_999)] = None) -> Response[Any]:
    """Read the policy in force, or an earlier version."""
    try:
        kept = store.current_policy() if version is None else store.policy_version(version)
    except LookupError:
        raise NotFound from None
    return API.answer(200, _policy_view(kept), version=kept.policy.version)


@API.route(
    "PUT",
    "/v1/incidents/policies",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={
        200: (Text("新版时限规则", "The new version, in force from now on"), model.PolicyView)
    },
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
    policy_checks.check(document)
    row = store.read([store.PolicyRow.current()], consistent=True)[0]
    seen = int(row.version) if row else 0
    refuse_stale(request.expected_version, seen)
    kept = store.set_policy(
        document,
        seen=seen,
        set_by=request.person.person_id,
        at=clock.now(),
    )
    return API.answer(200, _policy_view(kept), version=kept.policy.version)


def _policy_view(kept: store.PolicyInForce) -> dict[str, Any]:
    return {
        "version": kept.policy.version,
        "set_by": kept.set_by,
        "set_at": model.local(kept.set_at) if kept.set_at else None,
        "policy": dict(kept.document),
    }
