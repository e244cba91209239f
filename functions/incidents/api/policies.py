"""The categories to report under, and the policy with its limits."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from escalation.model.timeline import local
from incidents.api.base import API
from incidents.model.policies import CategoryList, PolicyDocument, PolicyView
from incidents.store.policies import PolicyInForce, current_policy, policy_version, set_policy
from incidents.store.rows import PolicyRow
from kernel import clock
from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import Called, refuse_stale
from kernel.law.model import cited
from kernel.problems import NotFound, StaleVersion
from kernel.storage.dynamo import read
from kernel.texts import Language, Text


@API.route(
    "GET",
    "/v1/incidents/categories",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("类别目录", "The categories to report under"), CategoryList)},
    summary=Text("事件类别", "Categories"),
)
def list_categories(request: Called) -> Response[Any]:
    """List the categories of the policy in force."""
    policy = current_policy().policy
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
    answers={200: (Text("现行时限规则", "The policy in force"), PolicyView)},
    problems=[NotFound],
    summary=Text("查看时限规则", "Read the policy"),
)
def get_policy(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read the policy in force, or an earlier version."""
    try:
        kept = current_policy() if version is None else policy_version(version)
    except LookupError:
        raise NotFound from None
    return API.answer(200, _policy_view(kept, request.language), version=kept.policy.version)


@API.route(
    "PUT",
    "/v1/incidents/policies",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("新版时限规则", "The new version, in force from now on"), PolicyView)},
    problems=[StaleVersion],
    summary=Text("设定时限规则", "Set the policy"),
    description=Text(
        "存为新版本；已上报的事件仍按原版本。带 If-Match 可防覆盖他人修改。",
        "Kept as the next version; incidents reported before keep theirs. With If-Match nobody's change is overwritten.",
    ),
)
def put_policy(request: Called, body: PolicyDocument) -> Response[Any]:
    """Set a new version of the policy."""
    row = read([PolicyRow.current()], consistent=True)[0]
    seen = int(row.version) if row else 0
    refuse_stale(request.expected_version, seen)
    kept = set_policy(
        body.model_dump(mode="json", exclude_none=True),
        seen=seen,
        set_by=request.person.person_id,
        at=clock.now(),
    )
    return API.answer(200, _policy_view(kept, request.language), version=kept.policy.version)


def _policy_view(kept: PolicyInForce, language: Language) -> dict[str, Any]:
    return {
        "version": kept.policy.version,
        "set_by": kept.set_by,
        "set_at": local(kept.set_at) if kept.set_at else None,
        "policy": dict(kept.document),
        "citations": [
            *cited(kept.document, language),
            *(
                {"for": f"duties.{duty.id}", "citation": duty.law.tell(language)}
                for duty in kept.policy.duties
            ),
        ],
    }
