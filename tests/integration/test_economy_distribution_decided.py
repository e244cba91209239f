"""A year's income from the members' meeting to the books: convened, voted and published through the assembly, distributed and entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from assembly.api import API as ASSEMBLY
from assembly.rules.bodies import BodyKind
from economy.api import API as ECONOMY
from tests.support.assembly import member
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.economy import did, go, settle_in
from tests.support.money import entered, entered_at

MEMBERS, COUNCIL = BodyKind.COLLECTIVE_MEMBERS_MEETING, BodyKind.COLLECTIVE_COUNCIL
SEATS = ("director", "watcher", "cashier")
NOTICE_DAYS = 11


@pytest.fixture
def county() -> Iterator[County]:
    """A village whose party branch, members and council are seated."""
    with a_county() as made:
        settle_in(made)
        for body in ("party_branch", str(MEMBERS), str(COUNCIL)):
            seat(made, body)
        yield made


def ask(county: County, by: str, method: str, path: str, body: Any) -> Any:
    api = ASSEMBLY if path.startswith("assembly") else ECONOMY
    answer = county.go(method, f"/v1/{path}", body, by=by, api=api)
    assert answer.status in (200, 201), (by, path, body, answer)
    return answer.body


def seat(county: County, kind: str) -> None:
    said = {"village": VILLAGE, "kind": kind}
    people = [member("village", office="secretary")] if kind == "party_branch" else []
    people = people or [member(one) for one in SEATS]
    body = ask(county, "admin", "POST", "assembly/bodies", said)["id"]
    path = f"assembly/bodies/{body}/compositions"
    composed = {"valid_from": "2026-11-01", "members": people}
    number = ask(county, "admin", "POST", path, composed)["number"]
    ask(county, "admin", "POST", f"{path}/{number}/transitions", {"action": "confirm"})


def matter_of(county: County, kind: str, *items: dict[str, Any]) -> str:
    said = {"village": VILLAGE, "type": kind, "title": "集体事项", "text": "按章程办理。"}
    return ask(county, "village", "POST", "assembly/matters", said | {"items": items})["id"]


def decide(
    county: County, matter: str, body: BodyKind, meanwhile: Callable[[], None] = lambda: None
) -> str:
    """Let a body decide on a matter at a meeting eleven days on, with what is done five days on; return the matter."""
    minutes = {
        "held_on": county.now.date().isoformat(),
        "attended": ["village"],
        "summary": "同意提交。",
    }
    study = {"action": "record", "step": "party_study", "minutes": minutes}
    ask(county, "village", "POST", f"assembly/matters/{matter}/transitions", study)
    meeting = ask(
        county,
        "village",
        "POST",
        "assembly/meetings",
        {
            "body": f"{VILLAGE}~{body}",
            "mode": "member",
            "title": "会议",
            "place": "村部",
            "begins_at": (county.now + timedelta(days=NOTICE_DAYS)).isoformat(),
            "agenda": [matter],
            "chair": "director",
        },
    )
    county.advance(days=5)
    meanwhile()
    county.advance(days=NOTICE_DAYS - 5, minutes=1)
    path = f"assembly/meetings/{meeting['id']}"
    for one in SEATS:
        here = {"channel": "paper", "member": one}
        ask(county, "village", "POST", f"{path}/attendance", here)
    ask(county, "village", "POST", f"{path}/transitions", {"action": "open"})
    vote = ask(county, "village", "POST", f"{path}/votes", {"item": 0, "manner": "open"})["id"]
    for one in SEATS:
        ballot = {"choice": "yes", "member": one}
        ask(county, "village", "POST", f"assembly/votes/{vote}/ballots", ballot)
    ask(county, "village", "POST", f"assembly/votes/{vote}/transitions", {"action": "close"})
    close = {"action": "close", "minutes": "全体同意。"}
    ask(county, "village", "POST", f"{path}/transitions", close)
    ask(county, "director", "POST", f"{path}/transitions", {"action": "sign"})
    return matter


def distributing(county: County, decision: str, plan: str) -> Answer:
    body = {
        "village": VILLAGE,
        "year": 2025,
        "decision": decision,
        "plan": plan,
        "handler": "village",
    }
    return go(county, "POST", "distributions", body, by="bookkeeper")


def test_income_is_distributed_by_the_members_meeting_and_refused_to_the_council(county: County):
    entered(county, ("102", "debit", 100_001), ("501", "credit", 100_001), on="2025-06-30")
    people = [f"p-m-{number}" for number in (1, 2)]
    admitted = [
        {"act": "admit", "subject": one, "amount": 100, "detail": "founding"} for one in people
    ]
    membership = decide(county, matter_of(county, "collective_membership", *admitted), MEMBERS)
    for person in people:
        said = {
            "village": VILLAGE,
            "person": person,
            "name": "演示成员",
            "household": "h-01",
            "ground": "founding",
            "from_on": "2000-01-01",
            "holdings": [{"share_class": "population", "hundredths": 100}],
            "decision": membership,
        }
        did(county, "members", said)
    charter = {"village": VILLAGE, "reserve_percent": 30}
    percent = {"act": "charter", "subject": "reserve_percent", "amount": 30}
    passed = decide(county, matter_of(county, "collective_charter", percent), MEMBERS)
    did(county, "charters", charter | {"decision": passed})
    planned = go(county, "GET", f"distribution-plans/{VILLAGE}/2025").body["items"]
    income = matter_of(county, "collective_income", *planned)
    plan = {"village": VILLAGE, "kind": "other", "title": "收益分配方案", "content": "见附件。"}
    plan |= {"matter": income}
    opened = ask(county, "village", "POST", "assembly/publications", plan)
    read = ask(county, "farmer", "GET", f"assembly/publications/{opened['id']}", None)

    late: list[str] = []

    def show_late() -> None:
        late.append(ask(county, "village", "POST", "assembly/publications", plan)["id"])

    decide(county, income, MEMBERS, show_late)
    lease = decide(county, matter_of(county, "collective_lease"), COUNCIL)

    opened = opened["id"]
    after = {"village": VILLAGE, "kind": "other", "title": "方案", "content": "见附件。"}
    shown_late = county.go(
        "POST",
        "/v1/assembly/publications",
        after | {"matter": income},
        by="village",
        api=ASSEMBLY,
    )

    assert [one["amount"] for one in read["items"]] == [30_001, 70_000]
    assert shown_late.wrong_fields == ["matter"]
    assert distributing(county, lease, opened).problem == "not-decided"
    assert distributing(county, income, late[0]).problem == "not-opened-in-time"
    made = distributing(county, income, opened)
    assert made.status == 201, made
    # 30 % of 100,001 fen, rounded up: the charter sets the least.
    assert (made.body["reserve_fen"], made.body["shared_fen"]) == (30_001, 70_000)
    entered_at(county, f"vouchers/{made.body['voucher']}")
    month = {"village": VILLAGE, "month": f"{county.now:%Y-%m}"}
    balance = go(county, "GET", "statements", query=month).body["balance"]
    assert balance["assets_fen"] == balance["claims_fen"] == 100_001
