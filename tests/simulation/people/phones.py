"""Phones without a line: what a grid worker did in the field is kept with the phone's own clock, wrong or not, and sent days later, maybe twice.

Nobody in the field knows what became of a batch whose answer is lost: it is sent again, alone or with what came since.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.simulation.people.incidents import CATEGORIES
from tests.simulation.town import ABSENT, LAZY, Person
from tests.simulation.world import World

_LONGEST = 48.0
_WRONG_BY = (0.0, 0.0, 0.0, -30.0, -5.0, 3.0, 26.0)
"""Hours by which a phone's clock is wrong."""


def begin(world: World) -> None:
    """Let nothing have been sent."""
    world.known["sent from phones"] = {}


def visit(world: World, who: Person) -> None:
    """Go where there is no line, and send what was done when there is one."""
    draw = world.chance
    if (
        world.settles
        or who.way in (ABSENT, LAZY)
        or not who.holds("grid_worker")
        or draw.random() > 0.15
    ):
        return
    world.known["outings"] = world.known.get("outings", 0) + 1
    batch = _done(world, who, world.known["outings"])
    hours = draw.uniform(0.5, _LONGEST)
    world.at(world.now + timedelta(hours=hours), lambda: _send(world, who, batch))


def _done(world: World, who: Person, outing: int) -> list[dict[str, Any]]:
    """Return what was kept on the phone: reports, some of them settled on the spot."""
    draw = world.chance
    phone = world.local + timedelta(hours=draw.choice(_WRONG_BY))
    kept: list[dict[str, Any]] = []
    for number in range(draw.choice((1, 1, 2, 3))):
        report = f"{who.id}-{outing}-{number}"
        body = {
            "category": draw.choice(CATEGORIES),
            "severity": "general",
            "description": f"暗语{draw.randrange(10**9):09d}：现场情况说明",
            "unit": who.holds("grid_worker")[0],
            "source": "patrol",
            "done_at": phone.isoformat(),
        }
        kept.append({"op_no": 2 * number + 1, "op_id": report, "kind": "report", "body": body})
        if draw.random() < 0.3:
            done = {"action": "resolve", "done": "已清理", "done_at": phone.isoformat()}
            kept.append(
                {
                    "op_no": 2 * number + 2,
                    "op_id": f"{report}-done",
                    "kind": "move",
                    "after": report,
                    "body": done,
                }
            )
    draw.shuffle(kept)
    return kept


def _send(world: World, who: Person, batch: list[dict[str, Any]], tries: int = 1) -> None:
    draw = world.chance
    deed = world.do(who, "POST", "/v1/sync", {"operations": batch}, before="offline")
    said = world.answered if isinstance(world.answered, dict) else {}
    told = world.known["sent from phones"]
    open_ones = not deed.went_through
    for result in said.get("results", ()) if deed.went_through else ():
        if result["outcome"] in ("applied", "replayed") and result["incident"]:
            told.setdefault(result["op_id"], set()).add(result["incident"])
        open_ones = open_ones or result["outcome"] == "later"
    if tries < 4 and (open_ones or draw.random() < 0.3):
        # The phone never heard of it, or its owner pressed the button once more.
        world.at(world.soon(3), lambda: _send(world, who, batch, tries + 1))
