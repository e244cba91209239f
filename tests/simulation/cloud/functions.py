"""The deployed functions: which handler answers which route, stream, queue and schedule, as `template.yaml` says."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from tests.support.template import expanded

DEPLOYED = "template.yaml"


class Route(NamedTuple):
    """A route of the gateway."""

    method: str
    pattern: re.Pattern[str]
    function: str
    asks_for_token: bool
    weight: tuple[int, int]


class Source(NamedTuple):
    """What a function is told of: a stream, as far as its filters let it through, or a queue."""

    function: str
    of: str
    batch: int
    attempts: int
    oldest: int
    filters: tuple[Any, ...]
    reports_failures: bool


class Schedule(NamedTuple):
    """When a function is called by the clock."""

    function: str
    minutes: int | None
    cron: str | None
    event: Any


class Deployed(NamedTuple):
    """What of the template this simulation plays."""

    handlers: Mapping[str, str]
    routes: tuple[Route, ...]
    streams: tuple[Source, ...]
    queues: tuple[Source, ...]
    schedules: tuple[Schedule, ...]


@cache
def deployed() -> Deployed:
    """Return what the template deploys."""
    resources = expanded(DEPLOYED)["Resources"]
    functions = {
        name: said["Properties"]
        for name, said in resources.items()
        if said["Type"] == "AWS::Serverless::Function"
    }
    streams: list[Source] = []
    queues: list[Source] = []
    schedules: list[Schedule] = []
    for name, said in functions.items():
        for event in said.get("Events", {}).values():
            how = event["Properties"]
            match event["Type"]:
                case "DynamoDB":
                    streams.append(_stream(name, how))
                case "SQS":
                    queues.append(_queue(name, how))
                case "Schedule":
                    schedules.append(_schedule(name, how))
                case other:
                    raise AssertionError(f"an event of a kind unknown here: {other}")
    routes = [
        _route(said["Properties"])
        for said in resources.values()
        if said["Type"] == "AWS::ApiGatewayV2::Route"
        and not said["Properties"]["RouteKey"].startswith("OPTIONS")
    ]
    routes.sort(key=lambda route: route.weight, reverse=True)
    handlers = {name: said["Handler"] for name, said in functions.items()}
    return Deployed(handlers, tuple(routes), tuple(streams), tuple(queues), tuple(schedules))


def _stream(function: str, how: Mapping[str, Any]) -> Source:
    table = how["Stream"]["Ref"].removesuffix("TableStream").lower()
    patterns = how.get("FilterCriteria", {}).get("Filters", ())
    return Source(
        function,
        table,
        how["BatchSize"],
        how["MaximumRetryAttempts"],
        how["MaximumRecordAgeInSeconds"],
        tuple(json.loads(each["Pattern"]) for each in patterns),
        "ReportBatchItemFailures" in how.get("FunctionResponseTypes", ()),
    )


def _queue(function: str, how: Mapping[str, Any]) -> Source:
    name = re.findall(r"(\w+)Queue", json.dumps(how["Queue"]))[-1]
    reports = "ReportBatchItemFailures" in how.get("FunctionResponseTypes", ())
    return Source(function, name.upper(), how["BatchSize"], 3, 86400, (), reports)


def _schedule(function: str, how: Mapping[str, Any]) -> Schedule:
    rate = re.fullmatch(r"rate\((\d+) minutes?\)", how["Schedule"])
    event = json.loads(how.get("Input", "{}"))
    return Schedule(
        function, int(rate[1]) if rate else None, None if rate else how["Schedule"], event
    )


def _route(said: Mapping[str, Any]) -> Route:
    method, path = said["RouteKey"].split(" ")
    pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
    function = re.findall(r"\$\{(\w+)Integration\}", json.dumps(said["Target"]))[0] + "Api"
    # The most specific route wins: whole names before parameters before what is greedy.
    weight = (0 if "+}" in path else 1 if "{" in path else 2, len(path) * 2 + (method != "ANY"))
    return Route(method, re.compile(pattern), function, said["AuthorizationType"] == "JWT", weight)


def route_of(method: str, path: str) -> Route | None:
    """Return the route that takes a request."""
    for route in deployed().routes:
        if route.method in (method, "ANY") and route.pattern.fullmatch(path):
            return route
    return None


@cache
def entry_point(function: str) -> Any:
    """Return the handler of a function."""
    module, _, name = deployed().handlers[function].rpartition(".")
    return getattr(importlib.import_module(module), name)


def lets_through(filters: tuple[Any, ...], record: Mapping[str, Any]) -> bool:
    """Whether one of an event source's patterns matches a record; all do where there are none."""
    return not filters or any(_matches(pattern, record) for pattern in filters)


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, Mapping) and all(
            name in value and _matches(inner, value[name]) for name, inner in pattern.items()
        )
    return any(
        value.startswith(one["prefix"]) if isinstance(one, dict) else value == one
        for one in pattern
    )
