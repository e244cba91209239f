"""Every scoped route of the assemblies, with a real thing and a valid body: outside of the village nobody is answered."""

from __future__ import annotations

import pytest

from assembly.api import API
from kernel.access import OFFICERS, Role
from tests.integration.test_access_matrix import INSIDE, OUTSIDE
from tests.support.assembly import MINUTES, REPRESENTATIVES, Village, assembly, member
from tests.support.county import VILLAGE, a_county

CEREMONY = {
    "village": VILLAGE,
    "kind": "wedding",
    "host": "演示户",
    "held_on": "2027-01-01",
    "planned": {"tables": 1, "price_per_table": 1, "gift": 1},
}
REVIEW = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "账目"}
TEXT = {"village": VILLAGE, "title": "题", "text": "文"}
CLAUSES = [{"number": "1", "text": "爱护环境"}]
BODIES = {
    "/v1/assembly/bodies": {"village": VILLAGE, "kind": "party_branch"},
    "/v1/assembly/bodies/{body_id}/compositions": {
        "valid_from": "2026-11-01",
        "members": [member("r0")],
    },
    "/v1/assembly/bodies/{body_id}/compositions/{number}/members": {"members": [member("r0")]},
    "/v1/assembly/bodies/{body_id}/compositions/{number}/transitions": {"action": "confirm"},
    "/v1/assembly/ceremonies": CEREMONY,
    "/v1/assembly/ceremonies/{ceremony}/transitions": {"action": "cancel"},
    "/v1/assembly/ceremony-limits/{village}": {
        "valid_from": "2027-01-01",
        "source": "约",
        "limits": {},
    },
    "/v1/assembly/matters": TEXT | {"type": "project"},
    "/v1/assembly/matters/{matter}/transitions": {
        "action": "record",
        "step": "branch_proposal",
        "minutes": MINUTES,
    },
    "/v1/assembly/matters/{matter}/milestones/{milestone}/transitions": {
        "action": "done",
        "note": "完",
    },
    "/v1/assembly/ideas": TEXT,
    "/v1/assembly/ideas/{idea}/seconds": {},
    "/v1/assembly/ideas/{idea}/transitions": {"action": "decline", "answer": "否"},
    "/v1/assembly/meetings": {
        "body": f"{VILLAGE}~representatives_assembly",
        "mode": "member",
        "title": "会",
        "place": "村部",
        "begins_at": "2027-01-01T10:00:00+08:00",
        "agenda": ["0" * 26],
        "chair": "r0",
    },
    "/v1/assembly/meetings/{meeting}/attendance": {"channel": "paper", "member": "r0"},
    "/v1/assembly/meetings/{meeting}/recusals": {"item": 0, "reason": "亲属", "member": "r8"},
    "/v1/assembly/meetings/{meeting}/transitions": {"action": "adjourn", "reason": "休息"},
    "/v1/assembly/meetings/{meeting}/votes": {"item": 0, "manner": "open"},
    "/v1/assembly/publications": {
        "village": VILLAGE,
        "kind": "other",
        "title": "题",
        "content": "文",
    },
    "/v1/assembly/publications/{publication}/transitions": {"action": "take_down"},
    "/v1/assembly/publications/{publication}/objections": {"text": "疑问"},
    "/v1/assembly/publications/{publication}/objections/{objection}/transitions": {
        "action": "answer",
        "answer": "答",
    },
    "/v1/assembly/settings/{village}": {"finance_monthly": True},
    "/v1/assembly/reviews": REVIEW,
    "/v1/assembly/reviews/{review}/transitions": {"action": "answer", "text": "答"},
    "/v1/assembly/village-rules": {"village": VILLAGE, "title": "约", "clauses": CLAUSES},
    "/v1/assembly/village-rules/{rules}": {"title": "约", "clauses": CLAUSES},
    "/v1/assembly/village-rules/{rules}/views": {"text": "赞成"},
    "/v1/assembly/village-rules/{rules}/flags": {"kind": "fine", "clause": "1", "note": "疑"},
    "/v1/assembly/village-rules/{rules}/flags/{flag}/transitions": {
        "action": "clear",
        "note": "可",
    },
    "/v1/assembly/village-rules/{rules}/transitions": {"action": "collect"},
    "/v1/assembly/votes/{vote}/ballots": {"choice": "yes", "member": "r0"},
    "/v1/assembly/votes/{vote}/tokens": {"member": "r0"},
    "/v1/assembly/votes/{vote}/papers": {"papers": [{"number": "P-001", "choice": "yes"}]},
    "/v1/assembly/votes/{vote}/transitions": {"action": "close"},
}
QUERIES = {"/v1/assembly/queue": {"unit": VILLAGE}}
SCOPED = [route for route, access in API.declared.items() if access.scoped]


@pytest.fixture(scope="module")
def place():
    """A village with one of everything, and one person per role inside and outside of it."""
    with a_county() as county:
        village = Village(county)
        county.appoint(**{f"in-{role}": (str(role), unit) for role, unit in INSIDE.items()})
        county.appoint(**{f"out-{role}": (str(role), unit) for role, unit in OUTSIDE.items()})
        body = village.seated("representatives_assembly", assembly())
        meeting = village.meeting(body, [village.at_decision()], REPRESENTATIVES)
        things = {
            "body_id": body,
            "number": "1",
            "village": VILLAGE,
            "meeting": meeting,
            "vote": village.vote(meeting),
            "matter": village.standing("project", 0),
            "milestone": "0" * 26,
            "objection": "0" * 26,
            "flag": "x",
            "ceremony": village.did("/v1/assembly/ceremonies", CEREMONY)["id"],
            "review": village.did("/v1/assembly/reviews", REVIEW)["id"],
            "idea": village.did("/v1/assembly/ideas", TEXT)["id"],
            "publication": village.publish("other").body["id"],
            "rules": village.did(
                "/v1/assembly/village-rules", BODIES["/v1/assembly/village-rules"]
            )["id"],
        }
        yield village, things


def answered(place, route, by):
    village, things = place
    method, path = route
    # Lists are asked for by village; what has a path of its own takes no query.
    query = QUERIES.get(path, {"village": VILLAGE} if "{" not in path else None)
    where = path.format(**things)
    answer = village.go(
        method, where, BODIES.get(path), by, query=query if method == "GET" else None
    )
    assert answer.status != 500, answer
    return answer


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_outside_of_the_village_nobody_is_answered(place, route):
    statuses = {role: answered(place, route, f"out-{role}").status for role in OUTSIDE}

    assert set(statuses.values()) <= {403, 404}


@pytest.mark.parametrize(
    "route", [r for r in SCOPED if r[0] == "GET" and not r[1].endswith("/queue")], ids=" ".join
)
def test_what_belongs_to_a_village_is_not_known_to_exist_outside_of_it(place, route):
    allowed = API.declared[route].roles or ()

    problems = {
        answered(place, route, f"out-{role}").problem for role in OUTSIDE if role in allowed
    }

    assert problems == {"not-found"}


def test_people_of_the_village_and_those_over_it_belong_to_it(place):
    village, _ = place

    reading = {
        role
        for role in Role
        if village.go(
            "GET", "/v1/assembly/matters", by=f"in-{role}", query={"village": VILLAGE}
        ).status
        == 200
    }

    below_or_at = {role for role, unit in INSIDE.items() if unit.startswith(VILLAGE)}
    assert reading == below_or_at | set(OFFICERS)
