"""Village self-government as people take part in it: ideas, matters on their way, what is published, doubts about it.

Officers lead matters from step to step; those who cheat take whatever step served, decide in the town's place, publish before anything is
decided. How a meeting goes is in `meetings`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.simulation.people import acting, meetings
from tests.simulation.people.acting import Trade, View, Words, listed
from tests.simulation.town import CHEAT, Person
from tests.simulation.world import World

BASE = "/v1/assembly"
KINDS = ("dilapidated_housing", "dilapidated_housing", "assistance", "project")
_REPRESENTATIVES = 16
_MINUTES_OF = ("branch_proposal", "committees_consultation", "party_study")
_VOTED_ON = {
    "party_members_review": "party_members_meeting",
    "decision": "representatives_assembly",
}
_PUBLISHED = {"resolution_publication": "resolution", "result_publication": "result"}


def begin(world: World) -> None:
    """Seat the bodies of every village."""
    for n, village in enumerate(world.town.villages, 1):
        officer, second = (world.town.people[f"v{n}officer{m}"] for m in (1, 2))
        voters = [
            person
            for person in world.town.people.values()
            if person.household and world.town.homes[person.household].startswith(village)
        ]
        # Verifiers come first among them: a village chooses some of its people to represent the rest.
        voters = (
            sorted(voters, key=lambda one: "resident" in one.roles)[:_REPRESENTATIVES]
            if len(voters) > _REPRESENTATIVES
            else voters
        )
        checkers = [person for person in voters if person.holds("points_verifier")]
        party = [officer, second, *voters[:5]]
        _seat(
            world,
            village,
            "party_branch",
            [_member(officer, office="secretary"), _member(voters[0])],
        )
        _seat(
            world,
            village,
            "village_committee",
            [
                _member(second, office="director", woman=True),
                *(_member(person) for person in checkers[:2]),
            ],
        )
        _seat(world, village, "party_members_meeting", [_member(person) for person in party])
        _seat(
            world,
            village,
            "representatives_assembly",
            [
                *(
                    _member(person, capacity="representative", woman=n % 2 == 0)
                    for n, person in enumerate(voters)
                ),
                _member(officer, capacity="committee_member"),
            ],
            households=10 * len(voters),
        )


def _member(person: Person, **other: Any) -> dict[str, Any]:
    said = {
        "member_id": person.id,
        "name": person.name,
        "household": person.household or f"h-{person.id}",
        "born": 1980,
        "woman": False,
    }
    return said | other


def _seat(
    world: World, village: str, kind: str, members: list[dict[str, Any]], **other: Any
) -> None:
    officer = world.town.people[f"v{world.town.villages.index(village) + 1}officer1"]
    body = f"{village}~{kind}"
    world.do(officer, "POST", f"{BASE}/bodies", {"village": village, "kind": kind})
    said = {
        "valid_from": "2026-01-01",
        "term_from": "2025-12-15",
        "members": members,
        **other,
    }
    world.do(officer, "POST", f"{BASE}/bodies/{body}/compositions", said)
    path = f"{BASE}/bodies/{body}/compositions/1/transitions"
    deed = world.do(officer, "POST", path, {"action": "confirm"})
    assert deed.went_through, (kind, deed.problem)
    world.known[body] = [each["member_id"] for each in members]


def visit(world: World, who: Person) -> None:
    """Do what one does about the village's own matters at an occasion."""
    if not acting.sits_down(world, who) or world.chance.random() < 0.4:
        return
    for village in who.holds("village_officer"):
        _lead(world, who, village)
    for town in who.holds("town_officer"):
        if "-" not in town:
            _decide_above(world, who)
    if who.household:
        _live(world, who, world.town.homes[who.household][:12])
    for village in who.holds("village_supervisor"):
        meetings.supervise(world, who, village)


# What villagers do


def _live(world: World, who: Person, village: str) -> None:
    draw = world.chance
    if draw.random() < 0.06:
        body = {
            "village": village,
            "title": "修整村道",
            "text": f"暗语{draw.randrange(10**9):09d}：路面坑洼",
        }
        world.do(who, "POST", f"{BASE}/ideas", body, before="-")
    if draw.random() < 0.12:
        for line in listed(world, who, f"{BASE}/ideas", village=village, limit="5")[:2]:
            idea = world.look(who, f"{BASE}/ideas/{line['id']}")
            if idea is None:
                continue
            deed = world.do(
                who, "POST", f"{BASE}/ideas/{idea['id']}/seconds", before=idea["status"]
            )
            offered = "second" in idea["actions"] or who.id in (idea["seconds"] or ())
            world.not_offered(deed, idea["id"], offered=offered or deed.status == 200)
    if draw.random() < 0.08:
        posted = listed(world, who, f"{BASE}/publications", village=village, limit="5")
        for one in posted[:1]:
            body = {"text": f"暗语{draw.randrange(10**9):09d}：数目不清"}
            path = f"{BASE}/publications/{one['id']}/objections"
            world.do(who, "POST", path, body, before=one["status"])
    if draw.random() < 0.05:
        world.look(None, f"{BASE}/village-board/{village}")


# What officers do


def _lead(world: World, who: Person, village: str) -> None:
    draw = world.chance
    matters = listed(world, who, f"{BASE}/matters", village=village, status="in_progress")
    if len(matters) < 3 and draw.random() < 0.5:
        kind = draw.choice(KINDS)
        body = {"village": village, "type": kind, "title": "村内事项", "text": "申请办理"}
        world.do(who, "POST", f"{BASE}/matters", body, before="-")
    for line in matters[:3]:
        if draw.random() < 0.8:
            _move_on(world, who, village, line)
    for idea in listed(world, who, f"{BASE}/ideas", village=village, limit="5"):
        if idea["status"] == "open" and draw.random() < 0.3:
            acting.handle(world, who, IDEA, idea["id"])
    if draw.random() < 0.3:
        _answer(world, who, village)


def _move_on(world: World, who: Person, village: str, line: View) -> None:
    """Take the next step of a matter, or one that a cheat finds served."""
    seen = world.look(who, f"{BASE}/matters/{line['id']}")
    if seen is None:
        return
    line, draw, step = seen, world.chance, seen["step"]
    if who.way == CHEAT and draw.random() < 0.35:
        acting.handle(world, who, MATTER, line["id"])
        return
    wanted = step
    if who.way == CHEAT and draw.random() < 0.2:
        # Another step than the one whose turn it is.
        wanted = draw.choice((*_MINUTES_OF, *_VOTED_ON, *_PUBLISHED))
    if wanted in _MINUTES_OF:
        _record(world, who, line, wanted)
    elif wanted in _VOTED_ON:
        if line["meeting"] is None or who.way == CHEAT:
            meetings.call(world, who, village, f"{village}~{_VOTED_ON[wanted]}", line["id"])
    elif wanted in _PUBLISHED:
        body = {
            "village": village,
            "kind": _PUBLISHED[wanted],
            "title": "公开内容",
            "content": "结果如下，如有异议请在公示期内提出。",
            "matter": line["id"],
        }
        deed = world.do(who, "POST", f"{BASE}/publications", body, before=str(step))
        if wanted != step and deed.went_through:
            world.not_offered(deed, line["id"], offered=False)
    elif draw.random() < 0.7:
        acting.handle(world, who, MATTER, line["id"])


def _record(world: World, who: Person, line: View, wanted: str) -> None:
    body = {"action": "record", "step": wanted, "minutes": _minutes(world, line["village"], wanted)}
    path = f"{BASE}/matters/{line['id']}/transitions"
    deed = world.do(who, "POST", path, body, before=str(line["step"]))
    world.not_offered(deed, line["id"], offered=wanted == line["step"])


def _minutes(world: World, village: str, step: str) -> dict[str, Any]:
    """Return the minutes of a sitting of the branch, for the consultation of both committees."""
    kinds = ["party_branch"]
    if step == "committees_consultation":
        kinds.append("village_committee")
    there = {person for kind in kinds for person in world.known[f"{village}~{kind}"]}
    held_on = f"{world.local:%Y-%m-%d}"
    return {"held_on": held_on, "attended": sorted(there), "summary": "一致同意"}


def _words_of_matters(world: World, who: Person, view: View, action: str) -> Words:
    draw = world.chance
    match action:
        case "record":
            step = (
                view["step"]
                if who.way != CHEAT or draw.random() < 0.5
                else draw.choice(_MINUTES_OF)
            )
            return {"step": step, "minutes": _minutes(world, view["village"], str(step))}
        case "merge":
            return {
                "minutes": _minutes(world, view["village"], "committees_consultation"),
                "reason": "书记主任一肩挑",
            }
        case "plan":
            voter = draw.choice(world.known[f"{view['village']}~representatives_assembly"])
            due = (world.local + timedelta(days=draw.choice((1, 3, 20)))).isoformat()
            return {"milestones": [{"title": "开工", "responsible": voter, "due_at": due}]}
        case "decide_above":
            authority = {
                "approved": draw.random() < 0.8,
                "document_number": f"洪民〔2026〕{draw.randrange(1, 999)}号",
                "decided_on": f"{world.local:%Y-%m-%d}",
                "reasons": "经核查",
            }
            return {"authority": authority}
        case "withdraw":
            return {"reason": "不再需要"}
        case _:
            return {}


def _words_of_ideas(world: World, who: Person, view: View, action: str) -> Words:
    del who, view
    if action == "adopt":
        return {"answer": "纳入办理", "type": world.chance.choice(KINDS)}
    return {"answer": "暂无条件"} if action == "decline" else None


MATTER = Trade(
    "matter",
    lambda thing: f"{BASE}/matters/{thing}",
    lambda thing: f"{BASE}/matters/{thing}/transitions",
    {"plan": 2, "finish": 3, "decide_above": 5, "record": 1, "withdraw": 0.05},
    _words_of_matters,
    ("check_demand", "record", "merge", "plan", "finish", "decide_above", "withdraw"),
    frozenset({"done", "not_passed", "withdrawn"}),
)
IDEA = Trade(
    "idea",
    lambda thing: f"{BASE}/ideas/{thing}",
    lambda thing: f"{BASE}/ideas/{thing}/transitions",
    {"adopt": 1, "decline": 1},
    _words_of_ideas,
    ("adopt", "decline"),
    frozenset({"adopted", "declined"}),
)


def _answer(world: World, who: Person, village: str) -> None:
    """Answer what was said against a publication; a cheat would rather take it down."""
    for line in listed(world, who, f"{BASE}/publications", village=village, limit="5")[:3]:
        one = world.look(who, f"{BASE}/publications/{line['id']}")
        if one is None:
            continue
        if who.way == CHEAT and world.chance.random() < 0.3:
            path = f"{BASE}/publications/{one['id']}/transitions"
            deed = world.do(who, "POST", path, {"action": "take_down"}, before=one["status"])
            world.not_offered(deed, one["id"], offered="take_down" in one["actions"])
        if one["objections"] == one["answered"]:
            continue
        path = f"{BASE}/publications/{one['id']}/objections"
        for doubt in listed(world, who, path):
            if doubt["status"] == "open":
                body = {"action": "answer", "answer": "账目已附后"}
                world.do(who, "POST", f"{path}/{doubt['id']}/transitions", body, before="open")


def _decide_above(world: World, who: Person) -> None:
    """Decide what villages gave their opinion on."""
    village = world.chance.choice(world.town.villages)
    for line in listed(world, who, f"{BASE}/matters", village=village, status="in_progress"):
        if world.chance.random() < 0.5:
            acting.handle(world, who, MATTER, line["id"])
