"""What is measured beside what it may be: the budgets of the design, and the goals that a list's or a burst's figures have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench import bursts, cold, side_by_side

_TIMES = "× bare boto3 client"
ZIP_MB, WORKER_ZIP_MB = 5, 9
A_COUNTY_YEAR = 210


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


def of_first_answers(found: Mapping[str, Sequence[cold.First]]) -> Iterator[Figure]:
    """Give the dearest first answer of each function, and that of a report."""
    for function, firsts in found.items():
        budget = cold.budget_of(function, "")
        if budget is not None:
            # The report has a budget of its own.
            dearest = next((one for one in firsts if one.name != cold.REPORT), firsts[0])
            what = f"cold start: {function}, dearest of {len(firsts)}"
            yield Figure(what, dearest.ratio, budget, unit=_TIMES)
    for one in found.get("IncidentsApi", ()):
        if one.name == cold.REPORT and one.ratio:
            yield Figure("cold start: report", one.ratio, cold.REPORT_BUDGET, unit=_TIMES)


def of_peers(beside: Mapping[str, Mapping[str, side_by_side.Figure]]) -> Iterator[Figure]:
    """Give what an answer costs beside the same by other means."""
    for request, by in beside.items():
        ours, by_hand = by[side_by_side.OURS], by["boto3 by hand"]
        fastapi = by["FastAPI, Mangum, boto3"]
        cold_ratio, warm_ratio = ours.cold / fastapi.cold, ours.warm / by_hand.warm
        yield Figure(f"cold {request}", cold_ratio, side_by_side.COLD_GOAL, "× FastAPI")
        goal = side_by_side.WARM_GOAL[request]
        yield Figure(f"warm {request}", warm_ratio, goal, "× by hand on boto3")


def of_bursts(played: Sequence[bursts.Figure]) -> Iterator[Figure]:
    """Give what bursts come to."""
    for one in played:
        yield Figure(f"{one.burst}: {one.what}", one.measured, one.goal, unit=one.unit)


def of_storage(costs: Mapping[str, Sequence[float]]) -> Iterator[Figure]:
    """Give round trips and queries, of those requests that were measured."""
    for name in ("report, nothing remembered", "report"):
        if name in costs:
            yield Figure(f"{name}: round trips that read", costs[name][0], 1)
            yield Figure(f"{name}: round trips that write", costs[name][1], 1)
    for name in ("list of 25", "queue of 25"):
        if name in costs:
            yield Figure(f"{name}: queries", costs[name][4], 1)
    for households in ("60", "6,000"):
        ranks = f"points: ten ranks of {households} households"
        if ranks in costs:
            yield Figure(f"ten ranks of {households} households: queries", costs[ranks][4], 1)


def of_lives(lives: Mapping[str, Any]) -> Iterator[Figure]:
    """Give the state transitions of an incident."""
    for silent, average in list(lives.values())[:1]:
        yield Figure("workflow: incident solved in time", silent[0], 3, unit="transitions")
        yield Figure("workflow: average of 70/20/10 %", average, 3, unit="transitions")


def of_packages(zips: Mapping[str, float]) -> Iterator[Figure]:
    """Give the heaviest package of each kind."""
    for said, budget, among in (
        ("the heaviest function", ZIP_MB, [n for n in zips if n != "ExportWorker"]),
        ("the worker of files", WORKER_ZIP_MB, [n for n in zips if n == "ExportWorker"]),
    ):
        for name in sorted(among, key=lambda one: -zips[one])[:1]:
            yield Figure(f"zip of {said} ({name})", zips[name], budget, unit="MB")
