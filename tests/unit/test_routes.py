"""The gateway's routes and the routes of the code are one another's: nothing unreachable, nothing open by mistake, nothing AWS refuses."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from typing import NamedTuple

import pytest

from infra.openapi import CONTEXTS
from kernel.access import Access
from tests.unit.test_template import FUNCTIONS, RESOURCES, ROUTES

MOST_ROUTES = 80
"""A part of the 300 that AWS allows an API; enforcement, services, economy, reports and workspace are still to come."""


OTHERWISE_NAMED = {
    "composition": "composition.handler.desk",
    "enforcement": "composition.enforcement_handler.api",
    "services": "composition.services_handler.api",
    "workspace.sync": "workspace.sync.handler.api",
    "incidents.field": "composition.field_handler.api",
    "incidents.media": "composition.field_handler.api",
    "incidents.patrols": "composition.field_handler.api",
}
"""Entry points that answer for several contexts together, or for one that asks another."""


class GatewayRoute(NamedTuple):
    """A route of the template: what it takes, whether it asks for a token, and whose it is."""

    method: str
    path: str
    is_guarded: bool
    function: str

    @property
    def is_greedy(self) -> bool:
        """Whether it takes whatever is below its path."""
        return self.path.endswith("{proxy+}")

    def takes(self, method: str, path: str) -> bool:
        """Whether a request could go this way."""
        parts = [
            ".+" if part == "{proxy+}" else "[^/]+" if part.startswith("{") else re.escape(part)
            for part in self.path.split("/")
        ]
        return self.method in ("ANY", method) and bool(re.fullmatch("/".join(parts), path))


class Operation(NamedTuple):
    """A route that the code declares."""

    context: str
    method: str
    path: str
    access: Access


def of_the_template() -> list[GatewayRoute]:
    return [
        GatewayRoute(
            *str(route["RouteKey"]).split(" "),
            is_guarded=route["AuthorizationType"] == "JWT",
            function=function_behind(route["Target"]["Fn::Sub"]),
        )
        for route in ROUTES.values()
    ]


def function_behind(target: str) -> str:
    [integration] = re.findall(r"\$\{(\w+)\}", target)
    return str(RESOURCES[integration]["Properties"]["IntegrationUri"]["Fn::GetAtt"][0])


def of_the_code() -> list[Operation]:
    return [
        Operation(context, method, path, access)
        for context in CONTEXTS
        for (method, path), access in importlib.import_module(f"{context}.api").API.declared.items()
    ]


def entry_point(context: str) -> str:
    """Return the handler that answers for a context, or for a part of one with a function of its own."""
    owner, _, part = context.partition(".")
    return OTHERWISE_NAMED.get(context, f"{owner}.handler.{part or 'api'}")


def selected(method: str, path: str) -> GatewayRoute | None:
    """Return the route that API Gateway takes: a full match before a greedy one, then the longer path, then the method by name."""
    possible = [route for route in GATEWAY if route.takes(method, path)]
    return max(possible, key=rank, default=None)


def rank(route: GatewayRoute) -> tuple[bool, int, bool]:
    literal = [part for part in route.path.split("/") if not part.startswith("{")]
    return not route.is_greedy, len(literal), route.method != "ANY"


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "anything", path)


GATEWAY = of_the_template()
DECLARED = of_the_code()


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: f"{one.method} {one.path}")
def test_an_operation_is_led_to_its_function_with_a_token_unless_it_is_public(
    one: Operation,
) -> None:
    route = selected(one.method, filled(one.path))

    assert route is not None
    assert FUNCTIONS[route.function]["Handler"] == entry_point(one.context)
    assert route.is_guarded is not one.access.public


def test_every_route_of_the_gateway_leads_to_an_operation() -> None:
    used = {selected(one.method, filled(one.path)) for one in DECLARED}
    preflights = {route for route in GATEWAY if route.method == "OPTIONS"}
    pages = {route for route in GATEWAY if route.function == "WebApi"}

    assert set(GATEWAY) - preflights - pages <= used


@pytest.mark.parametrize("path", sorted({one.path for one in DECLARED}))
def test_no_preflight_is_asked_for_a_token(path: str) -> None:
    # Where no route takes OPTIONS at all, API Gateway answers from CorsConfiguration by itself.
    route = selected("OPTIONS", filled(path))

    assert route is None or not route.is_guarded


@pytest.mark.parametrize(
    "paths",
    [[route.path for route in GATEWAY], [one.path for one in DECLARED]],
    ids=["template", "code"],
)
def test_no_level_of_a_path_has_two_variables(paths: list[str]) -> None:
    variables: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        parts = path.split("/")
        for at, part in enumerate(parts):
            if part.startswith("{"):
                variables["/".join(parts[:at])].add(part.partition("}")[0])

    assert {level: names for level, names in variables.items() if len(names) > 1} == {}


def test_no_variable_of_a_path_goes_by_the_name_of_the_body() -> None:
    assert [one for one in DECLARED if "{body}" in one.path] == []


def test_the_contexts_to_come_have_room_for_their_routes() -> None:
    assert len(GATEWAY) <= MOST_ROUTES
