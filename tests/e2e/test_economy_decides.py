"""The collective of the deployed demo village decides and is watched: income by the members' meeting, alerts and books by the night."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.deployed import DeployedCounty
from tests.support.assembly import member
from tests.support.deployed_collective import BOOKKEEPER, DIRECTOR, VILLAGE, Collective, day

OFFICER, COUNCIL, MEMBERS = "village_officer", "collective_council", "collective_members_meeting"
SEATS = ("p-cd-01", "p-vr-02", "p-vr-03")
LAST_YEAR = int(day()[:4]) - 1


@pytest.fixture(scope="module")
def collective(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collective]:
    """A county of its own: what is decided stays decided, and days are moved."""
    county = DeployedCounty(tmp_path_factory.mktemp("decides") / "cloud")
    yield Collective(county)
    county.close()


def seat_the_members(collective: Collective) -> None:
    said = {"village": VILLAGE, "kind": MEMBERS}
    body = collective.did("county_admin", "POST", "assembly/bodies", said)["id"]
    path = f"assembly/bodies/{body}/compositions"
    composed = {"valid_from": day(-60), "members": [member(one) for one in SEATS]}
    number = collective.did("county_admin", "POST", path, composed)["number"]
    steps = f"{path}/{number}/transitions"
    collective.did("county_admin", "POST", steps, {"action": "confirm"})


def decide(
    collective: Collective,
    kind: str,
    body: str,
    *items: dict[str, Any],
    before: Callable[[str], None] = lambda _: None,
) -> str:
    """Let a body decide on a matter at a meeting whose day is moved to now; return the matter.

    Parameters
    ----------
    before
        What is done with the matter before the meeting.
    """

    def ask(who: str, path: str, said: dict[str, Any]) -> Any:
        return collective.did(who, "POST", f"assembly/{path}", said)

    said = {"village": VILLAGE, "type": kind, "title": "集体事项", "text": "按章程办理。"}
    matter = ask(OFFICER, "matters", said | {"items": items})["id"]
    before(matter)
    minutes = {"held_on": day(), "attended": ["p-vo-01", "p-vo-32"], "summary": "同意提交。"}
    study = {"action": "record", "step": "party_study", "minutes": minutes}
    ask(OFFICER, f"matters/{matter}/transitions", study)
    now = datetime.now(UTC)
    called = {
        "body": f"{VILLAGE}~{body}",
        "mode": "member",
        "title": "会议",
        "place": "村部",
        "begins_at": (now + timedelta(days=11)).isoformat(),
        "agenda": [matter],
        "chair": "p-cd-01",
    }
    meeting = ask(OFFICER, "meetings", called)["id"]
    begun = (now - timedelta(seconds=5)).isoformat(timespec="milliseconds")
    collective.alter("MEETING", meeting, begins_at=begun.replace("+00:00", "Z"))
    path = f"meetings/{meeting}"
    for one in SEATS:
        ask(OFFICER, f"{path}/attendance", {"channel": "paper", "member": one})
    ask(OFFICER, f"{path}/transitions", {"action": "open"})
    vote = ask(OFFICER, f"{path}/votes", {"item": 0, "manner": "open"})["id"]
    for one in SEATS:
        ask(OFFICER, f"votes/{vote}/ballots", {"choice": "yes", "member": one})
    ask(OFFICER, f"votes/{vote}/transitions", {"action": "close"})
    ask(OFFICER, f"{path}/transitions", {"action": "close", "minutes": "全体同意。"})
    ask("p-cd-01", f"{path}/transitions", {"action": "sign"})
    return matter


def enter(collective: Collective, fen: int) -> None:
    """Enter an income of the year before in the books, by its four people."""
    said = {
        "village": VILLAGE,
        "on": f"{LAST_YEAR}-06-30",
        "said": "收取承包费",
        "paper": "银行回单",
        "handler": "p-vo-01",
        "lines": [
            {"account": "102", "side": "debit", "fen": fen},
            {"account": "501", "side": "credit", "fen": fen},
        ],
    }
    voucher = f"vouchers/{collective.did(BOOKKEEPER, 'POST', 'vouchers', said)['id']}"
    collective.step(DIRECTOR, voucher, "approve")
    collective.step("cashier", voucher, "settle")


def pay_out(collective: Collective, who: str, fen: int) -> Any:
    """Let a member be paid a share by a voucher of today that is in the books; return the answer."""
    said = {
        "village": VILLAGE,
        "on": day(),
        "said": "发放收益",
        "paper": "银行回单",
        "handler": "p-vo-01",
        "lines": [
            {"account": "211", "side": "debit", "fen": fen},
            {"account": "102", "side": "credit", "fen": fen},
        ],
    }
    voucher = collective.did(BOOKKEEPER, "POST", "vouchers", said)["id"]
    collective.step(DIRECTOR, f"vouchers/{voucher}", "approve")
    collective.step("cashier", f"vouchers/{voucher}", "settle")
    path = f"distributions/{VILLAGE}/{LAST_YEAR}/payouts"
    body = {"members": [who], "voucher": voucher}
    return collective.ask(BOOKKEEPER, "POST", path, body).json()


def test_income_is_distributed_as_the_members_decided_and_refused_to_the_council(
    collective: Collective,
) -> None:
    seat_the_members(collective)
    people = [f"p-m-{number}" for number in (1, 2, 3)]
    admitted = [
        {"act": "admit", "subject": one, "amount": 100, "detail": "founding"} for one in people
    ]
    membership = decide(collective, "collective_membership", MEMBERS, *admitted)
    for person in people:
        said = {
            "village": VILLAGE,
            "person": person,
            "name": "演示成员",
            "household": "h-002",
            "ground": "founding",
            "from_on": "2000-01-01",
            "holdings": [{"share_class": "population", "hundredths": 100}],
            "decision": membership,
        }
        collective.did(DIRECTOR, "POST", "members", said)
    charter = {"village": VILLAGE, "reserve_percent": 30}
    percent = {"act": "charter", "subject": "reserve_percent", "amount": 30}
    charter["decision"] = decide(collective, "collective_charter", MEMBERS, percent)
    collective.did(DIRECTOR, "POST", "charters", charter)
    enter(collective, 100_001)
    planned = collective.did(DIRECTOR, "GET", f"distribution-plans/{VILLAGE}/{LAST_YEAR}")
    plan = {"village": VILLAGE, "kind": "other", "title": "收益分配方案", "content": "见附件。"}
    shown: list[str] = []

    def show(matter: str) -> None:
        said = plan | {"matter": matter}
        shown.append(collective.did(OFFICER, "POST", "assembly/publications", said)["id"])

    by_members = decide(collective, "collective_income", MEMBERS, *planned["items"], before=show)
    (opened,) = shown
    by_council = decide(collective, "collective_lease", COUNCIL)

    def distributing(decision: str) -> Any:
        said = {"village": VILLAGE, "year": LAST_YEAR, "decision": decision, "plan": opened}
        answer = collective.ask(BOOKKEEPER, "POST", "distributions", said | {"handler": "p-vo-01"})
        return answer.json()

    refused, too_soon = distributing(by_council), distributing(by_members)
    at = (datetime.now(UTC) - timedelta(days=11)).isoformat(timespec="milliseconds")
    collective.alter("PUBLICATION", opened, published_at=at.replace("+00:00", "Z"))
    made = distributing(by_members)
    again = distributing(by_members)

    assert refused["type"].endswith("not-decided")
    assert refused["citation"]["article"]
    assert too_soon["type"].endswith("not-opened-in-time")
    assert made["income_fen"] == made["reserve_fen"] + made["shared_fen"] + made["losses_fen"]
    assert made["reserve_fen"] == -(-(made["income_fen"] - made["losses_fen"]) * 30 // 100)
    members = collective.did(DIRECTOR, "GET", f"members?village={VILLAGE}")["items"]
    path = f"distributions/{VILLAGE}/{LAST_YEAR}?member="
    got = [collective.did("household", "GET", path + one["id"])["member_fen"] for one in members]
    collective.step(DIRECTOR, f"vouchers/{made['voucher']}", "approve")
    paid, twice = (pay_out(collective, members[0]["id"], got[0]) for _ in range(2))
    read = collective.did("household", "GET", path + members[0]["id"])
    assert (sum(got), max(got) - min(got) <= 1) == (made["shared_fen"], True)
    assert again["type"].endswith("distributed-already")
    assert paid["paid_fen"] == read["paid_fen"] == got[0]
    assert read["member_voucher"]
    assert twice["type"].endswith("share-paid")


def test_the_night_finds_what_is_idle_and_verifies_the_books_and_the_town_alone_dismisses(
    collective: Collective,
) -> None:
    building = {
        "village": VILLAGE,
        "kind": "building",
        "name": "旧学校",
        "place": "村西",
        "acquired_on": "1990-01-01",
        "how": "集体建造",
        "idle_from_on": day(-400),
    }
    asset = collective.did(DIRECTOR, "POST", "assets", building)["id"]

    collective.begin_the_night()

    def found() -> list[dict[str, Any]]:
        listed = collective.did("county_officer", "GET", "alerts?unit=140426&limit=100")["items"]
        return [one for one in listed if one["subject"] == asset]

    (alert,) = found()
    path = f"alerts/{alert['id']}"
    owed = collective.cloud.get("county_officer", f"/v1/obligations/{alert['obligation']}").json()
    opened = collective.cloud.get("town_officer", alert["evidence"][0]["path"]).json()
    by_village = collective.refused(DIRECTOR, path, "dismiss", reason="不是闲置")
    by_town = collective.step("town_officer", path, "dismiss", reason="已列入改造计划")
    collective.begin_the_night()
    books = collective.did("collective_supervisor", "GET", f"book-verifications/{VILLAGE}")

    assert (alert["code"], alert["status"], opened["id"]) == ("idle_long", "raised", asset)
    assert (owed["kind"], owed["responsible_unit"]) == ("economy_alert", VILLAGE)
    assert by_village == "not-allowed"
    assert by_town["status"] == "dismissed"
    assert found() == []
    assert (books["is_sound"], books["sealed"]) == (True, books["entries"])
