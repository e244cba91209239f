"""What was to be right and what was aimed at, beside what is measured now: the rows of the budget's four parts, each with its command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.bench import bursts, cold, side_by_side
from tests.bench.bill import Line
from tests.bench.growth_reasons import REPORTS

Grown = Mapping[int, Mapping[str, Sequence[float]]]
"""By size and by request: requests, calls, units, items, milliseconds."""
_GROWTH, _ROUTES = "growth", "growth/growth_routes"
_EVERY_LIST = ("growth", "growth_enforcement", "growth_routes")


_READ_TO_ITS_END = ("to its end", "whole")
"""How requests are called that are not one page."""
_REPORTS = ("tracking:", "punctuality of")
"""How reports are called, which may grow."""


class Goal(NamedTuple):
    """A row: what, what it may be, what it is, and what measures or tests it."""

    what: str
    right: str
    now: str
    command: str


def of_growth(grown: Mapping[str, Grown]) -> Iterator[Goal]:
    """Give what may not grow with the table."""
    told = grown.get("growth") or {}
    if told:
        size = max(told)
        for name, right in (
            ("county list of a rare category, to its end", "at most 40 requests"),
            ("first pull of a grid worker, whole", "what is delivered"),
            ("first pull of a county officer, whole", "what is delivered"),
            ("desk: overdue, village", "its page"),
            ("desk: orders of a village", "its page"),
            ("punctuality of the county, 12 months", "constant reads"),
        ):
            requests, calls, units, items, _ = told[size][name]
            now = f"{requests:g} requests, {calls:g} calls, {units:,.1f} units for {items:g} items"
            yield Goal(f"{name}, {size:,} incidents", right, now, _GROWTH)
    yield Goal(
        "every list of every context",
        "the same at every size",
        _that_grow(grown),
        _ROUTES,
    )


def _that_grow(grown: Mapping[str, Grown]) -> str:
    counted, growing, sizes = 0, list[str](), set[int]()
    for module in _EVERY_LIST:
        told = grown.get(module) or {}
        if len(told) < 2:
            continue
        # The smallest may not fill a page.
        *_, small, large = sorted(told)
        sizes.add(large)
        both = {
            name
            for name in told[small].keys() & told[large].keys()
            if not name.endswith(_READ_TO_ITS_END)
            and not name.startswith(_REPORTS)
            and name not in REPORTS
        }
        counted += len(both)
        growing += [name for name in both if told[large][name][1] > told[small][name][1]]
    said = ", ".join(sorted(growing)) or "none"
    at = " and ".join(f"{size:,}" for size in sorted(sizes))
    return (
        f"{counted} measured up to {at}; of more calls at the larger of the last two sizes: {said}"
    )


def of_bursts(played: Sequence[bursts.Figure]) -> Iterator[Goal]:
    """Give what bursts may take."""
    for one in played:
        now = f"{one.measured:,.0f} {one.unit}{'' if one.is_met else ', missed'}"
        yield Goal(f"{one.burst}: {one.what}", f"{one.goal:g} {one.unit}", now, "bursts")


def of_starts(
    first: Mapping[str, Sequence[cold.First]],
    beside: Mapping[str, Mapping[str, side_by_side.Figure]],
) -> Iterator[Goal]:
    """Give what starts and warm requests may cost."""
    for kind, budget, among in (
        ("API functions", cold.API_BUDGET, [n for n in first if n.endswith("Api")]),
        ("streams and timers", cold.CLOCK_BUDGET, [n for n in first if _is_clock(n)]),
    ):
        dearest = max(((first[name][0], name) for name in among), key=_ratio, default=None)
        if dearest:
            now = f"{dearest[0].ratio:.2f} ({dearest[1]}: {dearest[0].name})"
            yield Goal(f"dearest first answer, {kind}", f"{budget:g} × bare", now, "cold")
    for request, by in beside.items():
        ours = by[side_by_side.OURS]
        against_fastapi = ours.cold / by["FastAPI, Mangum, boto3"].cold
        by_hand = ours.warm / by["boto3 by hand"].warm
        goal = side_by_side.WARM_GOAL[request]
        yield Goal(
            f"cold {request}, of FastAPI's",
            f"{side_by_side.COLD_GOAL:g}",
            f"{against_fastapi:.2f}",
            "side",
        )
        yield Goal(f"warm {request}, of boto3 by hand", f"{goal:g}", f"{by_hand:.2f}", "side")


HELD: Sequence[Goal] = (
    Goal(
        "nightly ledger verification",
        "continues where it stopped, per village",
        "a run begins no village after 150 s; the next goes on, one that cuts off every run is counted and passed",
        "tests/integration/test_points_ledger.py::test_a_night_that_was_cut_off_goes_on_with_the_village_it_stopped_at",
    ),
    Goal(
        "points clock",
        "one at a time",
        "a run that comes while another is under way stands down; one that never came back is followed after 310 s",
        "tests/integration/test_points_ledger.py::test_of_two_runs_of_the_clock_at_once_one_stands_down",
    ),
    Goal(
        "a stop that is throttled",
        "noted and passed, no new incident without a timer",
        "the batch goes on, the new incident's timer runs",
        "tests/integration/test_incident_handlers.py::test_a_stop_that_is_throttled_leaves_no_new_incident_without_a_timer",
    ),
    Goal(
        "the timer it left",
        "stands down",
        "fires, proves nothing is due of its epoch, and changes nothing",
        "tests/integration/test_incident_handlers.py::test_a_timer_that_could_not_be_stopped_stands_down_when_it_fires",
    ),
)
"""What is right or wrong and no figure, each with the test that holds it."""


def _ratio(one: tuple[cold.First, str]) -> float:
    return one[0].ratio


def _is_clock(function: str) -> bool:
    return not function.endswith("Api") and cold.budget_of(function, "") is not None


def of_bill(year: Sequence[Line]) -> Iterator[Goal]:
    """Give what a county-year may cost."""
    if not year:
        return
    parts = {
        "route-level gateway metrics": (0, ("detailed figures of routes",)),
        "keys of robots": (5, ("keys of",)),
        "alarms, custom metrics, dashboard": (110, ("figures", "other figures", "dashboards")),
    }
    left = dict.fromkeys(year)
    for what, (most, beginnings) in parts.items():
        lines = [one for one in left if one.what.startswith(beginnings)]
        for one in lines:
            del left[one]
        now = f"${sum(one.dollars for one in lines):,.2f}"
        yield Goal(what, f"${most}", now, "lives storage points")
    rest = sum(one.dollars for one in left)
    yield Goal("everything else", "$95", f"${rest:,.2f}", "lives storage points")
    together = sum(one.dollars for one in year)
    yield Goal("together", "$210", f"${together:,.2f}", "lives storage points")


def page(goals: Sequence[Goal]) -> list[str]:
    """Return a table of rows."""
    return [
        "| | right, or goal | now | `make bench ARGS=…`, or the test that holds it |",
        "|---|---|---|---|",
        *(f"| {one.what} | {one.right} | {one.now} | `{one.command}` |" for one in goals),
    ]
