"""Incidents as people take part in them: they report, look at their queue, take up, settle, confirm, ask and answer.

The honest do what is expected in its turn. A cheat reads what `actions` offers and takes whatever has served best so far: what a move
served is seen from outside alone, by what the incident looks like afterwards.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tests.simulation.people.learning import choose, learn
from tests.simulation.town import ABSENT, CHEAT, COUNTY, DEPARTMENTS, LAZY, TOWN, Person
from tests.simulation.world import Deed, World

View = Mapping[str, Any]
CATEGORIES = (
    *("public_facilities", "environment", "livelihood", "policy_advice", "fire_safety"),
    *("illegal_building", "dispute", "other", "work_safety"),
)
SEVERITIES = ("general", "general", "general", "pressing", "urgent")
_ANSWERING = ("grid_worker", "grid_chief", "village_officer", "town_officer", "county_officer")
EVERY_ACTION = (
    *("accept", "resolve", "escalate", "confirm", "reject", "cancel", "return", "assign"),
    *("ask_extension", "ask_suspension", "approve", "deny", "resume", "whistle", "recall", "merge"),
    *("separate", "join", "leave", "add", "correct", "rate", "order", "answer"),
)
_WORK = {
    "reported": (
        ("accept", 9),
        ("return", 1),
        ("assign", 1),
        ("escalate", 1),
        ("resolve", 2),
        ("merge", 1),
    ),
    "accepted": (
        ("resolve", 10),
        ("ask_extension", 2),
        ("ask_suspension", 1),
        ("whistle", 1),
        ("escalate", 1),
        ("correct", 1),
    ),
    "extension_asked": (("approve", 3), ("deny", 2)),
    "suspension_asked": (("approve", 2), ("deny", 2)),
    "returned": (("assign", 1),),
    "suspended": (("resume", 1),),
    "resolved": (("confirm", 8), ("reject", 2)),
    "joint": (("recall", 1),),
    "merged": (("separate", 1),),
}
"""What an honest person does with what is theirs in each status, and how likely."""


def report(world: World, who: Person, unit: str) -> Deed:
    """Report something at a place."""
    draw = world.chance
    body = {
        "category": draw.choice(CATEGORIES),
        "severity": draw.choice(SEVERITIES),
        "description": f"暗语{draw.randrange(10**9):09d}：现场情况说明",
        "unit": unit,
        "source": "patrol" if who.holds("grid_worker") else "resident",
    }
    if draw.random() < 0.3:
        body["client_ref"] = f"ref-{draw.randrange(10**9)}"
    return world.do(who, "POST", "/v1/incidents", body, before="-")


def work(world: World, who: Person) -> None:
    """Sit down and look at what one's units have to do; take a few steps."""
    if who.way == ABSENT or (who.way == LAZY and world.chance.random() < 0.7):
        return
    for unit in who.holds(*_ANSWERING):
        page = world.look(who, "/v1/incidents/queue", unit=unit, limit="20")
        for line in (page or {}).get("items", [])[:8]:
            if world.chance.random() < 0.75:
                handle(world, who, line["id"])
    # What one has handed on, or looks over, is not in the queue: some look at the whole area.
    if world.chance.random() < 0.25:
        page = world.look(who, "/v1/incidents", limit="20")
        items = (page or {}).get("items", [])
        for line in world.chance.sample(items, min(3, len(items))):
            handle(world, who, line["id"])


def look_after(world: World, who: Person) -> None:
    """Look at what one has reported: rate it, add to it, take it back; join what a neighbour reported. The curious read what is others'."""
    if who.way == CHEAT and world.chance.random() < 0.5:
        made = [deed.made or "" for deed in world.diary.made["/v1/incidents"][-40:]]
        for incident in made[:: world.chance.randrange(3, 9)]:
            world.look(who, f"/v1/incidents/{incident}")
    page = world.look(who, "/v1/incidents", limit="10")
    for line in (page or {}).get("items", [])[:4]:
        handle(world, who, line["id"])
    if world.chance.random() < 0.2:
        known = world.diary.made["/v1/incidents"][-30:]
        if known:
            step(world, who, world.chance.choice(known).made or "", "join", {})


def handle(world: World, who: Person, incident: str) -> None:
    """Read an incident and do something about it, or nothing."""
    view = world.look(who, f"/v1/incidents/{incident}")
    if view is None:
        return
    if who.way == CHEAT:
        _cheat(world, who, view)
        return
    action = _expected(world, who, view)
    if action:
        step(world, who, incident, action, view)


def _expected(world: World, who: Person, view: View) -> str | None:
    draw = world.chance
    if "answer" in view["actions"] and draw.random() < 0.6:
        return "answer"
    if "order" in view["actions"] and view["overdue"] and draw.random() < 0.3:
        return "order"
    if "rate" in view["actions"]:
        return "rate" if draw.random() < 0.4 and not world.settles else None
    hard = view["status"] == "resolved" and not world.settles and _is_hard_to_please(world, who)
    wanted = [
        (action, often)
        for action, often in (_OF_THE_HARD if hard else _WORK.get(view["status"], ()))
        if action in view["actions"]
    ]
    if world.settles:
        wanted = [(action, often) for action, often in wanted if action in _FINISHES]
    if not wanted or draw.random() < 0.2:
        return None
    return draw.choices([one for one, _ in wanted], [often for _, often in wanted])[0]


_FINISHES = {"accept", "resolve", "confirm", "approve", "resume"}
"""What brings an incident to its end: while things settle nobody hands on, calls in, recalls, or sends back."""
_OF_THE_HARD = (("confirm", 2), ("reject", 8))


def _is_hard_to_please(world: World, who: Person) -> bool:
    """Whether somebody finds that hardly anything was done well, as one in four does."""
    return zlib.crc32(f"{world.plan.seed} {who.id}".encode()) % 4 == 0


def _cheat(world: World, who: Person, view: View) -> None:
    """Try what serves: seen by how the incident stands afterwards."""
    offered = sorted(view["actions"])
    draw = world.chance
    if draw.random() < 0.08:
        # Not offered: it must not go through.
        step(world, who, view["id"], draw.choice(EVERY_ACTION), view)
        return
    if not offered:
        return
    state = f"{view['status']}:{'overdue' if view['overdue'] else 'in time'}"
    action = choose(who, draw, state, offered)
    deed = step(world, who, view["id"], action, view)
    if deed is None:
        return
    after = world.look(who, f"/v1/incidents/{view['id']}")
    learn(who, state, action, served(who, view, after if deed.went_through else view))


def served(who: Person, before: View, after: View | None) -> float:
    """Return what a step was worth to whoever wants no overdue case and little work."""
    if after is None:
        return 0.5
    mine = {unit for _, unit in who.posts}
    worth = 0.0
    if (
        after["status"] in ("confirmed", "cancelled", "merged")
        and before["status"] != after["status"]
    ):
        worth += 1.0 if after["rejections"] == before["rejections"] else 0.3
    if before["turn"] in mine and after["turn"] not in mine:
        worth += 0.6
    if after["responsible_unit"] in mine and before["due_at"] and after["due_at"]:
        later = datetime.fromisoformat(after["due_at"]) - datetime.fromisoformat(before["due_at"])
        worth += min(2.0, later.total_seconds() / 86400)
    if before["overdue"] and not after["overdue"]:
        worth += 1.0
    return worth


def step(world: World, who: Person, incident: str, action: str, view: View) -> Deed | None:
    """Take a step, with what it needs to say."""
    said = saying(world, who, action, view)
    if said is None:
        return None
    path = f"/v1/incidents/{incident}/transitions"
    before = str(view.get("status", "-"))
    offered = action in view.get("actions", ())
    deed = world.do(who, "POST", path, {"action": action, **said}, before=before)
    world.not_offered(deed, incident, offered=offered or not view)
    return deed


def saying(world: World, who: Person, action: str, view: View) -> dict[str, Any] | None:
    """Return what goes with a step, drawn by chance; None where there is nothing to say it about."""
    del who
    if action in ("accept", "confirm", "approve", "join", "leave", "resume"):
        return {}
    says = _SAYS.get(action)
    if says is None:
        return _REASON
    return says(world, view)


_REASON = {"reason": "理由说明"}


def _resolving(_world: World, _view: View) -> dict[str, Any]:
    return {"done": "已处置完毕"}


def _returning(world: World, _view: View) -> dict[str, Any]:
    grounds = world.chance.choice(("not_our_duty", "not_our_area", "beyond_our_means"))
    return {**_REASON, "grounds": grounds, "unit": world.chance.choice(_places(world))}


def _assigning(world: World, view: View) -> dict[str, Any]:
    near = [view["unit"], view["unit"][:12], view["unit"][:9]] if view else []
    unit = world.chance.choice([*near, *_places(world)])
    return {**_REASON, "unit": unit, "final": world.chance.random() < 0.2}


def _extending(world: World, _view: View) -> dict[str, Any]:
    return {
        **_REASON,
        "limit": {"amount": world.chance.choice((1, 2, 5, 15)), "unit": "working_days"},
    }


def _suspending(_world: World, _view: View) -> dict[str, Any]:
    return {**_REASON, "cause": "force_majeure"}


def _whistling(world: World, _view: View) -> dict[str, Any]:
    units = world.chance.sample(DEPARTMENTS, world.chance.choice((1, 2)))
    return {**_REASON, "tasks": [{"unit": unit, "what": "请到场核查"} for unit in units]}


def _merging(world: World, view: View) -> dict[str, Any] | None:
    into = _another(world, view)
    return {**_REASON, "into": into} if into else None


def _rating(world: World, _view: View) -> dict[str, Any]:
    if world.chance.random() < 0.6:
        return {"satisfied": True}
    answer = world.chance.choice(("not_solved", "came_back", "too_slow", "done_badly"))
    return {"satisfied": False, "answer": answer}


def _correcting(world: World, _view: View) -> dict[str, Any]:
    return {**_REASON, "severity": world.chance.choice(("general", "pressing", "urgent"))}


_SAYS: Mapping[str, Callable[[World, View], dict[str, Any] | None]] = {
    "resolve": _resolving,
    "return": _returning,
    "assign": _assigning,
    "ask_extension": _extending,
    "ask_suspension": _suspending,
    "whistle": _whistling,
    "merge": _merging,
    "rate": _rating,
    "correct": _correcting,
}


def _places(world: World) -> list[str]:
    return [*world.town.villages, *world.town.grids[:2], TOWN, COUNTY, *DEPARTMENTS]


def _another(world: World, view: View) -> str | None:
    """Return an incident reported earlier at the same place."""
    here = str(view.get("unit", ""))[:12]
    for deed in reversed(world.diary.made["/v1/incidents"]):
        if deed.made != view.get("id") and str(deed.body["unit"])[:12] == here:
            return deed.made
    return None
