"""How a cheat learns: what a move brought last time counts, and now and then another one is tried."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.simulation.town import Person

_CURIOUS = 0.3


def choose(who: Person, draw: random.Random, state: str, offered: Sequence[str]) -> str:
    """Return the move that has served best from a state, or one to be tried."""
    if draw.random() < _CURIOUS:
        return draw.choice(offered)
    return max(offered, key=lambda action: (_worth(who, state, action), draw.random()))


def learn(who: Person, state: str, action: str, worth: float) -> None:
    """Remember what a move was worth."""
    who.learnt.setdefault((state, action, ""), []).append(worth)


def _worth(who: Person, state: str, action: str) -> float:
    seen = who.learnt.get((state, action, ""))
    # What nobody tried yet promises a little.
    return sum(seen[-6:]) / len(seen[-6:]) if seen else 0.4
