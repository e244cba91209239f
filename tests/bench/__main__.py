"""Take all figures, print them beside their budgets and write docs/performance.md: `make bench`."""

from __future__ import annotations

import contextlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import bursts, cold, measure, side_by_side

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
ARTIFACT = ROOT / ".local" / "bench" / "function"
SINGLE = ROOT / ".local" / "bench" / "single"

PRICES = {
    "write unit": 1.25e-6 / 2,
    "read unit": 0.25e-6 / 2,
    "state transition": 25e-6,
    "HTTP request": 1.00e-6,
    "function call": 0.20e-6,
    "GB-second": 16.6667e-6,
    "SNS publish": 0.50e-6,
}
"""US dollars a piece: list prices of us-east-1 in 2026, an assumption to be replaced by the county's own (China prices in CNY differ)."""


@dataclass
class Figure:
    """A measured figure beside what it may be."""

    what: str
    measured: float
    budget: float
    unit: str = ""

    @property
    def verdict(self) -> str:
        """Whether the budget is kept."""
        return "over" if self.measured > self.budget + 1e-9 else "within"


def main() -> int:
    """Measure, print, write."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.monotonic()
    _step("packing a function as for the cloud")
    _pack(ARTIFACT)
    zips = {name: _pack(SINGLE, name) for name in _functions()}
    # Bytecode of boto3 and its like, which the runtime brings compiled.
    subprocess.run([sys.executable, "-m", "compileall", "-q", *_runtime_packages()], check=True)
    _step("cold starts and warm requests")
    first, beside = cold.measure(ARTIFACT), side_by_side.measure()
    _step("round trips and capacity on the local cloud")
    storage = _quietly(_storage)
    points = _quietly(_points)
    storage |= points["costs"]
    _step("what grows with the table")
    grown = _grown()
    _step("bursts")
    played = bursts.measure()
    _step("state transitions")
    lives = _lives()
    figures = _against_budget(zips, first, beside, storage, lives, played)
    _print(figures)
    PAGE.write_text(
        _page(figures, first, beside, storage, lives, points["verified"], grown, played),
        encoding="utf-8",
    )
    print(f"\n{PAGE.relative_to(ROOT)} written ({time.monotonic() - started:.0f} s)")
    return 0


def _functions() -> list[str]:
    """Return the logical ids of the functions the template packs."""
    functions = re.compile(r"^  (\w+):\n    Type: AWS::Serverless::Function$", re.MULTILINE)
    return functions.findall((ROOT / "template.yaml").read_text(encoding="utf-8"))


def _pack(folder: Path, function: str = "") -> float:
    """Pack a function, or what all of them import; return the size of its zip in MB."""
    environment = os.environ | {"SIZHI_BUILD_PLATFORM": "local"}
    ran = subprocess.run(
        [sys.executable, "-m", "infra.package", str(folder), *filter(None, [function])],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)
    said = re.search(r"([\d.]+) MB zipped", ran.stdout)
    if not said:
        raise SystemExit(f"no size: {ran.stdout}")
    return float(said[1])


def _runtime_packages() -> list[str]:
    import importlib.util

    found = (
        importlib.util.find_spec(name)
        for name in ("boto3", "botocore", "s3transfer", "urllib3", "jmespath", "dateutil")
    )
    return [place for spec in found if spec for place in spec.submodule_search_locations or ()]


def _storage() -> dict[str, Any]:
    """Measure in a process of its own: the environment of the functions is not this one's."""
    code = (
        "import json; from tests.bench import storage; costs = storage.measure().items();"
        "told = {n: [c.reads, c.writes, c.read_units, c.write_units, c.calls['Query']] for n, c in costs};"
        "print('figures', json.dumps(told))"
    )
    environment = os.environ | {"PYTHONPATH": f"functions{os.pathsep}."}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    told = [line for line in ran.stdout.splitlines() if line.startswith("figures ")]
    if ran.returncode or not told:
        raise SystemExit(ran.stdout + ran.stderr)
    return json.loads(told[0].removeprefix("figures "))


def _points() -> Any:
    """Measure the points, in a process of their own."""
    environment = os.environ | {"PYTHONPATH": f"functions{os.pathsep}."}
    code = "from tests.bench import points; print('figures', points.as_json())"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    told = [line for line in ran.stdout.splitlines() if line.startswith("figures ")]
    if ran.returncode or not told:
        raise SystemExit(ran.stdout + ran.stderr)
    return json.loads(told[0].removeprefix("figures "))


def _grown() -> str:
    """Measure a growing county in a process of its own."""
    environment = os.environ | {"PYTHONPATH": f"functions{os.pathsep}."}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.growth"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return "\n".join(line for line in ran.stdout.splitlines() if line.startswith("|"))


def _lives() -> dict[str, tuple[list[int], float]]:
    sys.path.insert(0, str(ROOT / "functions"))
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from tests.bench import climb

    told: dict[str, tuple[list[int], float]] = {}
    for name, share, by_hand in (
        ("silence below, then answered in the first quarter of the limit", 0.25, False),
        ("passed on by hand, answered in the first quarter", 0.25, True),
        ("silence below, then answered only after the reminder", 0.75, False),
    ):
        each = [climb.transitions(climb.Life(tier, share, by_hand)) for tier in climb.SHARES]
        told[name] = (each, climb.average(share, by_hand=by_hand))
    return told


def _against_budget(
    zips: dict[str, float], first: Any, beside: Any, storage: Any, lives: Any, played: Any
) -> list[Figure]:
    times = "× bare boto3 client"
    figures = [
        Figure(
            f"cold start: {function}, dearest of {len(firsts)}", firsts[0].ratio, budget, unit=times
        )
        for function, firsts in first.items()
        if (budget := cold.budget_of(function, "")) is not None
    ]
    (report,) = (one for one in first["IncidentsApi"] if one.name == cold.REPORT)
    figures.append(Figure("cold start: report", report.ratio, cold.REPORT_BUDGET, unit=times))
    for request, by in beside.items():
        ours, by_hand = by[side_by_side.OURS], by["boto3 by hand"]
        fastapi = by["FastAPI, Mangum, boto3"]
        figures += [
            Figure(
                f"cold {request}",
                ours.cold / fastapi.cold,
                side_by_side.COLD_GOAL,
                unit="× FastAPI",
            ),
            Figure(
                f"warm {request}",
                ours.warm / by_hand.warm,
                side_by_side.WARM_GOAL[request],
                unit="× by hand on boto3",
            ),
        ]
    figures += [
        Figure(f"{one.burst}: {one.what}", one.measured, one.goal, unit=one.unit) for one in played
    ]
    for name in ("report, nothing remembered", "report"):
        figures.append(Figure(f"{name}: round trips that read", storage[name][0], 1))
        figures.append(Figure(f"{name}: round trips that write", storage[name][1], 1))
    figures += [
        Figure(f"{name}: queries", storage[name][4], 1) for name in ("list of 25", "queue of 25")
    ]
    for households in ("60", "6,000"):
        ranks = storage[f"points: ten ranks of {households} households"]
        figures.append(Figure(f"ten ranks of {households} households: queries", ranks[4], 1))
    (silent, average), *_ = lives.values()
    figures.append(Figure("workflow: incident solved in time", silent[0], 3, unit="transitions"))
    figures.append(Figure("workflow: average of 70/20/10 %", average, 3, unit="transitions"))
    heaviest = max(zips, key=lambda name: zips[name])
    figures.append(
        Figure(f"zip of the heaviest function ({heaviest})", zips[heaviest], 5, unit="MB")
    )
    return figures


def _print(figures: list[Figure]) -> None:
    width = max(len(figure.what) for figure in figures)
    print(f"\n{'':{width}}  measured  budget  verdict")
    for figure in figures:
        measured = f"{figure.measured:.2f}".rstrip("0").rstrip(".")
        print(f"{figure.what:{width}}  {measured:>8}  {figure.budget:>6g}  {figure.verdict}")


def _page(
    figures: list[Figure],
    first: Any,
    beside: Any,
    storage: Any,
    lives: Any,
    verified: list[dict[str, float]],
    grown: str,
    played: Any,
    notes: Sequence[str] = (),
) -> str:
    lines = [
        "# Performance",
        "",
        (
            "Written by `tests/bench`; each figure was measured, counted or simulated by the command its section names. Budgets are those of "
            f"the design. CPU is counted in {measure.UNIT} on Python {platform.python_version()}, as a ratio to a bare client's, since "
            "machines differ. Instructions, requests, units, transitions and what is simulated do not depend on what else the machine does; "
            "milliseconds and CPU seconds do. `.local/bench/function` is the packed function; `python -m infra.package "
            ".local/bench/function` with `SIZHI_BUILD_PLATFORM=local` makes it."
        ),
        "",
        *(line for note in notes for line in (note, "")),
        "| | measured | budget | verdict |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {figure.what} | {figure.measured:,.2f} {figure.unit} | {figure.budget:g} | {figure.verdict} |"
        for figure in figures
    ]
    lines += ["", "## Cold start", ""]
    lines += [
        (
            "Import and first answer of every function to every request of the contract and every kind of event (`python -m tests.bench.cold`), "
            "from the packed function with its bytecode, the network answered in the process (`tests/bench/stub.py`), the TLS context and its "
            'roots counted; as a multiple of a process that makes a `boto3.client("dynamodb")` and nothing else. Each request by whoever of the '
            "bench's people gets furthest; what is not answered 2xx is mostly not there to be found. "
            f"`{measure.command(['bare'])}` and `{measure.command(['forked', 'ARTIFACT', 'HANDLER', 'EVENTS.json'])}` repeat them."
        ),
        "",
        *cold.page(first),
    ]
    lines += ["", "## Side by side", ""]
    lines += [
        (
            "The same work, with equal answers and equal requests to the store, as it is usually put together (`tests/bench/peers/`, "
            f"`python -m tests.bench.side_by_side`); warm is the mean of {measure.WARM_REQUESTS - 1} requests of a process that has served four."
        ),
        "",
        *side_by_side.page(beside),
    ]
    lines += ["", "## Bursts", "", *bursts.page(played)]
    lines += ["", "## Storage", ""]
    lines += [
        (
            "Counted by `python -m tests.bench` (`tests/bench/storage.py`) on the local cloud: write units as the store reports them with "
            "`ReturnConsumedCapacity=INDEXES`, indexes and the doubling of transactions included; read units from the sizes read. "
            "Requests carry an `Idempotency-Key` where they may."
        ),
        "",
        "| | reads | writes | read units | write units | $ per million |",
        "|---|---|---|---|---|---|",
    ]
    for name, (reads, writes, read_units, write_units, _) in storage.items():
        price = (read_units * PRICES["read unit"] + write_units * PRICES["write unit"]) * 1e6
        lines.append(
            f"| {name} | {reads} | {writes} | {read_units:g} | {write_units:g} | {price:.2f} |"
        )
    lines += ["", "## While the table grows", ""]
    lines += [
        (
            "Requests / calls to the store / read units / items told / ms of CPU without the store's, on an exact store in memory "
            "(`python -m tests.bench.growth`, `tests/bench/memory.py`): pages of 25, a tenth of the incidents open, remembered rows forgotten "
            "before each. What says so is read to its end. Milliseconds are those of a machine that others may be using."
        ),
        "",
        grown,
    ]
    lines += ["", "## Verification of a ledger", ""]
    lines += [
        (
            "Chain, balances and zero sum of a sealed ledger recomputed (`tests/bench/points.py`), with households of 200 entries each, the "
            "entries read from a file; CPU seconds, and by how much the process grew at its peak."
        ),
        "",
        "| entries | CPU seconds | MB |",
        "|---|---|---|",
    ]
    for told in verified:
        lines.append(
            f"| {told['entries']:,.0f} | {told['seconds']:.1f} | {told['megabytes']:.0f} |"
        )
    lines += ["", "## Workflow and what an incident costs", ""]
    lines += [
        (
            "State transitions of an incident with all its epochs: every state entered, the first included (`tests/bench/climb.py` plays "
            "the rules against `infra/escalation.asl.json` under the packaged policy). Of 100 incidents 70 end at the village, 20 at "
            "the town, 10 at the county, each accepted, solved and confirmed two hours later."
        ),
        "",
        "| | village | town | county | average | $ per million |",
        "|---|---|---|---|---|---|",
    ]
    for name, (each, average) in lives.items():
        price = average * PRICES["state transition"] * 1e6
        lines.append(f"| {name} | {' | '.join(map(str, each))} | {average:.1f} | {price:.0f} |")
    lines += ["", *_cost_model(storage, lives), ""]
    lines += ["## What a county-year costs", ""]
    from tests.bench import bill

    units = {name: (reads, writes) for name, (_, _, reads, writes, _) in storage.items()}
    lines += [*bill.page(units, next(iter(lives.values()))[1]), ""]
    return "\n".join(lines)


def _cost_model(storage: Any, lives: Any) -> list[str]:
    requests = {
        "report": 1,
        "accept": 1,
        "resolve": 1,
        "confirm": 1,
        "read one": 4,
        "list of 25": 2,
        "queue of 25": 2,
    }
    http = sum(requests.values())
    reads = sum(storage[name][2] * times for name, times in requests.items())
    writes = sum(storage[name][3] * times for name, times in requests.items())
    transitions = next(iter(lives.values()))[1]
    # Stream records start four more calls: two consumers for each of the changes, in batches of one at worst.
    calls = http + 8
    parts = {
        f"{http} HTTP requests": http * PRICES["HTTP request"],
        f"{calls} function calls of 30 ms at 1 GB": calls
        * (PRICES["function call"] + 0.03 * PRICES["GB-second"]),
        f"{writes:g} write units": writes * PRICES["write unit"],
        f"{reads:g} read units": reads * PRICES["read unit"],
        f"{transitions:.1f} state transitions": transitions * PRICES["state transition"],
        "4 notices published": 4 * PRICES["SNS publish"],
    }
    return [
        (
            "An incident that is reported, accepted, solved, confirmed, read four times and seen on four lists, at the unit prices below "
            "(assumed: list prices of us-east-1; logs, alarms and transfer left out):"
        ),
        "",
        "| | $ per million incidents |",
        "|---|---|",
        *(f"| {name} | {price * 1e6:.2f} |" for name, price in parts.items()),
        f"| **together** | **{sum(parts.values()) * 1e6:.2f}** |",
        "",
        "Unit prices: "
        + "; ".join(f"{name} ${price * 1e6:.3f} per million" for name, price in PRICES.items())
        + ".",
    ]


def _quietly(figures: Callable[[], Any]) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return figures()


def _step(what: str) -> None:
    print(f"{what} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
