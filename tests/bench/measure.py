"""How much CPU a process takes: instructions where they can be counted, else seconds.

Instructions are counted by valgrind and do not depend on what else the machine does; without valgrind, CPU time is taken, as the
median of many runs.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.bench.county import ENVIRONMENT, MORE

PROCESS = Path(__file__).parent / "process.py"
VALGRIND = shutil.which("valgrind")
COUNTER = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
RUNS = 15
"""How often a process is run where only CPU time can be taken."""
WARM_REQUESTS = 8
"""How many requests a warm figure is the mean of."""

UNIT = "instructions" if VALGRIND else "CPU seconds"


def cost_of_all(jobs: Sequence[Sequence[str]]) -> list[float]:
    """Return what each process costs, in `UNIT`."""
    return [_instructions(job) for job in jobs] if VALGRIND else _interleaved(jobs)


@cache
def cost_of_bare() -> float:
    """Return what a process costs that makes a client and nothing else: what the others are multiples of."""
    (bare,) = cost_of_all([["bare"]])
    return bare


def run(job: Sequence[str]) -> None:
    """Run a process for what it checks, not for what it costs."""
    ran = subprocess.run(
        [sys.executable, str(PROCESS), *job],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)


def command(job: Sequence[str]) -> str:
    """Return the line that repeats a measurement by hand."""
    counter = " ".join(COUNTER) if VALGRIND else "time"
    return f"{counter} .venv/bin/python tests/bench/process.py {' '.join(job)}"


def _instructions(job: Sequence[str]) -> float:
    ran = subprocess.run(
        [*COUNTER, sys.executable, str(PROCESS), *job],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    counted = re.search(r"I\s+refs:\s+([\d,]+)", ran.stderr)
    if ran.returncode or not counted:
        raise SystemExit(f"{command(job)}\n{ran.stdout}{ran.stderr}")
    return float(counted[1].replace(",", ""))


def _interleaved(jobs: Sequence[Sequence[str]]) -> list[float]:
    """Take turns, so that a busy moment of the machine hits all alike."""
    taken: list[list[float]] = [[] for _ in jobs]
    for _ in range(RUNS):
        for position, job in enumerate(jobs):
            before = os.times()
            subprocess.run(
                [sys.executable, str(PROCESS), *job],
                env=environment(),
                check=True,
                stdout=subprocess.DEVNULL,
            )
            after = os.times()
            spent = (
                after.children_user
                + after.children_system
                - before.children_user
                - before.children_system
            )
            taken[position].append(spent)
    return [statistics.median(times) for times in taken]


def environment() -> dict[str, str]:
    """Return the environment of a measured process."""
    # Bytecode of the libraries lies beside them in the runtime; nothing else of this machine's settings counts.
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ
    }
    return kept | ENVIRONMENT | MORE
