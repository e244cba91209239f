"""The first answer of every function to every request it serves: `python -m tests.bench.cold [function …]`.

Requests are those of the contract (`docs/openapi.json`) with its examples, sent by whoever of the bench's people gets furthest; events are
what streams, schedules and queues hand over. A process imports its handler once and forks for each request, so that every one is the first.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import county
from tests.bench.measure import COUNTER, PROCESS, VALGRIND, cost_of_bare, environment
from tests.support.template import ROOT, made

PEOPLE = ("to-1", "vo-1", "gw-1", "ca-1", "co-1", "eo-1", "vl-1", "js-1")
NAMED = {
    "incident_id": county.INCIDENT_ID,
    "village": county.VILLAGE,
    "code": county.GRID,
    "unit": county.VILLAGE,
    "case_code": "140426-26-7KQ2M-9XD00",
    "category": "public_facilities",
    "lat": "36.502",
    "lon": "113.387",
    "crs": "wgs84",
    "person": "gw-1",
    "household": "h-001",
    "year": "2026",
    "version": "1",
    "month": "2026-10",
    "number": "1",
    "first": "2026-10",
    "post": f"vo-1~village_officer~{county.VILLAGE}~2025-01-01",
    "goods": "salt",
    "patrol_id": f"{county.VILLAGE}-{county.INCIDENT_ID}",
    "service_code": "public_facilities",
}
"""What the bench's county has, by the name it goes by in paths and queries."""
API_BUDGET, CLOCK_BUDGET, REPORT_BUDGET = 1.35, 0.90, 1.15
REPORT = "POST /v1/incidents"
DEAREST = int(os.environ.get("SIZHI_BENCH_DEAREST", "0"))
"""Of how many requests of a function, the dearest by CPU time, instructions are counted; 0: of all."""


class Asked(NamedTuple):
    """A request or an event, and what it is called."""

    name: str
    event: Mapping[str, Any]


class First(NamedTuple):
    """A first answer: its status (of an event: 200), and its cost as a multiple of a bare client; 0: not counted."""

    name: str
    status: int
    ratio: float


def measure(artifact: Path, functions: Sequence[str] = ()) -> dict[str, list[First]]:
    """Return the first answers of each function, dearest first."""
    handlers = handlers_of_the_template()
    wanted = [name for name in handlers if not functions or name in functions]
    bare, asked = cost_of_bare(), everything_asked()
    return {name: _first_answers(artifact, handlers[name], asked[name], bare) for name in wanted}


def measure_web(artifact: Path) -> list[First]:
    """Return the first answers of the function that serves the web client, dearest first: its page, what it reads first, its largest file."""
    files = (artifact / "site" / "assets").glob("*.js")
    largest = max(files, key=lambda file: file.stat().st_size).name
    asked = [
        [Asked(f"GET /{named}", _of_a_file(path))]
        for named, path in (
            ("", ""),
            ("config.json", "config.json"),
            ("assets/ the largest", f"assets/{largest}"),
            ("no such page", "no-such-page"),
        )
    ]
    return _first_answers(artifact, "handler.answer", asked, cost_of_bare())


def _of_a_file(path: str) -> dict[str, Any]:
    event = county.request("GET", f"/{path}", "")
    return event | ({"pathParameters": {"proxy": path}} if path else {})


def handlers_of_the_template() -> dict[str, str]:
    """Return the entry point of each function whose code is in `functions/`: a module of a context."""
    return {
        name: one["Properties"]["Handler"]
        for name, one in made("template.yaml")["Resources"].items()
        if one["Type"] == "AWS::Lambda::Function" and one["Properties"]["Handler"].count(".") > 1
    }


def everything_asked() -> dict[str, list[list[Asked]]]:
    """Return what each function is asked: for each request, the same by one person after another."""
    asked: dict[str, list[list[Asked]]] = {name: [] for name in handlers_of_the_template()}
    routes = _routes()
    described = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "delete", "patch"):
                function = _function_of(routes, method.upper(), path)
                asked[function].append(_by_everybody(method.upper(), path, operation, described))
    for function, events in _events().items():
        asked[function] += [[one] for one in events]
    return asked


def _routes() -> list[tuple[str, str, str]]:
    """Method, path up to what may follow, and function of each route of the gateway, longest first."""
    app = made("template.yaml")["Resources"]
    found: list[tuple[str, str, str]] = []
    for one in app.values():
        if one["Type"] == "AWS::ApiGatewayV2::Route":
            method, _, path = one["Properties"]["RouteKey"].partition(" ")
            slice_ = re.search(r"(\w+)Integration", json.dumps(one["Properties"]["Target"]))
            assert slice_ is not None
            found.append((method, re.sub(r"\{[^}]*\}", "{}", path), f"{slice_[1]}Api"))
    return sorted(found, key=lambda route: -len(route[1]))


def _function_of(routes: Sequence[tuple[str, str, str]], method: str, path: str) -> str:
    plain = re.sub(r"\{[^}]*\}", "{}", path)
    for of, prefix, function in routes:
        if of in (method, "ANY") and (
            plain == prefix or (prefix.endswith("/{}") and plain.startswith(prefix[:-2]))
        ):
            return function
    raise SystemExit(f"no route leads to {method} {path}")


def _by_everybody(
    method: str, path: str, operation: Mapping[str, Any], described: Mapping[str, Any]
) -> list[Asked]:
    query: dict[str, str] = {}
    filled = path
    for one in operation.get("parameters", ()):
        said = _resolved(one, described)
        schema = _resolved(said.get("schema", {}), described)
        example = (schema.get("examples") or [county.INCIDENT_ID])[0]
        value = NAMED.get(said["name"], str(example))
        if said["in"] == "path":
            filled = filled.replace(f"{{{said['name']}}}", value)
        elif said["in"] == "query" and said.get("required"):
            query[said["name"]] = value
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = list(content.get("examples", {}).values())
    body = examples[0].get("value") if examples else ({} if method in ("POST", "PUT") else None)
    headers = {"idempotency-key": "k-1"} if method == "POST" else {}
    return [
        Asked(
            f"{method} {path}",
            county.request(method, filled, person, body=body, query=query, headers=headers),
        )
        for person in PEOPLE
    ]


def _resolved(one: Mapping[str, Any], described: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in one:
        return one
    found: Any = described
    for part in one["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def _events() -> dict[str, list[Asked]]:
    incident = next(
        row for (_, sk), row in county.items().items() if sk == "INCIDENT" and "county" in row
    )
    history = {
        "pk": incident["pk"],
        "sk": {"S": "H#000001"},
        "event": {"S": "reported"},
        "incident_id": incident["id"],
    }
    keys = {"pk": incident["pk"], "sk": incident["sk"]}
    nothing = Asked("a run with nothing due", {})
    message = {
        "messageId": "m-1",
        "receiptHandle": "r",
        "body": json.dumps({"id": county.INCIDENT_ID}),
    }
    asked_of_a_worker = Asked(
        "a message", {"Records": [message | {"attributes": {"ApproximateReceiveCount": "1"}}]}
    )
    return {
        "IncidentStream": [
            Asked("a report", {"Records": [_record(keys, {**incident, "epoch": {"N": "1"}})]})
        ],
        "NoticeStream": [Asked("an entry of a history", {"Records": [_record(history, history)]})],
        "PointsStream": [Asked("an empty batch", {"Records": []})],
        "EscalationTimer": [
            Asked("a timer", {"kind": "incident", "id": county.INCIDENT_ID, "epoch": 1})
        ],
        **{name: [nothing] for name in ("Reconciler", "FieldSweep", "AssemblyClock", "Clock")},
        **{
            name: [nothing]
            for name in ("PointsClock", "NoticeReleaser", "RobotSender", "ReportWorker")
        },
        **{name: [asked_of_a_worker] for name in ("ImportWorker", "ExportWorker", "MediaWorker")},
    }


def _record(keys: Mapping[str, Any], image: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "eventName": "INSERT",
        "eventSourceARN": "arn:aws-cn:dynamodb:cn-northwest-1:1:table/sizhi-IncidentsTable/stream/1",
        "dynamodb": {
            "Keys": {"pk": keys["pk"], "sk": keys["sk"]},
            "NewImage": image,
            "SequenceNumber": "1",
        },
    }


def _first_answers(
    artifact: Path, handler: str, asked: Sequence[Sequence[Asked]], bare: float
) -> list[First]:
    best = [
        # Who was not asked any more came after somebody who was answered.
        max(zip(each, told, strict=False), key=lambda one: _how_far(one[1].status))
        for each, told in zip(asked, _grouped(asked, artifact, handler), strict=True)
    ]
    best.sort(key=lambda one: -one[1].microseconds)
    counted = best[: DEAREST or None]
    costs = _costs(artifact, handler, [one.event for one, _ in counted])
    firsts = [
        First(one.name, told.status, cost / bare)
        for (one, told), cost in zip(counted, costs, strict=True)
    ]
    left_out = [First(one.name, told.status, 0.0) for one, told in best[len(counted) :]]
    return sorted([*firsts, *left_out], key=lambda first: -first.ratio)


class _Told(NamedTuple):
    """How a request was answered, and in what time of the CPU."""

    status: int
    microseconds: int


def _how_far(status: int) -> int:
    """The nearer to an answer, the more of the request was gone through."""
    order = (500, 401, 403, 400, 422, 404)
    return len(order) if status not in order else order.index(status)


def _grouped(asked: Sequence[Sequence[Asked]], artifact: Path, handler: str) -> list[list[_Told]]:
    """Return how each request was answered, by one person after another until somebody is."""
    told, _ = _run([], artifact, handler, [[one.event for one in each] for each in asked])
    return told


def _costs(artifact: Path, handler: str, events: Sequence[Mapping[str, Any]]) -> list[float]:
    if not VALGRIND:
        raise SystemExit("first answers are counted with valgrind")
    _, counted = _run(COUNTER, artifact, handler, [[event] for event in events])
    # The last is the process that forked the others.
    return counted[:-1]


def _run(
    counter: Sequence[str],
    artifact: Path,
    handler: str,
    events: Sequence[Sequence[Mapping[str, Any]]],
) -> tuple[list[list[_Told]], list[float]]:
    with tempfile.NamedTemporaryFile("w+", suffix=".json", encoding="utf-8") as file:
        json.dump(events, file)
        file.flush()
        ran = subprocess.run(
            [*counter, sys.executable, str(PROCESS), "forked", str(artifact), handler, file.name],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    statuses: list[list[_Told]] = [[] for _ in events]
    for number, *told in re.findall(r"^status (\d+) (\d+) (\d+)$", ran.stdout, re.MULTILINE):
        statuses[int(number)].append(_Told(*map(int, told)))
    counted = [
        float(one.replace(",", "")) for one in re.findall(r"I\s+refs:\s+([\d,]+)", ran.stderr)
    ]
    if ran.returncode or not all(statuses) or (counter and len(counted) != len(events) + 1):
        raise SystemExit(f"{handler}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return statuses, counted


def budget_of(function: str, name: str) -> float | None:
    """Return what a first answer may cost; None: nothing is said of workers."""
    if name == REPORT:
        return REPORT_BUDGET
    if function.endswith("Api"):
        return API_BUDGET
    return None if function.endswith("Worker") else CLOCK_BUDGET


def page(found: Mapping[str, Sequence[First]]) -> list[str]:
    """Return a line a function as a table of a page, and what is over its budget."""
    lines = [
        "| function | requests | answered 2xx | counted | least | median | most | budget | the dearest |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    over: list[str] = []
    for function, firsts in found.items():
        ratios = [one.ratio for one in firsts if one.ratio]
        most, budget = firsts[0], budget_of(function, "")
        good = sum(one.status < 300 for one in firsts)
        lines.append(
            f"| {function} | {len(firsts)} | {good} | {len(ratios)} | {min(ratios):.2f} | {statistics.median(ratios):.2f} "
            f"| {most.ratio:.2f} | {'' if budget is None else format(budget, 'g')} | {most.name} |"
        )
        over += [
            f"{one.name} ({one.ratio:.2f})"
            for one in firsts
            if (bound := budget_of(function, one.name)) is not None and one.ratio > bound
        ]
    return [*lines, "", f"Over budget: {', '.join(over) or 'none'}."]


def main(*functions: str) -> None:
    """Print every first answer of some functions, or of all."""
    found = measure(ROOT / ".local" / "bench" / "function", functions)
    for function, firsts in found.items():
        for one in firsts:
            print(f"{function:16} {one.ratio:5.2f}  {one.status}  {one.name}")
    print("\n".join(page(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
