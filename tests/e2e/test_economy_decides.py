"""The collective of the deployed demo village decides and is watched: income by the members' meeting, alerts and books by the night."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.deployed import DeployedCounty
from tests.support.deciding_collective import (
    COUNCIL,
    LAST_YEAR,
    MEMBERS,
    OFFICER,
    admit,
    decide,
    enter,
    enter_charter,
    open_since,
    seat_the_members,
)
from tests.support.deployed_collective import BOOKKEEPER, DIRECTOR, VILLAGE, Collective, day


@pytest.fixture(scope="module")
def collective(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collective]:
    """A county of its own: what is decided stays decided, and days are moved."""
    county = DeployedCounty(tmp_path_factory.mktemp("decides") / "cloud")
    yield Collective(county)
    county.close()


def pay_out(collective: Collective, who: str, fen: int) -> Any:
    """Let a member be paid a share by a voucher of today that is in the books; return the answer."""
    said = {
        "village": VILLAGE,
        "on": day(),
        "said": "发放收益",
        "paper": f"银行回单{secrets.token_hex(8)}-1",
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
    admit(collective, [f"p-m-{number}" for number in (1, 2, 3)])
    enter_charter(collective, 30)
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
    open_since(collective, opened, 11)
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
