"""docs/performance.md, from the figures that are kept."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import bill, budgets, bursts, cold, goals, measure, parts, side_by_side, slow_lines
from tests.bench.budgets import Figure
from tests.bench.growth_sizes import MODULES

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
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
class Found:
    """The figures of all parts that were measured, and which were not, or not of the code as it is."""

    zips: Mapping[str, float] = field(default_factory=dict)
    first: dict[str, list[cold.First]] = field(default_factory=dict)
    beside: dict[str, dict[str, side_by_side.Figure]] = field(default_factory=dict)
    storage: dict[str, list[float]] = field(default_factory=dict)
    verified: Sequence[Mapping[str, float]] = ()
    grown: dict[str, dict[int, Mapping[str, Sequence[float]]]] = field(default_factory=dict)
    played: list[bursts.Figure] = field(default_factory=list)
    lives: Mapping[str, Any] = field(default_factory=dict)
    opened: list[slow_lines.Opened] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    of_earlier_code: list[str] = field(default_factory=list)

    @classmethod
    def of_what_is_kept(cls) -> Found:
        """Return what is there."""
        self, figures = cls(), dict[str, Any]()
        for part in parts.parts():
            kept = parts.kept(part)
            if kept is None:
                self.missing.append(part.name)
                continue
            figures[part.name] = kept.figures
            if not kept.fresh:
                self.of_earlier_code.append(part.name)
        self.zips = figures.get("packages", {})
        self.first = {
            name.partition("/")[2]: [cold.First(*one) for one in told]
            for name, told in figures.items()
            if name.startswith("cold/")
        }
        self.beside = {
            request: {name: side_by_side.Figure(*one) for name, one in by.items()}
            for request, by in figures.get("side", {}).items()
        }
        points = figures.get("points", {"costs": {}, "verified": ()})
        self.storage = figures.get("storage", {}) | points["costs"]
        self.verified = points["verified"]
        for module, one in MODULES.items():
            told = {size: figures.get(parts.grown(module, size)) for size in one.sizes}
            self.grown[module] = {size: f for size, f in told.items() if f is not None}
        self.played = [bursts.Figure(*one) for one in figures.get("bursts", ())]
        self.lives = figures.get("lives", {})
        self.opened = [slow_lines.Opened(*one) for one in figures.get("lines", ())]
        return self


def against_budgets(found: Found) -> list[Figure]:
    """Return what was measured beside what it may be."""
    figures = [
        *budgets.of_first_answers(found.first),
        *budgets.of_peers(found.beside),
        *budgets.of_bursts(found.played),
        *budgets.of_storage(found.storage),
        *budgets.of_lives(found.lives),
        *budgets.of_packages(found.zips),
    ]
    if year := _bill(found):
        what = "a county-year"
        figures.append(
            Figure(what, sum(line.dollars for line in year), budgets.A_COUNTY_YEAR, unit="$")
        )
    return figures


def page(found: Found) -> str:
    """Return the page."""
    sections: list[tuple[str, Callable[[Found], list[str]]]] = [
        ("What was aimed at", _goals),
        ("Cold start", _cold),
        ("Side by side", _side_by_side),
        ("Bursts", lambda one: bursts.page(one.played)),
        ("Pages on slow lines", lambda one: slow_lines.page(one.opened)),
        ("Storage", _storage),
        ("While the table grows", _growth),
        ("Verification of a ledger", _verification),
        ("Packages", _packages),
        ("Workflow and what an incident costs", _workflow),
        ("What a county-year costs", _year),
    ]
    lines = ["# Performance", "", _INTRODUCTION, "", *_not_measured(found)]
    lines += ["| | measured | budget | verdict |", "|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.measured:,.2f} {one.unit} | {one.budget:g} | {one.verdict} |"
        for one in against_budgets(found)
    ]
    for title, section in sections:
        lines += ["", f"## {title}", "", *section(found)]
    return "\n".join(lines) + "\n"


_INTRODUCTION = (
    "Written by `tests/bench`; each figure was measured, counted or simulated by the command its section names. `python -m tests.bench` "
    "takes what is not of the code as it is, part by part, and goes on where it was broken off; `python -m tests.bench PART` takes one. "
    "Budgets are those of "
    f"the design. CPU is counted in {measure.UNIT} on Python {platform.python_version()}, as a ratio to a bare client's, since "
    "machines differ. Instructions, requests, units, transitions and what is simulated do not depend on what else the machine does; "
    "milliseconds and CPU seconds do. `.local/bench/function` is the packed function; `python -m infra.package "
    ".local/bench/function` with `SIZHI_BUILD_PLATFORM=local` makes it."
)


def _not_measured(found: Found) -> list[str]:
    lines: list[str] = []
    # What the gateway, the files of the web client and other services take is not counted anywhere here.
    if found.missing:
        lines += [f"Not measured: {', '.join(found.missing)}.", ""]
    if found.of_earlier_code:
        lines += [
            f"Measured, but the code went on since: {', '.join(found.of_earlier_code)}.",
            "",
        ]
    return lines


def _goals(found: Found) -> list[str]:
    return goals.page(
        [
            *goals.of_growth(found.grown),
            *goals.HELD,
            *goals.of_bursts(found.played),
            *goals.of_starts(found.first, found.beside),
            *goals.of_bill(_bill(found)),
        ]
    )


def _cold(found: Found) -> list[str]:
    return [
        (
            "Import and first answer of every function of `functions/` to every request of the contract and every kind of event "
            "(`python -m tests.bench.cold`), from the packed function with its bytecode, the network answered in the process "
            "(`tests/bench/stub.py`), the TLS context and its "
            'roots counted; as a multiple of a process that makes a `boto3.client("dynamodb")` and nothing else. Each request by whoever of the '
            "bench's people gets furthest; what is not answered 2xx is mostly not there to be found. "
            "Where fewer are counted than there are, they are those that took the most CPU time (`SIZHI_BENCH_DEAREST`). "
            f"`{measure.command(['bare'])}` and `{measure.command(['forked', 'ARTIFACT', 'HANDLER', 'EVENTS.json'])}` repeat them."
        ),
        "",
        *cold.page(found.first),
    ]


def _side_by_side(found: Found) -> list[str]:
    return [
        (
            "The same work, with equal answers and equal requests to the store, as it is usually put together (`tests/bench/peers/`, "
            f"`python -m tests.bench.side_by_side`); warm is the mean of {measure.WARM_REQUESTS - 1} requests of a process that has served four."
        ),
        "",
        *side_by_side.page(found.beside),
    ]


def _storage(found: Found) -> list[str]:
    lines = [
        (
            "Counted by `python -m tests.bench storage points` (`tests/bench/storage.py`) on the local cloud: write units as the store reports them with "
            "`ReturnConsumedCapacity=INDEXES`, indexes and the doubling of transactions included; read units from the sizes read. "
            "Requests carry an `Idempotency-Key` where they may."
        ),
        "",
        "| | reads | writes | read units | write units | $ per million |",
        "|---|---|---|---|---|---|",
    ]
    for name, (reads, writes, read_units, write_units, *_) in found.storage.items():
        price = (read_units * PRICES["read unit"] + write_units * PRICES["write unit"]) * 1e6
        lines.append(
            f"| {name} | {reads} | {writes} | {read_units:g} | {write_units:g} | {price:.2f} |"
        )
    return lines


def _growth(found: Found) -> list[str]:
    return [
        (
            "Requests / calls to the store / read units / items told / ms of CPU without the store's, on an exact store in memory "
            "(`python -m tests.bench.growth`, `tests/bench/memory.py`): pages of 25, a tenth of the incidents open, remembered rows forgotten "
            "before each but where it says so. What says so is read to its end. Milliseconds are those of a machine that others may be using."
        ),
        "",
        *_table("request", "incidents", found.grown["growth"]),
        "",
        (
            "The same of a page of the lists of enforcement, whose things all stand in one town (`python -m tests.bench.growth_enforcement`)."
        ),
        "",
        *_table("list", "of each thing", found.grown["growth_enforcement"]),
        "",
        (
            "The same of every list of the contract, of all contexts, after a fortnight of a village (`python -m tests.bench.growth_routes`): "
            "every partition that is asked for holds so many rows, those that came about and copies of them under other ids. What may grow "
            "(reports, and what one household or one file is) is measured at the least size alone; what is empty after the fortnight is not "
            "told. Each has its reason in `tests/bench/growth_reasons.py`."
        ),
        "",
        *_table("GET", "rows in each partition", found.grown["growth_routes"]),
    ]


def _table(what: str, of: str, found: Mapping[int, Mapping[str, Sequence[float]]]) -> list[str]:
    if not found:
        return ["Not measured."]
    lines = [
        f"| {what} | " + " | ".join(f"{size:,} {of}" for size in found) + " |",
        "|---|" + "---|" * len(found),
    ]
    for name in next(iter(found.values())):
        cells = [
            f"{requests} / {calls} / {units:,.1f} / {items} / {milliseconds:,.0f}"
            for requests, calls, units, items, milliseconds in (
                told[name] for told in found.values() if name in told
            )
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def _verification(found: Found) -> list[str]:
    return [
        (
            "Chain, balances and zero sum of a sealed ledger recomputed (`tests/bench/points.py`), with households of 200 entries each, the "
            "entries read from a file; CPU seconds, and by how much the process grew at its peak."
        ),
        "",
        "| entries | CPU seconds | MB |",
        "|---|---|---|",
        *(
            f"| {told['entries']:,.0f} | {told['seconds']:.1f} | {told['megabytes']:.0f} |"
            for told in found.verified
        ),
    ]


def _packages(found: Found) -> list[str]:
    return [
        "Zips as `sam build` makes them, with bytecode, for the machine that measured (`python -m infra.package FOLDER FUNCTION`).",
        "",
        "| function | MB |",
        "|---|---|",
        *(f"| {name} | {size:.2f} |" for name, size in sorted(found.zips.items())),
    ]


def _workflow(found: Found) -> list[str]:
    lines = [
        (
            "State transitions of an incident with all its epochs: every state entered, the first included (`tests/bench/climb.py` plays "
            "the rules against `infra/escalation.asl.json` under the packaged policy). Of 100 incidents 70 end at the village, 20 at "
            "the town, 10 at the county, each accepted, solved and confirmed two hours later."
        ),
        "",
        "| | village | town | county | average | $ per million |",
        "|---|---|---|---|---|---|",
    ]
    for name, (each, average) in found.lives.items():
        price = average * PRICES["state transition"] * 1e6
        lines.append(f"| {name} | {' | '.join(map(str, each))} | {average:.1f} | {price:.0f} |")
    return [*lines, "", *_cost_model(found)]


def _cost_model(found: Found) -> list[str]:
    requests = {
        "report": 1,
        "accept": 1,
        "resolve": 1,
        "confirm": 1,
        "read one": 4,
        "list of 25": 2,
        "queue of 25": 2,
    }
    if not found.lives or not requests.keys() <= found.storage.keys():
        return []
    http = sum(requests.values())
    reads = sum(found.storage[name][2] * times for name, times in requests.items())
    writes = sum(found.storage[name][3] * times for name, times in requests.items())
    transitions = next(iter(found.lives.values()))[1]
    # Stream records start four more calls: two consumers for each of the changes, in batches of one at worst.
    calls = http + 8
    costs = {
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
        *(f"| {name} | {price * 1e6:.2f} |" for name, price in costs.items()),
        f"| **together** | **{sum(costs.values()) * 1e6:.2f}** |",
        "",
        "Unit prices: "
        + "; ".join(f"{name} ${price * 1e6:.3f} per million" for name, price in PRICES.items())
        + ".",
    ]


def _bill(found: Found) -> list[bill.Line]:
    units = {name: (one[2], one[3]) for name, one in found.storage.items()}
    if not found.lives or not {*bill.LIFE, *bill.TIMED} <= units.keys():
        return []
    return bill.bill(units, next(iter(found.lives.values()))[1])


def _year(found: Found) -> list[str]:
    return bill.page(_bill(found))
