"""Two weeks of three villages, with faults and with people who cheat: what must hold holds, under seeds of the day and under seeds that once failed."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import replace

import pytest

from tests.simulation.invariants import settled
from tests.simulation.mutants.known import MUTANTS
from tests.simulation.run import play
from tests.simulation.shrink import shrunk
from tests.simulation.story import pasted, told
from tests.simulation.world import Plan

SEEDS = [int(seed) for seed in os.environ.get("SIMULATE_SEEDS", "").split(",") if seed] or [
    random.SystemRandom().randrange(10**6) for _ in range(4)
]
"""Other ones in every run; a run is repeated by naming them: `SIMULATE_SEEDS=1,2,3,4`."""
FAILED_ONCE = {3: "a silent village kept what its own grid worker had settled"}
"""Seeds under which something did not hold once, and what that was."""


def a_fortnight(seed):
    """Two weeks of three villages in which everybody has a part, as small as a minute and a half for four of them asks."""
    return Plan(seed, residents=2, reports=0.2, visits=1)


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_what_must_hold_holds_for_a_fortnight(number, capfd):
    seed = SEEDS[number]
    with capfd.disabled():
        sys.stderr.write(f" [simulation: seed {seed}] ")

    outcome = play(a_fortnight(seed))

    assert outcome.violated is None, f"seed {seed}: {outcome.violated}"


@pytest.mark.parametrize("seed", FAILED_ONCE)
def test_what_failed_once_holds(seed):
    outcome = play(Plan(seed, days=5, contexts=("points",)))

    assert outcome.violated is None, f"{FAILED_ONCE[seed]}: {outcome.violated}"


def test_no_incident_and_no_claim_is_stuck_once_everybody_acts():
    """Forty days in which nothing new begins are enough for whatever eager days left behind."""
    plan = Plan(2, days=4, villages=1, residents=3, reports=0.6, visits=1, contexts=("points",))

    outcome = play(replace(plan, settling=40))

    assert outcome.violated is None, outcome.violated
    left = settled.left_open(outcome.world)
    assert left["INCIDENT", "confirmed"]
    assert left["CLAIM", "posted"]


@pytest.mark.parametrize("name", ["one-mark", "names-in-letters"])
def test_a_known_fault_is_found(name):
    with MUTANTS[name].put():
        outcome = play(Plan(1, days=3, contexts=("points",)))

    assert outcome.violated is not None


def test_a_broken_promise_becomes_a_short_story_that_comes_about_again():
    with MUTANTS["step-from-nowhere"].put():
        broken = play(
            Plan(2, days=2, villages=1, reports=1.5, contexts=("points",)).without_faults()
        )
        story = shrunk(broken)

    assert story is not None
    assert 0 < len(story.deeds) <= 3
    assert "上报事件" in told(story)
    assert "reports incident" in told(story)
    compile(pasted(story), "pasted", "exec")


def test_the_same_seed_is_the_same_fortnight():
    first, again = (play(Plan(11, days=3, villages=1)) for _ in range(2))

    assert first.world.diary.deeds
    assert first.world.diary.digest() == again.world.diary.digest()
