"""Play every known fault until something that must hold finds it: `python -m tests.simulation.mutants --seeds 3 [names]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "functions"))
os.environ |= {"POWERTOOLS_TRACE_DISABLED": "true", "POWERTOOLS_METRICS_NAMESPACE": "Sizhi/test"}
os.environ |= {"AWS_DEFAULT_REGION": "us-east-1"}

from tests.simulation.mutants.known import MUTANTS  # noqa: E402 - after the environment is safe
from tests.simulation.mutants.mutant import Mutant  # noqa: E402
from tests.simulation.run import play  # noqa: E402
from tests.simulation.world import Plan, Violated  # noqa: E402


def found(mutant: Mutant, seeds: range) -> tuple[int, Violated] | None:
    """Return by which seed a fault was found, counted from one, and what found it; None where nothing did."""
    for number, seed in enumerate(seeds, 1):
        with mutant.put():
            plan = Plan(
                seed,
                days=mutant.days,
                reports=mutant.reports,
                contexts=mutant.contexts,
                settling=mutant.settling,
            )
            violated = play(plan).violated
        if violated is not None:
            return number, violated
    return None


def main() -> int:
    """Print a line of the table for each fault; 1 where one was not found."""
    reads = argparse.ArgumentParser(prog="python -m tests.simulation.mutants", description=__doc__)
    reads.add_argument("--seeds", type=int, default=3)
    reads.add_argument("--first", type=int, default=1)
    reads.add_argument("names", nargs="*", help="all, if none is given")
    asked = reads.parse_args()
    missed = 0
    for name in asked.names or MUTANTS:
        told = found(MUTANTS[name], range(asked.first, asked.first + asked.seeds))
        missed += told is None
        by, seeds = (f"`{told[1].invariant}`", str(told[0])) if told else ("–", "–")
        sys.stdout.write(f"| `{name}` | {MUTANTS[name].what} | {by} | {seeds} |\n")
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
