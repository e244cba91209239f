"""Routes of discovery and services."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from escalation.store.rows import COUNTY
from incidents.open311.api.base import API, ROOT, Jurisdiction, ServiceCode
from incidents.open311.model.answers import (
    definition_view,
    discovery_view,
    instant,
    service_view,
)
from incidents.open311.rules.questions import called_at, refuse_other_jurisdiction
from incidents.open311.rules.services import category_of, packaged_changeset
from incidents.store.policies import current_policy
from kernel import clock
from kernel.access import PUBLIC
from kernel.directory import UnitRow, find_units
from kernel.http import Called
from kernel.problems import NotFound
from kernel.texts import Text


@API.in_both_formats(
    "GET",
    f"{ROOT}/discovery",
    access=PUBLIC,
    answers={200: (Text("服务发现", "Where the API is and what it speaks"), None)},
    summary=Text("Open311 服务发现", "Open311 service discovery"),
)
def discover(request: Called) -> Response[Any]:
    """Say where the API is and what it speaks."""
    set_at = current_policy().set_at
    changeset = instant(clock.from_iso(set_at)) if set_at else packaged_changeset()
    view = discovery_view(
        called_at(request.path, request.headers), changeset, _contact(), request.language
    )
    return API.written(request, 200, "discovery", view)


@API.in_both_formats(
    "GET",
    f"{ROOT}/services",
    access=PUBLIC,
    answers={200: (Text("服务目录", "What can be reported"), None)},
    problems=[NotFound],
    summary=Text("Open311 服务目录", "Open311 service list"),
)
def list_services(request: Called, jurisdiction_id: Jurisdiction = None) -> Response[Any]:
    """List the categories of the policy in force as services."""
    refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    policy = current_policy().value
    services = [service_view(one, request.language) for one in policy.categories.values()]
    return API.written(request, 200, "services", services)


@API.in_both_formats(
    "GET",
    f"{ROOT}/services/{{service_code}}",
    access=PUBLIC,
    answers={200: (Text("服务定义", "What a request for it may say"), None)},
    problems=[NotFound],
    summary=Text("Open311 服务定义", "Open311 service definition"),
)
def get_service(
    request: Called, service_code: ServiceCode, jurisdiction_id: Jurisdiction = None
) -> Response[Any]:
    """Answer the attributes of a service."""
    refuse_other_jurisdiction(jurisdiction_id, COUNTY)
    category = category_of(current_policy().value, service_code)
    view = definition_view(category, request.language)
    return API.written(request, 200, "service_definition", view)


def _contact() -> str:
    county: UnitRow | None = find_units([COUNTY]).get(COUNTY)
    if county is None:
        return COUNTY
    return " ".join(part for part in (county.name, county.contact_phone) if part)
