"""Every status × action × person of each table: an action is in `actions` exactly when the request succeeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest

from assembly.rules.bodies import Body, Composition
from assembly.rules.ceremonies import Ceremony
from assembly.rules.ideas import Idea
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import Publication, PublicationObjection
from assembly.rules.reviews import Review
from assembly.rules.standing import Holder
from assembly.rules.states.ceremonies import CEREMONIES, CeremonyAction, CeremonyStatus
from assembly.rules.states.compositions import COMPOSITIONS
from assembly.rules.states.ideas import IDEAS
from assembly.rules.states.matters import MATTERS
from assembly.rules.states.meetings import MEETINGS
from assembly.rules.states.publications import OBJECTIONS, PUBLICATIONS
from assembly.rules.states.reviews import REVIEWS
from assembly.rules.states.village_rules import VILLAGE_RULES
from assembly.rules.states.votes import VOTES
from assembly.rules.village_rules import VillageRules
from assembly.rules.votes import Vote
from assembly.store.things import codec, document_of
from infra.state_tables import TABLES
from kernel import clock
from kernel.states import StateTable
from tests.support.assembly import ASSEMBLY, BOTH, MINUTES, REPRESENTATIVES, Made, Village, member
from tests.support.assembly import assembly as members
from tests.support.county import VILLAGE

PEOPLE = ("village", "town", "supervisor", "r0", "r7", "resident")
V1 = "/v1/assembly"
SMALL = {"tables": 1, "price_per_table": 1, "gift": 1}
AUTHORITY = {"approved": True, "document_number": "洪民〔2026〕1号", "decided_on": "2026-11-23"}
Said = dict[str, Any]
Command = tuple[str, Said | Callable[[str], Said]]
"""Where below a thing an action is sent, and as what, by whoever sends it; at the thing itself it is a PUT."""


@pytest.fixture
def village(village: Village) -> Village:
    """A village with a ceremonies council, so that it is one that governs itself."""
    village.seated("ceremonies_council", [member("r7")])
    return village


class Thing(NamedTuple):
    """A thing of a table: where it is kept and answered (in a list, where it is not by itself), and what each action is sent as."""

    table: StateTable[Any, Any, Holder]
    record: type[Any]
    id: str
    path: str
    commands: dict[str, Command]
    beside: tuple[tuple[type[Any], str], ...] = ()
    facts: dict[str, Said] = {}  # noqa: RUF012 - by status, what else is so then
    in_list: str | None = None


def moves(**said: Said) -> dict[str, Command]:
    """Return actions that are sent as transitions."""
    return {action: ("/transitions", {"action": action, **more}) for action, more in said.items()}


def an_idea(village: Village) -> Thing:
    said = {"village": VILLAGE, "title": "题", "text": "文"}
    idea = village.did(f"{V1}/ideas", said, "r1")["id"]
    commands = moves(adopt={"answer": "是", "type": "project"}, decline={"answer": "否"})
    commands["second"] = ("/seconds", {})
    return Thing(IDEAS, Idea, idea, f"{V1}/ideas/{idea}", commands)


def a_review(village: Village) -> Thing:
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "账目"}
    review = village.did(f"{V1}/reviews", said, "r1")["id"]
    commands = moves(examine={"text": "实", "upheld": True}, answer={"text": "答"})
    return Thing(REVIEWS, Review, review, f"{V1}/reviews/{review}", commands)


def a_ceremony(village: Village) -> Thing:
    day = village.county.now.date().isoformat()
    said = {"village": VILLAGE, "kind": "wedding", "host": "户", "held_on": day, "planned": SMALL}
    ceremony = village.did(f"{V1}/ceremonies", said, "resident")["id"]
    commands = moves(
        advise={"measure": "persuade", "text": "从简"},
        follow_up={"text": "如约", "actual": SMALL},
        cancel={},
    )
    return Thing(CEREMONIES, Ceremony, ceremony, f"{V1}/ceremonies/{ceremony}", commands)


def a_publication(village: Village) -> Thing:
    publication = village.publish("other").body["id"]
    path = f"{V1}/publications/{publication}"
    commands = moves(take_down={"cause": "court_decision", "legal_basis": "判决"})
    commands["object"] = ("/objections", {"text": "疑问"})
    return Thing(PUBLICATIONS, Publication, publication, path, commands)


def an_objection(village: Village) -> Thing:
    publication = village.publish("other").body["id"]
    path = f"{V1}/publications/{publication}/objections"
    objection = village.did(path, {"text": "疑问"}, "r1")["id"]
    beside = ((Publication, publication),)
    commands = moves(answer={"answer": "已核"})
    return Thing(
        OBJECTIONS,
        PublicationObjection,
        objection,
        f"{path}/{objection}",
        commands,
        beside,
        in_list=path,
    )


def a_composition(village: Village) -> Thing:
    body = village.did(f"{V1}/bodies", {"village": VILLAGE, "kind": "representatives_assembly"})
    path = f"{V1}/bodies/{body['id']}/compositions"
    said = {"valid_from": "2026-11-01", "members": members(), "households": 90}
    village.did(path, said)
    commands = moves(confirm={}, discard={})
    commands["add_members"] = ("/members", {"members": [members()[0] | {"member_id": "r20"}]})
    composition, beside = f"{body['id']}~0001", ((Body, body["id"]),)
    return Thing(COMPOSITIONS, Composition, composition, f"{path}/1", commands, beside)


def some_rules(village: Village) -> Thing:
    said = {"title": "约", "clauses": [{"number": "1", "text": "爱护环境"}]}
    rules = village.did(f"{V1}/village-rules", {"village": VILLAGE, **said})["id"]
    long_ago = clock.iso(village.county.now - timedelta(days=90))
    commands = moves(
        collect={},
        submit={},
        clear={"note": "可"},
        send_back={"note": "改"},
        propose={},
        file={"filing_number": "备1"},
        publish={"in_force_from": "2027-01-01"},
        order_correction={"note": "改"},
    )
    commands["give_view"] = ("/views", {"text": "赞成"})
    commands["redraft"] = ("", said)
    facts = {"collecting_views": {"views_since": long_ago}}
    path = f"{V1}/village-rules/{rules}"
    return Thing(VILLAGE_RULES, VillageRules, rules, path, commands, (), facts)


def a_matter(village: Village, step: str) -> Thing:
    village.govern(one_head=True)
    milestone = {
        "id": "0" * 26, "title": "修", "responsible": "r0", "due_at": "2026-12-24T00:00:00.000Z",
        "done_at": "2026-11-23T00:00:00.000Z", "done_by": "r0", "note": "完", "evidence": [],
        "overdue_since": None,
    }  # fmt: skip
    begun = step == "branch_proposal"
    matter = village.standing("dilapidated_housing", 0 if begun else 4)
    due = clock.local_iso(village.county.now + timedelta(days=30))
    commands = moves(
        record={"step": step, "minutes": MINUTES},
        merge={"minutes": BOTH, "reason": "书记兼主任"},
        plan={
            "milestones": [{"title": "修", "responsible": "r0", "due_at": due}],
            "reason": "天气",
        },
        finish={},
        decide_above={"authority": AUTHORITY},
        withdraw={"reason": "不办"},
    )
    running = {"step": step, "milestones": [milestone] if step == "carrying_out" else []}
    ended = {"step": None}
    facts = {"in_progress": running, "done": ended, "not_passed": ended, "withdrawn": ended}
    return Thing(MATTERS, Matter, matter, f"{V1}/matters/{matter}", commands, facts=facts)


def a_recall(village: Village) -> Thing:
    village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])
    matter = village.recall(voters=3).body["id"]
    commands = moves(check_demand={"struck": ["r0"]}, withdraw={"reason": "不办"})
    ended = {"step": None}
    facts = {"done": ended, "not_passed": ended, "withdrawn": ended}
    return Thing(MATTERS, Matter, matter, f"{V1}/matters/{matter}", commands, facts=facts)


def a_meeting(village: Village) -> Thing:
    village.govern()
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES, chair="village2")
    commands = moves(
        open={}, adjourn={"reason": "休"}, resume={}, close={"minutes": "散"}, sign={}, cancel={"reason": "否"},
        replace_chair={"chair": "r0", "reason": "未到"},
    )  # fmt: skip
    code = village.read(f"{V1}/meetings/{meeting}")["code"]

    def come(who: str) -> Said:
        recorded = {"channel": "paper", "member": "r8"}
        return recorded if who == "village" else {"channel": "on_site", "code": code}

    def leave(who: str) -> Said:
        recorded = {"member": "r8"} if who == "village" else {}
        return {"item": 0, "reason": "近亲属", **recorded}

    commands |= {"attend": ("/attendance", come), "recuse": ("/recusals", leave)}
    commands["open_vote"] = ("/votes", {"item": 0, "manner": "open"})
    beside = ((Matter, matter),)
    return Thing(MEETINGS, Meeting, meeting, f"{V1}/meetings/{meeting}", commands, beside)


def a_vote(village: Village) -> Thing:
    village.govern()
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES)
    vote = village.vote(meeting, "secret")
    commands = moves(cast={}, paper_only={}, close={}, recount={})
    beside = ((Matter, matter), (Meeting, meeting))
    nobody: Said = dict.fromkeys(("yes", "no", "abstain", "spoilt"), 0)
    rest = {
        "roll": 11, "present": 9, "quorate": True, "passed": False, "attendance_needed": 8,
        "turnout_needed": None, "yes_needed": 5, "cites": {"law": "village-committee-law-2025"},
    }  # fmt: skip
    now = clock.iso(village.county.now)
    facts = {"closing": {"closed_at": now}, "closed": {"closed_at": now, "tally": nobody | rest}}
    return Thing(VOTES, Vote, vote, f"{V1}/votes/{vote}", commands, beside, facts)


def a_matter_to_be_proposed(village: Village) -> Thing:
    return a_matter(village, "branch_proposal")


def a_matter_to_be_carried_out(village: Village) -> Thing:
    return a_matter(village, "carrying_out")


def a_matter_to_be_decided_above(village: Village) -> Thing:
    return a_matter(village, "authority_decision")


MAKERS: list[Callable[[Village], Thing]] = [
    an_idea,
    a_review,
    a_ceremony,
    a_publication,
    an_objection,
    a_composition,
    some_rules,
    a_matter_to_be_proposed,
    a_matter_to_be_carried_out,
    a_matter_to_be_decided_above,
    a_recall,
    a_meeting,
    a_vote,
]


_ONLY_AT_OTHER_STEPS = (a_matter_to_be_carried_out, a_matter_to_be_decided_above, a_recall)
BY_TABLE = [
    [make, a_recall] if make is a_matter_to_be_proposed else [make]
    for make in MAKERS
    if make not in _ONLY_AT_OTHER_STEPS
]


def as_made(thing: Thing) -> dict[Any, Any]:
    """Return the documents of a thing and of what stands beside it."""
    now = Made()
    things = ((thing.record, thing.id), *thing.beside)
    return {each: document_of(now.get(*each)) for each in things}


def at_cell(
    village: Village, thing: Thing, before: dict[Any, Any], status: str, action: str, person: str
) -> tuple[bool, bool]:
    """Return whether an action is told to a person in a status, and whether it succeeds."""
    kept = Made()
    for (record, thing_id), document in before.items():
        kept.load((record, thing_id))
        own = thing_id == thing.id
        facts = {"status": status, **thing.facts.get(status, {})} if own else {}
        kept.save(codec(record).thing({**document, **facts}))
    kept.commit()
    read = village.go("GET", thing.in_list or thing.path, by=person)
    seen = read.body["items"][0] if thing.in_list and read.status == 200 else read.body
    told = read.status == 200 and action in seen["actions"]
    below, body = thing.commands[action]
    said = body(person) if callable(body) else body
    answer = village.go("POST" if below else "PUT", thing.path + below, said, person)
    return told, answer.status in (200, 201)


@pytest.mark.parametrize("makes", BY_TABLE, ids=lambda makes: makes[-1].__name__)
def test_every_row_that_somebody_may_take_is_tried(village, makes):
    things = [make(village) for make in makes]

    (table,) = {thing.table for thing in things}
    tried = {action for thing in things for action in thing.commands}
    assert tried == {str(move.action) for move in table.moves if move.by}


def test_every_table_of_self_government_is_tried():
    assert len(BY_TABLE) == sum(place.startswith("assembly.") for place in TABLES.values())


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_an_action_is_told_exactly_to_whom_it_is_open(village, make):
    thing = make(village)
    before = as_made(thing)
    cells = product(map(str, thing.table.statuses), thing.commands, PEOPLE)

    seen = {cell: at_cell(village, thing, before, *cell) for cell in cells}

    assert {cell: both for cell, both in seen.items() if both[0] != both[1]} == {}
    assert any(done for _, done in seen.values())


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_without_its_row_an_action_is_told_to_nobody_and_open_to_nobody(village, make, monkeypatch):
    thing = make(village)
    before = as_made(thing)
    left: dict[Any, Any] = {}

    for move in [move for move in thing.table.moves if str(move.action) in thing.commands]:
        for status, person in product(sorted(move.origin), PEOPLE):
            cell = (str(status), str(move.action), person)
            if at_cell(village, thing, before, *cell) != (True, True):
                continue
            with monkeypatch.context() as changed:
                without(thing.table, status, move.action, changed)
                left[cell] = at_cell(village, thing, before, *cell)
            break

    assert left
    assert set(left.values()) == {(False, False)}, left


def without(table: StateTable[Any, Any, Holder], status: Any, action: Any, changed: Any) -> None:
    """Take a row out of a table, for as long as it is changed."""
    rows = [
        replace(move, origin=move.origin - {status}) if move.action == action else move
        for move in table.moves
    ]
    changed.setattr(table, "moves", tuple(row for row in rows if row.origin))
    changed.delitem(table._cells, (status, action))


def test_the_table_alone_decides_who_may(village, monkeypatch):
    thing = a_ceremony(village)
    cell = (CeremonyStatus.REGISTERED, CeremonyAction.CANCEL)
    path, body = thing.commands["cancel"]
    by_others = village.post(thing.path + path, body, "town")
    changed = CEREMONIES.move(*cell)
    row = type(changed)(changed.action, changed.origin, changed.to, (Holder.GUIDE,))
    monkeypatch.setitem(CEREMONIES._cells, cell, row)

    told = village.read(thing.path, "town")["actions"]

    assert by_others.status == 403
    assert "cancel" in told
    assert village.post(thing.path + path, body, "town").status == 200
