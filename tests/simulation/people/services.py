"""Services as people take part in them: rounds for hazards, disputes, errands for those who cannot go themselves.

Owners who would rather not see to a hazard say it is done; mediators who want their figures say that both agree; agents keep what is not
theirs. Each takes what served best.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kernel.storage import dynamo
from registry.store.rows import ResidentRow
from tests.simulation.people import acting
from tests.simulation.people.acting import Trade, View, Words, listed
from tests.simulation.town import Person
from tests.simulation.world import World
from tests.support import errands, hazards, mediation

_IN_MEDIATION = ("registered", "registered", "accepted", "accepted", "agreed", "effective")
"""What mediators look for in their committee's list."""
_AT_ONCE = 90
_ITEMS = (hazards.PLAIN, hazards.PLAIN, hazards.MAJOR)


def begin(world: World) -> None:
    """Put a shop of each grid on the rounds, seat the committees, and let somebody of each household be known by name."""
    town = world.town
    rows: list[Any] = []
    for home, unit in town.homes.items():
        said: dict[str, Any] = {
            "resident_id": f"r-{home}",
            "household_id": home,
            "name": f"演示{home}",
        }
        row = ResidentRow(f"RESIDENT#r-{home}", "RESIDENT", **said)
        row.parent, row.code = f"RESIDENTS#{home}", f"r-{home}"
        rows.append(row)
        del unit
    for first in range(0, len(rows), _AT_ONCE):
        dynamo.write([dynamo.Write(row) for row in rows[first : first + _AT_ONCE]])
    for number, grid in enumerate(town.grids, 1):
        worker, owner = town.people[f"g{number}worker"], town.people[f"g{number}resident1"]
        said = {
            "grid": grid,
            "kind": "shop",
            "name": "小卖部",
            "where": "村委会东侧",
            "checklists": ["small_venue", "power"],
            "owner": {"kind": "person", "id": owner.id},
        }
        deed = world.do(worker, "POST", f"{hazards.BASE}/places", said)
        world.known[f"shop of {grid}"] = deed.made
    for number, village in enumerate(town.villages, 1):
        names = [f"v{number}mediator{n}" for n in (1, 2, 3)]
        said = {
            "members": [{"person": one, "is_woman": n == 0} for n, one in enumerate(names)],
            "chair": names[0],
            "chosen_by": "villagers_meeting",
            "chosen_on": "2025-12-10",
        }
        officer = town.people[f"v{number}officer1"]
        world.do(officer, "PUT", f"{mediation.BASE}/committees/{village}", said)


def visit(world: World, who: Person) -> None:
    """Do what one does about services at an occasion."""
    if not acting.sits_down(world, who):
        return
    draw = world.chance
    for grid in who.holds("grid_worker"):
        _go_round(world, who, grid)
    if who.holds("grid_worker", "grid_chief", "village_officer", "town_officer"):
        _look_after(world, who)
    if who.household and draw.random() < 0.15:
        for line in listed(world, who, f"{hazards.BASE}/own-findings")[:2]:
            acting.handle(world, who, HAZARD, line["id"])
    for village in who.holds("mediator"):
        status = draw.choice(_IN_MEDIATION)
        lines = listed(
            world, who, f"{mediation.BASE}/cases", unit=village, status=status, limit="10"
        )
        for line in draw.sample(lines, min(2, len(lines))):
            acting.handle(world, who, DISPUTE, line["id"])
    for village in who.holds("errand_agent"):
        _run_errands(world, who, village)


def _go_round(world: World, who: Person, grid: str) -> None:
    draw = world.chance
    shop = world.known.get(f"shop of {grid}")
    if shop and draw.random() < 0.15:
        path = f"{hazards.BASE}/places/{shop}/transitions"
        world.do(who, "POST", path, {"action": "check"}, before="place")
    if draw.random() < 0.35:
        kind, item = draw.choice(_ITEMS)
        where = {"place": shop} if shop and draw.random() < 0.7 else {"grid": grid, "where": "村口"}
        body = {"kind": kind, "item": item, "what": "应急照明不亮", **where}
        world.do(who, "POST", f"{hazards.BASE}/findings", body, before="-")
    if draw.random() < 0.08:
        _register_dispute(world, who, grid)


def _look_after(world: World, who: Person) -> None:
    draw = world.chance
    for unit in who.holds("grid_worker", "grid_chief", "village_officer", "town_officer"):
        if "-" in unit or draw.random() < 0.4:
            continue
        lines = listed(world, who, f"{hazards.BASE}/findings", unit=unit, limit="10")
        for line in draw.sample(lines, min(2, len(lines))):
            acting.handle(world, who, HAZARD, line["id"])


def _words_of_hazards(world: World, who: Person, view: View, action: str) -> Words:
    del who, view
    said = dict(hazards.WORDS.get(action, {}))
    if action == "plan":
        said["rectify_on"] = f"{world.local + timedelta(days=10):%Y-%m-%d}"
    if action == "recheck":
        said["passed"] = world.chance.random() < 0.7
    return said


HAZARD = Trade(
    "hazard",
    lambda thing: f"{hazards.BASE}/findings/{thing}",
    lambda thing: f"{hazards.BASE}/findings/{thing}/transitions",
    {
        "fix": 3,
        "recheck": 5,
        "control": 3,
        "plan": 3,
        "examine": 3,
        "report": 1,
        "withdraw": 0.1,
    },
    _words_of_hazards,
    tuple(hazards.WORDS),
    frozenset({"closed", "withdrawn"}),
)


def _register_dispute(world: World, who: Person, grid: str) -> None:
    draw = world.chance
    village = grid[:12]
    people = [one for one in world.town.people.values() if one.household]
    near = [one for one in people if world.town.homes[one.household or ""].startswith(village)]
    first, second = draw.sample(near, 2)
    body = mediation.dispute(
        place=grid,
        summary=f"暗语{draw.randrange(10**9):09d}：院墙排水争执",
        parties=[
            {"name": "李某甲", "person": first.id},
            {"name": "王某乙", "person": second.id},
        ],
    )
    world.do(who, "POST", f"{mediation.BASE}/cases", body, before="-")


def _words_of_disputes(world: World, who: Person, view: View, action: str) -> Words:
    del who, view
    said = dict(mediation.WORDS.get(action, {}))
    match action:
        case "hold_session":
            said["session"] = {
                "held_at": world.local.isoformat(),
                "place": "村调解室",
                "record": "双方陈述了各自的要求。",
                "present": [1, 2],
            }
        case "agree":
            form = world.chance.choice(("written", "oral"))
            said["agreement"] = mediation.agreement(form)
        case "assign":
            said["mediators"] = [world.chance.choice(_mediators(world))]
        case _:
            pass
    return said


def _mediators(world: World) -> list[str]:
    return [one.id for one in world.town.people.values() if one.holds("mediator")]


DISPUTE = Trade(
    "dispute",
    lambda thing: f"{mediation.BASE}/cases/{thing}",
    lambda thing: f"{mediation.BASE}/cases/{thing}/transitions",
    {
        "accept": 8,
        "decline": 0.3,
        "hold_session": 5,
        "agree": 4,
        "sign": 6,
        "perform": 3,
        "visit": 3,
        "fail": 0.3,
        "add_material": 0.5,
    },
    _words_of_disputes,
    (*mediation.WORDS, "hold_session", "agree"),
    frozenset({"closed", "failed", "withdrawn", "declined", "referred"}),
)


def _run_errands(world: World, who: Person, village: str) -> None:
    draw = world.chance
    if draw.random() < 0.25:
        homes = world.town.homes_in(village)
        home = draw.choice(homes)
        body = errands.errand_of(
            name=f"演示{home}",
            principal={"household": home, "name": f"演示{home}"},
            signed_on=f"{world.local:%Y-%m-%d}",
            last_day=f"{world.local + timedelta(days=draw.choice((3, 20))):%Y-%m-%d}",
        )
        body.pop("name", None)
        world.do(who, "POST", errands.BASE, body, before="-")
    lines = listed(world, who, f"{errands.BASE}/agenda", village=village, limit="10")
    for line in draw.sample(lines, min(2, len(lines))):
        acting.handle(world, who, ERRAND, line["id"])


def _words_of_errands(world: World, who: Person, view: View, action: str) -> Words:
    del world, who, view
    return dict(errands.SAYS.get(action, {}))


ERRAND = Trade(
    "errand",
    lambda thing: f"{errands.BASE}/{thing}",
    lambda thing: f"{errands.BASE}/{thing}/transitions",
    {
        "accept": 8,
        "submit": 5,
        "record_result": 5,
        "deliver": 6,
        "take_original": 0.5,
        "fetch": 0.5,
        "tell_missing": 0.3,
        "supply": 3,
        "contact": 1,
    },
    _words_of_errands,
    (*errands.SAYS, "accept", "submit"),
    frozenset({"delivered", "revoked", "resigned", "declined"}),
)
