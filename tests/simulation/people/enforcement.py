"""Enforcement as people take part in it: clues, cases from filing to payment, inspections; a unit that splits a fine, officers in a hurry.

What a step says is what the tests of enforcement say where nothing else is wanted. An officer who splits a fine opens a second case about
the same act of the same party; one in a hurry announces, decides and serves before anything allows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, cast

from enforcement.rules.case_steps import CaseAction
from tests.simulation.people import acting
from tests.simulation.people.acting import Trade, View, Words, listed
from tests.simulation.town import CHEAT, TOWN, Person
from tests.simulation.world import Deed, World
from tests.support import cases
from tests.support.county import County
from tests.support.enforcement_town import FOUND, VISIT

BASE = "/v1/enforcement"
LAW = [{"law": "air-pollution-law-2018", "articles": ["119"]}]
WASTE_LAW = [{"law": "solid-waste-law-2020", "articles": ["111"]}]
STRAW_BURNT, WASTE_DUMPED = "burning-straw", "dumping-household-waste"
OFFICERS = ("eo1", "eo2", "eo3")
_STAGES = (
    "clue",
    "filing",
    "investigating",
    "investigated",
    "notified",
    "hearing",
    "deciding",
    "decided",
    "served",
)
_STEPS_AT_ONCE = 4
_ENDED = frozenset({"closed", "not_filed", "withdrawn", "handed_over", "revoked", "converted"})
_HABITS = {
    "propose_filing": 6,
    "approve_filing": 9,
    "refuse_filing": 0.2,
    "penalise_on_the_spot": 1.5,
    "add_evidence": 3,
    "verify_evidence": 5,
    "keep_evidence": 0.3,
    "seize": 0.3,
    "approve_coercion": 5,
    "lift": 0.5,
    "end_investigation": 5,
    "review": 8,
    "discuss": 4,
    "return": 0.5,
    "notify": 8,
    "defend": 0.8,
    "request_hearing": 0.5,
    "ask_recusal": 0.2,
    "decide_recusal": 8,
    "call_hearing": 8,
    "close_hearing": 8,
    "end_defence": 6,
    "clear": 0.5,
    "decide": 8,
    "serve": 9,
    "choose_publication": 0.5,
    "record_payment": 4,
    "close": 6,
    "hand_over": 0.1,
    "withdraw": 0.1,
}


class _Stage:
    """What the words of the tests of enforcement ask of their county."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self._world.now

    def quietly(self) -> AbstractContextManager[None]:
        """Look without faults."""
        return self._world.undisturbed()


class _Town(cases.Enforcement):
    """The town as the tests of enforcement know it, on the stage of a simulation."""

    def __init__(self, world: World) -> None:  # pyright: ignore[reportMissingSuperCall]
        self.county = cast("County", _Stage(world))


def begin(world: World) -> None:
    """Give officers their certificates, the reviewer the qualification, and the town its items."""
    town = _Town(world)
    for number, name in enumerate(OFFICERS, 1):
        town.certify(name, f"晋{number:04d}")
    for one in world.town.people.values():
        if one.holds("legal_reviewer"):
            town.qualify(one.id)
    for kind in cases.PowerKind:
        town.give_power(TOWN, kind)


def visit(world: World, who: Person) -> None:
    """Do what one does about enforcement at an occasion."""
    draw = world.chance
    if not acting.sits_down(world, who):
        return
    for grid in who.holds("grid_worker"):
        if draw.random() < 0.15:
            _clue(world, who, grid)
    if who.household and draw.random() < (0.6 if who.id in _parties(world) else 0.03):
        for line in listed(world, who, f"{BASE}/own-cases", standing="party")[:2]:
            acting.handle(world, who, CASE, line["id"])
    if who.roles & {
        "enforcement_officer",
        "enforcement_head",
        "legal_reviewer",
        "hearing_chair",
        "justice_supervisor",
    }:
        _work(world, who)


def _parties(world: World) -> set[str]:
    """Return who was named as a party so far, and so has something to say."""
    return {each["party"]["person"] for each in world.known.get("acts", ())}


def _clue(world: World, who: Person, unit: str) -> None:
    body = {"unit": unit, "clue": f"暗语{world.chance.randrange(10**9):09d}：村东地头有人烧秸秆"}
    _remember(world, "cases", world.do(who, "POST", f"{BASE}/cases", body, before="-"))


def _remember(world: World, kind: str, deed: Deed) -> None:
    """Let everybody of the town's office know what is under way."""
    if deed.went_through and deed.made:
        world.known.setdefault(kind, []).append(deed.made)


def _work(world: World, who: Person) -> None:
    draw = world.chance
    _handle_cases(world, who)
    if not who.holds("enforcement_officer", "enforcement_head"):
        return
    if who.holds("enforcement_officer") and draw.random() < 0.15:
        _propose(world, who)
    for visited in world.known.get("inspections", [])[-3:]:
        acting.handle(world, who, INSPECTION, visited)
    if who.way == CHEAT and who.holds("enforcement_officer") and draw.random() < 0.3:
        _clue(world, who, draw.choice(world.town.grids))


def _handle_cases(world: World, who: Person) -> None:
    """Go through the office's lists until enough is done."""
    done = 0
    for status in world.chance.sample(_STAGES, len(_STAGES)):
        lines = listed(world, who, f"{BASE}/cases", town=TOWN, status=status)
        for line in world.chance.sample(lines, min(6, len(lines))):
            for _ in range(2):
                if acting.handle(world, who, CASE, line["id"]) is None:
                    break
                done += 1
            if done >= _STEPS_AT_ONCE:
                return


def _propose(world: World, who: Person) -> None:
    said = VISIT | {
        "items": [cases.STRAW],
        "planned_on": f"{world.local:%Y-%m-%d}",
        "officers": _two(world, who),
    }
    _remember(world, "inspections", world.do(who, "POST", f"{BASE}/inspections", said, before="-"))


def _two(world: World, who: Person) -> list[str]:
    others = [name for name in OFFICERS if name != who.id]
    mine = [who.id] if who.id in OFFICERS else [others.pop()]
    return [*mine, world.chance.choice(others)]


def _words_of_cases(world: World, who: Person, view: View, action: str) -> Words:
    if who.way != CHEAT and _is_not_called_for(view, action):
        return None
    said = dict(_Town(world).words(view["id"], CaseAction(action)))
    if "basis" in said and action != "seize":
        said["basis"] = LAW
    said |= _SAYS[action](world, who, view) if action in _SAYS else {}
    return {name: value for name, value in said.items() if value is not None}


def _is_not_called_for(view: View, action: str) -> bool:
    """Whether somebody honest sees that a step has no point yet: nothing is checked by another, or enough is there."""
    checked = [each for each in view["evidence"] if each["verified"]]
    return (action == "end_investigation" and not checked) or (
        action in ("add_evidence", "keep_evidence") and len(view["evidence"]) >= 2
    )


def _on_the_spot(world: World, who: Person, _: View) -> dict[str, Any]:
    officers = {"officers": _two(world, who)[1:]}
    if world.chance.random() < 0.4:
        return officers | _of_the_act(world, who, STRAW_BURNT)
    fined = {"penalty": {"fine": 15000}, "basis": WASTE_LAW}
    return officers | _of_the_act(world, who, WASTE_DUMPED) | fined


def _announced(world: World, _: Person, view: View) -> dict[str, Any]:
    fine = world.chance.choice((60000, 60000, 60000, 190000, 900000))
    world.known.setdefault("announced fines", {})[view["id"]] = fine
    return {"penalty": {"fine": fine}, "hearing_offered": fine > 60000}


def _decided(world: World, who: Person, view: View) -> dict[str, Any]:
    fine = world.known.get("announced fines", {}).get(view["id"], 60000)
    # A cheat fines as suits; anybody may write down another figure.
    if world.chance.random() < (1.0 if who.way == CHEAT else 0.2):
        fine = world.chance.choice((60000, 190000, 500000))
    return {"penalty": {"fine": fine}}


def _defended(world: World, _: Person, _view: View) -> dict[str, Any]:
    waived = world.chance.random() < 0.2
    return {"waived": True, "paper": "放弃陈述申辩声明"} if waived else {}


_SAYS: Mapping[str, Callable[[World, Person, View], dict[str, Any]]] = {
    "propose_filing": lambda world, who, _: _of_the_act(world, who, STRAW_BURNT),
    "penalise_on_the_spot": _on_the_spot,
    "approve_filing": lambda world, *_: {"officers": world.chance.sample(OFFICERS, 2)},
    "end_investigation": lambda world, *_: {"major": world.chance.random() < 0.3 or None},
    "notify": _announced,
    "defend": _defended,
    "decide": _decided,
    "ask_recusal": lambda world, *_: {"person": world.chance.choice((*OFFICERS, "boss"))},
    "decide_recusal": lambda world, *_: {"recused": world.chance.random() < 0.5},
}


def _of_the_act(world: World, who: Person, code: str) -> dict[str, Any]:
    """Return whose act it was and when: a cheat takes one that is known, and of two clues of one fire nobody knows that it is one."""
    draw = world.chance
    known = world.known.setdefault("acts", [])
    filed = [each for each in known if code in each["act"]["codes"]]
    if filed and draw.random() < (0.6 if who.way == CHEAT else 0.3):
        return dict(draw.choice(filed[-6:]))
    residents = [one for one in world.town.people.values() if one.holds("resident")]
    party = cases.PARTY | {"person": draw.choice(residents).id}
    day = world.local - timedelta(days=draw.choice((0, 1, 5)))
    act = {"codes": [code], "done_on": f"{day:%Y-%m-%d}"}
    known.append({"party": party, "act": act})
    return {"party": party, "act": act}


CASE = Trade(
    "case",
    lambda thing: f"{BASE}/cases/{thing}",
    lambda thing: f"{BASE}/cases/{thing}/moves",
    _HABITS,
    _words_of_cases,
    tuple(str(action) for action in cases.WORDS),
    _ENDED,
    frozenset({"decided", "served", "demanded"}),
)


def _words_of_visits(world: World, who: Person, view: View, action: str) -> Words:
    match action:
        case "notify":
            return {"way": "书面送达"}
        case "begin":
            return {"officers": view.get("officers") or _two(world, who), "shown": True}
        case "record":
            said = {name: value for name, value in FOUND.items() if name != "action"}
            if world.chance.random() < 0.4:
                limit = (world.local + timedelta(days=5)).isoformat()
                said |= {"result": "ordered", "order": "清理堆放的秸秆", "limit": limit}
            return said
        case "refuse" | "cancel":
            return {"reason": "时机不宜"}
        case _:
            return {}


INSPECTION = Trade(
    "inspection",
    lambda thing: f"{BASE}/inspections/{thing}",
    lambda thing: f"{BASE}/inspections/{thing}/transitions",
    {"approve": 5, "refuse": 0.3, "notify": 5, "begin": 5, "record": 5, "cancel": 0.2},
    _words_of_visits,
    ("approve", "refuse", "notify", "begin", "record", "cancel"),
    frozenset({"closed", "refused", "cancelled"}),
)
