"""How people take a step with anything that says what may be done with it: by habit, or by what has served best."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tests.simulation.people.learning import choose, learn
from tests.simulation.town import ABSENT, CHEAT, LAZY, Person
from tests.simulation.world import Deed, World

View = Mapping[str, Any]
Words = Mapping[str, Any] | None
ONCE_IN_A_WHILE = 0.1
NOTHING, IDLE = "", 2.0
_LEFT_ALONE = 0.1
"""How likely it is left for another day, beside the habits."""


class Trade(NamedTuple):
    """A kind of thing, and how people go about it.

    Attributes
    ----------
    name
        What it is called where people remember what served.
    path
        Where one of them is, and where its steps go.
    habits
        What an honest person does with it, and how likely: what is not named is not done.
    says
        What a step says; None: there is nothing to say it about.
    every
        What there is to try, offered or not.
    ended
        Where nothing is left to do.
    wanted
        Where a cheat would have it; None: off the table.
    """

    name: str
    path: Callable[[str], str]
    steps: Callable[[str], str]
    habits: Mapping[str, float]
    says: Callable[[World, Person, View, str], Words]
    every: Sequence[str]
    ended: frozenset[str] = frozenset()
    wanted: frozenset[str] | None = None


def sits_down(world: World, who: Person) -> bool:
    """Whether somebody does anything at an occasion."""
    return who.way != ABSENT and world.chance.random() >= (0.6 if who.way == LAZY else 0.2)


def handle(world: World, who: Person, trade: Trade, thing: str) -> Deed | None:
    """Read a thing and take a step, by habit or by what served; None where nothing was done."""
    view = world.look(who, trade.path(thing))
    if view is None:
        return None
    draw, offered = world.chance, sorted(view["actions"])
    if who.way != CHEAT:
        wanted = [(action, trade.habits[action]) for action in offered if action in trade.habits]
        names, often = [NOTHING], [IDLE]
        for action, likely in wanted:
            names.append(action)
            often.append(likely)
        chosen = draw.choices(names, often)[0]
        return None if chosen == NOTHING else step(world, who, trade, view, chosen)
    if draw.random() < ONCE_IN_A_WHILE:
        return step(world, who, trade, view, draw.choice(trade.every))
    if not offered:
        return None
    state = f"{trade.name}:{view['status']}"
    # Whoever wants a thing to come to something leaves it alone rather than end it.
    action = choose(who, draw, state, offered if trade.wanted is None else [*offered, NOTHING])
    if action == NOTHING:
        learn(who, state, NOTHING, _LEFT_ALONE)
        return None
    deed = step(world, who, trade, view, action)
    if deed is not None:
        after = world.look(who, trade.path(thing)) if deed.went_through else view
        learn(who, state, action, _served(trade, view, after))
    return deed


def _served(trade: Trade, before: View, after: View | None) -> float:
    """Return what a step was worth to whoever wants to be rid of a thing, and to have the own way with it."""
    if after is None or after is before:
        return 0.0
    if after["status"] in (trade.ended if trade.wanted is None else trade.wanted):
        return 1.0
    if after["status"] in trade.ended:
        return 0.0
    return 0.6 if after["status"] != before["status"] else 0.2


def step(world: World, who: Person, trade: Trade, view: View, action: str) -> Deed | None:
    """Take a step, with what it says."""
    said = trade.says(world, who, view, action)
    if said is None:
        return None
    body = {"action": action, **said}
    deed = world.do(who, "POST", trade.steps(view["id"]), body, before=str(view["status"]))
    world.not_offered(deed, view["id"], offered=action in view["actions"])
    return deed


def listed(world: World, who: Person, path: str, **query: str) -> list[Any]:
    """Return the lines of a list; none where it is refused."""
    page = world.look(who, path, limit=query.pop("limit", "20"), **query)
    return list((page or {}).get("items", ()))
