"""The same work by other means, cold and warm, in one run: `python -m tests.bench.side_by_side`.

Their libraries come from `locks/bench.txt`; bytecode is made for all of them, TLS roots are read by all of them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import UNIT, WARM_REQUESTS, command, cost_of_all, run

ROOT = Path(__file__).parents[2]
ARTIFACT = ROOT / ".local" / "bench" / "function"
LIBRARIES = ROOT / ".local" / "bench" / "peers"
LOCK = ROOT / "locks" / "bench.txt"

OURS = "ours"
PEERS = {
    "FastAPI, Mangum, boto3": "fastapi_app",
    "Powertools with validation, boto3": "powertools_app",
    "boto3 by hand": "hand_app",
}
REQUESTS = {"report": "report", "list of 25": "listing"}
COLD_GOAL = 0.55
"""Of FastAPI's."""
WARM_GOAL = {"report": 0.8, "list of 25": 0.35}
"""Of the same by hand on boto3."""


class Figure(NamedTuple):
    """A first answer as a multiple of a bare client's start, and an answer of a process that has served before."""

    cold: float
    warm: float


def measure() -> dict[str, dict[str, Figure]]:
    """Return the figures of each request by who answers it."""
    _fetch()
    run(["compare", str(ARTIFACT)])
    jobs = [["bare"]]
    for request in REQUESTS.values():
        for name in (OURS, *PEERS):
            jobs += [
                _cold(name, request),
                *(_warm(name, request, times) for times in (WARM_REQUESTS, 1)),
            ]
    bare, *costs = cost_of_all(jobs)
    rest = iter(costs)
    return {
        said: {
            name: Figure(next(rest) / bare, (next(rest) - next(rest)) / (WARM_REQUESTS - 1))
            for name in (OURS, *PEERS)
        }
        for said in REQUESTS
    }


def _cold(name: str, request: str) -> list[str]:
    if name == OURS:
        return ["cold", str(ARTIFACT), "incidents.handler.api", request]
    return ["peer", str(ARTIFACT), str(LIBRARIES), PEERS[name], request, "0"]


def _warm(name: str, request: str, times: int) -> list[str]:
    if name == OURS:
        return ["warm", str(ARTIFACT), request, str(times)]
    return ["peer", str(ARTIFACT), str(LIBRARIES), PEERS[name], request, str(times)]


def _fetch() -> None:
    """Unpack the counterparts' libraries as their lock says."""
    done = LIBRARIES / ".lock"
    if done.exists() and done.read_text() == LOCK.read_text():
        return
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [
            *(str(uv), "pip", "install", "--quiet", "--no-deps", "--no-build", "--require-hashes"),
            *("--target", str(LIBRARIES), "--python", sys.executable, "--requirement", str(LOCK)),
        ],
        check=True,
    )
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(LIBRARIES)], check=True)
    done.write_text(LOCK.read_text())


def page(found: Mapping[str, Mapping[str, Figure]]) -> list[str]:
    """Return the figures as lines of a page."""
    lines = [
        f"| request | by | cold, × bare client | warm, {UNIT} | ours, cold | ours, warm |",
        "|---|---|---|---|---|---|",
    ]
    for request, by in found.items():
        ours = by[OURS]
        lines += [
            f"| {request} | {name} | {one.cold:.2f} | {one.warm:,.0f} | {ours.cold / one.cold:.2f} | {ours.warm / one.warm:.2f} |"
            for name, one in by.items()
        ]
    shown = [
        command(["cold", "ARTIFACT", "incidents.handler.api", "report"]),
        command(["warm", "ARTIFACT", "report", str(WARM_REQUESTS)]),
        command(["peer", "ARTIFACT", "LIBRARIES", "fastapi_app", "report", "0"]),
    ]
    return [
        *lines,
        "",
        "Commands, in the environment of `tests/bench/county.py`: "
        + ", ".join(f"`{one}`" for one in shown)
        + ".",
    ]


if __name__ == "__main__":
    print("\n".join(page(measure())))
