"""What a county-year costs, from the stacks as they are made, measured units and prices of a day: `python -m tests.bench.bill`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.template import ROOT, expanded, made

_BESIDE = Path(__file__).parent
_MONTHS, _MINUTES = 12, 365 * 24 * 60
_COUNTED = re.compile(r'\bcount\(\s*"([A-Za-z]+)"')

LIFE = ("report", "accept", "resolve", "confirm")
"""The requests that write in the life of an incident; the timers of `TIMED` write for those that are late."""
TIMED = {"timer: remind": 0.5, "timer: escalate": 0.4}
TRANSITIONS = 2.6
"""State transitions of an incident, where the bench has not just counted them."""


class Line(NamedTuple):
    """A line of the bill, in dollars a year; `fixed`: whatever is done."""

    what: str
    dollars: float
    fixed: bool


class Priced(NamedTuple):
    """Prices with their day and where they are from."""

    day: str
    of: str
    source: str
    prices: Mapping[str, float]
    free: Mapping[str, int]


def prices() -> Priced:
    """Return the prices."""
    return Priced(**json.loads((_BESIDE / "prices.json").read_text(encoding="utf-8")))


def county_year() -> dict[str, Any]:
    """Return what a county is assumed to do in a year."""
    return json.loads((_BESIDE / "county_year.json").read_text(encoding="utf-8"))


def bill(
    storage: Mapping[str, tuple[float, float]], transitions: float = TRANSITIONS
) -> list[Line]:
    """Return the bill.

    Parameters
    ----------
    storage
        Read and write units of each request, as measured.
    transitions
        State transitions of an incident.
    """
    (_, _, _, priced, free), year = prices(), county_year()
    return [*_fixed(priced, free, year), *_used(priced, year, storage, transitions)]


def _fixed(
    priced: Mapping[str, float], free: Mapping[str, int], year: Mapping[str, Any]
) -> list[Line]:
    app, data = _stacks()
    alarms = [one["Properties"] for one in app if one["Type"] == "AWS::CloudWatch::Alarm"]
    watched = sum(map(figures_of, alarms))
    always = [name for name in custom_metrics() if name.endswith("Heartbeat")]
    sometimes = len(custom_metrics()) - len(always)
    series = sometimes * year["series of a custom metric"]
    share = year["share of the hours in which a custom metric is told"]

    def a_month(what: str, number: float, price: str) -> Line:
        return Line(f"{what}: {number:,.0f}", number * priced[price] * _MONTHS, fixed=True)

    return [
        a_month("figures that alarms watch", watched, "alarm metric, month"),
        a_month("figures of the schedules' signs of life", len(always), "custom metric, month"),
        a_month(
            "other figures, in the hours they are told", series * share, "custom metric, month"
        ),
        a_month("dashboards that are paid for", _paid_dashboards(app, free), "dashboard, month"),
        a_month("detailed figures of routes", _detailed_routes(app) * 4, "custom metric, month"),
        a_month("secrets", _number(data, "AWS::SecretsManager::Secret"), "secret, month"),
        a_month("keys", _number(data, "AWS::KMS::Key"), "key, month"),
        _schedules(app, priced, year),
    ]


def _used(
    priced: Mapping[str, float],
    year: Mapping[str, Any],
    storage: Mapping[str, tuple[float, float]],
    transitions: float,
) -> list[Line]:
    app, _ = _stacks()
    requests, incidents = year["api requests"], year["incidents"]
    writes = sum(storage[name][1] for name in LIFE)
    writes += sum(storage[name][1] * share for name, share in TIMED.items())
    batches = incidents * (len(LIFE) + 2) * 2
    api = _gigabytes(app, "IncidentsApi")
    seconds = requests * year["seconds a request"] * api
    seconds += batches * year["seconds a stream batch"] * _gigabytes(app, "NoticeStream")
    calls = requests + batches + incidents * transitions
    logged = calls * year["bytes logged a call"] / 1e9
    parts = {
        f"{requests:,} requests at the gateway": requests * priced["gateway request"],
        "function calls": calls * priced["function call"],
        "function time": seconds * priced["GB-second"],
        "read units": requests * year["read units a request"] * priced["read unit"],
        "write units": incidents * writes * priced["write unit"],
        "tables and their backups": year["table GB"]
        * (priced["table GB, month"] + priced["backup GB, month"])
        * _MONTHS,
        "state transitions": incidents * transitions * priced["state transition"],
        "notices published": year["notices"] * priced["publication"],
        "queues polled": year["queue polls a month"] * _MONTHS * priced["queue request"],
        "logs written": logged * priced["log GB"],
        "logs kept": logged * year["months logs are kept"] * priced["log GB kept, month"],
        "photos and files": year["file GB"] * priced["file GB, month"] * _MONTHS,
        f"keys of {year['robots']} robots": year["robot messages"]
        * (priced["encryption or decryption"] + priced["read unit"]),
    }
    return [Line(what, dollars, fixed=False) for what, dollars in parts.items()]


def figures_of(alarm: Mapping[str, Any]) -> int:
    """Return how many figures an alarm watches: what it computes from them is not paid for."""
    return sum("MetricStat" in one for one in alarm["Metrics"]) if "Metrics" in alarm else 1


def shown(dashboard: Mapping[str, Any]) -> list[list[Any]]:
    """Return the figures that a dashboard shows."""
    widgets = dashboard["DashboardBody"]["Fn::ToJsonString"]["widgets"]
    return [figure for widget in widgets for figure in widget["properties"]["metrics"]]


def _paid_dashboards(app: list[Any], free: Mapping[str, int]) -> int:
    boards = [one["Properties"] for one in app if one["Type"] == "AWS::CloudWatch::Dashboard"]
    small = sum(len(shown(board)) <= free["figures of a free dashboard"] for board in boards)
    return len(boards) - min(small, free["dashboards"])


def custom_metrics() -> set[str]:
    """Return the names of all figures that the functions tell."""
    return {
        name
        for path in (ROOT / "functions").rglob("*.py")
        for name in _COUNTED.findall(path.read_text(encoding="utf-8"))
    }


def _schedules(app: list[Any], priced: Mapping[str, float], year: Mapping[str, Any]) -> Line:
    dollars, runs = 0.0, 0
    for rule in app:
        if rule["Type"] != "AWS::Events::Rule":
            continue
        number = _runs_a_year(rule["Properties"]["ScheduleExpression"])
        (target,) = rule["Properties"]["Targets"]
        function = target["Arn"]["Fn::GetAtt"][0]
        seconds = number * year["seconds a scheduled run"] * _gigabytes(app, function)
        dollars += number * priced["function call"] + seconds * priced["GB-second"]
        runs += number
    return Line(f"scheduled runs: {runs:,}", dollars, fixed=True)


def _runs_a_year(expression: str) -> int:
    every = re.fullmatch(r"rate\((\d+) minutes?\)", expression)
    if every:
        return _MINUTES // int(every[1])
    within = re.fullmatch(r"cron\(0/(\d+) (\d+)-(\d+) \* \* \? \*\)", expression)
    assert within, f"no way to count the runs of {expression}"
    step, first, last = map(int, within.groups())
    return 365 * (last - first + 1) * (60 // step)


def _gigabytes(app: list[Any], function: str) -> float:
    functions = made("template.yaml")["Resources"]
    return functions[function]["Properties"]["MemorySize"] / 1024


def _detailed_routes(app: list[Any]) -> int:
    """Return how many routes tell figures of their own, which are four each."""
    (stage,) = (one["Properties"] for one in app if one["Type"] == "AWS::ApiGatewayV2::Stage")
    if stage["DefaultRouteSettings"].get("DetailedMetricsEnabled"):
        return _number(app, "AWS::ApiGatewayV2::Route")
    return sum(
        bool(one.get("DetailedMetricsEnabled")) for one in stage.get("RouteSettings", {}).values()
    )


def _number(stack: list[Any], kind: str) -> int:
    return sum(one["Type"] == kind for one in stack)


def _stacks() -> tuple[list[Any], list[Any]]:
    app = list(made("template.yaml")["Resources"].values())
    return app, list(expanded("infra/data.yaml")["Resources"].values())


def page(lines: Sequence[Line]) -> list[str]:
    """Return a bill as lines of a page."""
    if not lines:
        return ["Not measured."]
    priced = prices()
    table = [
        f"| {line.what} | {'fixed' if line.fixed else 'used'} | {line.dollars:.2f} |"
        for line in lines
    ]
    fixed = sum(line.dollars for line in lines if line.fixed)
    together = sum(line.dollars for line in lines)
    return [
        (
            f"Counted from both stacks as they are made, units as measured above, what a county does as assumed in "
            f"`tests/bench/county_year.json`, prices in `tests/bench/prices.json` ({priced.of}; {priced.day}; {priced.source})."
        ),
        "",
        "| | | $ a year |",
        "|---|---|---|",
        *table,
        f"| **together** | {fixed / together:.0%} fixed | **{together:.2f}** |",
    ]


def main() -> None:
    """Measure the units and print the bill."""
    from tests.bench import storage

    told = {name: (cost.read_units, cost.write_units) for name, cost in storage.measure().items()}
    print("\n".join(page(bill(told))))


if __name__ == "__main__":
    main()
