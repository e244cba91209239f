"""Play a town from the command line: `python -m tests.simulation --days 14 --villages 3 --seed 7`.

Says what day it is, which (state, action) pairs each way of going about it tried, and what no longer held; draws the picture of the time
into `.local/simulation/`. The same seed is the same town, to the letter.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "functions"))
for variable in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[variable]
os.environ |= {"POWERTOOLS_TRACE_DISABLED": "true", "POWERTOOLS_METRICS_NAMESPACE": "Sizhi/test"}
os.environ |= {"AWS_DEFAULT_REGION": "us-east-1"}

from tests.simulation.picture import draw  # noqa: E402 - after the environment is safe
from tests.simulation.run import Outcome, play  # noqa: E402
from tests.simulation.shrink import shrunk  # noqa: E402
from tests.simulation.story import pasted, told  # noqa: E402
from tests.simulation.world import Plan  # noqa: E402

_A_TOWN = 20
"""From so many villages on a whole town is played, with everybody who lives there."""


def main() -> int:
    """Play what is asked for; 1 where something did not hold."""
    say = sys.stdout
    asked = _asked()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    plan = Plan(seed, days=asked.days, villages=asked.villages, residents=asked.residents)
    if asked.villages >= _A_TOWN:
        plan = Plan.of_a_town(seed, asked.days, asked.villages)
    begun = time.process_time()

    def progress(line: str) -> None:
        say.write(f"\r{line} {time.process_time() - begun:.0f} s ")
        say.flush()

    say.write(f"seed {seed}\n")
    outcome = play(plan, progress)
    say.write("\n")
    say.write("\n".join(_tried(outcome)) + "\n")
    picture = ROOT / ".local" / "simulation" / f"{seed}.svg"
    draw(outcome, picture)
    say.write(
        f"{len(outcome.world.diary.deeds)} deeds, digest {outcome.world.diary.digest()}, {picture}\n"
    )
    if outcome.violated is None:
        return 0
    say.write(f"{outcome.violated}\nshrinking…\n")
    story = shrunk(outcome, progress)
    say.write("\n" + told(story) + "\n" + pasted(story) + "\n")
    return 1


def _asked() -> argparse.Namespace:
    reads = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    reads.add_argument("--days", type=int, default=14)
    reads.add_argument("--villages", type=int, default=3)
    reads.add_argument("--residents", type=int, default=4, help="of each grid who take part")
    reads.add_argument("--seed", type=int, help="another one every time, if none is given")
    return reads.parse_args()


def _tried(outcome: Outcome) -> list[str]:
    """Return what each way of going about it tried from which state, and how often."""
    by_way: defaultdict[str, list[str]] = defaultdict(list)
    for (way, state, action), times in sorted(outcome.world.tried.items()):
        name = action.removeprefix("POST /v1/") if action.startswith(("POST", "PUT")) else action
        by_way[way].append(f"{state}→{name} {times}")
    return [f"{way}: {', '.join(pairs)}" for way, pairs in sorted(by_way.items())]


if __name__ == "__main__":
    sys.exit(main())
