"""From a failing seed to a short story: people's deeds are left out as long as the same promise is still broken.

What people did is played again at its instants without the people: nobody decides anything any more. First without faults, which most
stories can do without; else with those of the seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tests.simulation.diary import Deed
from tests.simulation.invariants import days
from tests.simulation.run import Outcome, Play, playing
from tests.simulation.world import Plan, Violated

_NAMED = re.compile(r"\{(\d+)\}")
_MOST_TRIES = 200


@dataclass(frozen=True)
class Story:
    """What is left of a failing run.

    Attributes
    ----------
    until
        The midnight at which it is seen that the promise is broken.
    """

    plan: Plan
    deeds: tuple[Deed, ...]
    posts: tuple[tuple[datetime, str, tuple[tuple[str, str], ...]], ...]
    until: datetime
    violated: Violated


def replay(
    plan: Plan,
    deeds: Sequence[Deed],
    posts: Sequence[tuple[datetime, str, tuple[tuple[str, str], ...]]],
    until: datetime,
) -> Violated | None:
    """Play deeds again at their instants, and check what must hold at every midnight; return what does not."""
    with playing(plan) as run:
        try:
            run.prepare()
            _schedule(run, deeds, posts)
            while run.world.now < until:
                run.world.account.run(days.midnight(run.world.now))
                run.midnight()
        except Violated as violated:
            return violated
    return None


def _schedule(run: Play, deeds: Sequence[Deed], posts: Sequence[Any]) -> None:
    world = run.world
    made = {deed.number: deed.made for deed in world.diary.deeds if deed.made}

    def do(deed: Deed) -> None:
        names = {int(n) for n in _NAMED.findall(f"{deed.path} {deed.body}")}
        if not names <= made.keys():
            return
        again = world.perform(
            replace(deed, status=0, problem="", made=None),
            _meant(deed.path, made),
            _meant(deed.body, made),
        )
        if again.made:
            made[deed.number] = again.made

    def change(who: str, held: tuple[tuple[str, str], ...]) -> None:
        with world.undisturbed():
            world.town.change_posts(world.town.people[who], list(held))

    for deed in deeds:
        world.at(deed.at, lambda deed=deed: do(deed))
    for at, who, held in posts:
        world.at(at, lambda who=who, held=held: change(who, held))


def _meant(value: Any, made: dict[int, str]) -> Any:
    """Return a path or body with the ids that were made this time."""
    if isinstance(value, str):
        return _NAMED.sub(lambda found: made[int(found[1])], value)
    if isinstance(value, dict):
        return {name: _meant(one, made) for name, one in value.items()}
    if isinstance(value, list):
        return [_meant(one, made) for one in value]
    return value


def shrunk(outcome: Outcome, told: Callable[[str], None] = lambda _: None) -> Story | None:
    """Return the shortest story found of a run that broke a promise; None where it does not come about again."""
    broken = outcome.violated
    assert broken is not None
    world = outcome.world
    posts = tuple(world.changes)
    until = days.midnight(world.now)
    for plan in (outcome.plan.without_faults(), outcome.plan):
        deeds = [deed for deed in world.diary.deeds[outcome.begun :] if deed.went_through]
        again = replay(plan, deeds, posts, until)
        if again is not None and again.invariant == broken.invariant:
            kept = _least(plan, deeds, posts, until, broken.invariant, told)
            needed = posts if _breaks(plan, kept, (), until, broken.invariant) is None else ()
            last = replay(plan, kept, needed, until)
            return Story(plan, tuple(kept), needed, until, last or again)
    return None


def _breaks(
    plan: Plan, deeds: Sequence[Deed], posts: Any, until: datetime, invariant: str
) -> Violated | None:
    again = replay(plan, deeds, posts, until)
    return again if again is not None and again.invariant == invariant else None


def _least(
    plan: Plan,
    deeds: list[Deed],
    posts: Any,
    until: datetime,
    invariant: str,
    told: Callable[[str], None],
) -> list[Deed]:
    """Leave out what is not needed: halves first, then smaller pieces, at last one by one (delta debugging)."""
    size, tries = max(1, len(deeds) // 2), 0
    while tries < _MOST_TRIES:
        position = 0
        shortened = False
        while position < len(deeds) and tries < _MOST_TRIES:
            rest = deeds[:position] + deeds[position + size :]
            tries += 1
            told(f"{len(deeds)} deeds are left, try {tries}")
            if _breaks(plan, rest, posts, until, invariant):
                deeds, shortened = rest, True
            else:
                position += size
        if size == 1 and not shortened:
            break
        size = max(1, size // 2)
    return deeds
