"""Routes of discovery and services."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.open311.api.base import API, ROOT, Jurisdiction, ServiceCode
from incidents.open311.model.answers import (
    definition_view,
    discovery_view,
    instant,
    service_view,
)
from incidents.open311.rules.questions import called_at
from incidents.open311.rules.services import packaged_changeset
from incidents.open311.service import describe_services as describing
from incidents.open311.service.find_requests import refuse_elsewhere
from kernel.access import PUBLIC
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
    set_at = describing.changed_at()
    changeset = instant(set_at) if set_at else packaged_changeset()
    view = discovery_view(
        called_at(request.path, request.headers), changeset, describing.contact(), request.language
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
    refuse_elsewhere(jurisdiction_id)
    services = [service_view(one, request.language) for one in describing.list_services()]
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
    refuse_elsewhere(jurisdiction_id)
    view = definition_view(describing.find_service(service_code), request.language)
    return API.written(request, 200, "service_definition", view)
