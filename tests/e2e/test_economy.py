"""The collective of the deployed demo village, through HTTP: a transfer that a member claims on the last day, a lease whose rent is late."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.deployed import DeployedCounty, eventually
from tests.support.deployed_collective import (
    BOOKKEEPER,
    CLAUSES,
    DIRECTOR,
    VILLAGE,
    Collective,
    day,
)


@pytest.fixture(scope="module")
def collective(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collective]:
    """A county of its own: what is let stays let, and the hours of postings are moved."""
    county = DeployedCounty(tmp_path_factory.mktemp("economy") / "cloud")
    yield Collective(county)
    county.close()


def test_a_transfer_goes_to_the_member_who_claimed_it_on_the_last_day(
    collective: Collective,
) -> None:
    plot = {
        "village": VILLAGE,
        "kind": "land",
        "name": "村西承包地",
        "place": "村西",
        "acquired_on": "2000-01-01",
        "how": "集体所有",
        "land": {"area": 800, "land_class": "arable"},
    }
    asset = collective.did(DIRECTOR, "POST", "assets", plot)["id"]
    transfer = {
        "kind": "land_transfer",
        "title": "村西承包地流转",
        "asset": asset,
        "party": {"kind": "outsider", "name": "演示外村人"},
        "begins_on": day(30),
        "ends_on": day(300),
        "rent": [{"due_on": day(60), "fen": 400_000}],
        "mandate": {
            "household": "h-008",
            "signed_on": day(-3),
            "ends_on": day(300),
            "paper": "委托-演示-1",
        },
        "base": {"certificate": "演示权证1", "ends_on": day(300)},
    }
    too_long = {"village": VILLAGE, "clauses": CLAUSES} | transfer | {"ends_on": day(301)}
    late = collective.ask(DIRECTOR, "POST", "contracts", too_long)
    contract = collective.draft(**transfer)
    early = collective.refused(DIRECTOR, contract, "sign", on=day())

    collective.step(DIRECTOR, contract, "post")
    public = collective.did(None, "GET", f"public/contracts?village={VILLAGE}")["items"]
    collective.end_posting_at(contract, datetime.now(UTC) + timedelta(seconds=45))
    collective.step("household", contract, "claim")
    collective.end_posting_at(contract, datetime.now(UTC) - timedelta(seconds=1))
    missed = collective.refused("household", contract, "claim")
    collective.wind()

    def cleared() -> bool:
        return collective.did(DIRECTOR, "GET", contract)["status"] == "cleared"

    eventually(cleared, "the posting ends")
    passed_over = collective.refused(DIRECTOR, contract, "sign", on=day())
    collective.step(DIRECTOR, contract, "give", household="h-002")
    signed = collective.step(DIRECTOR, contract, "sign", on=day())
    filed = collective.step(DIRECTOR, contract, "file", on=day())

    assert late.json()["type"].endswith("term-too-long")
    assert early == passed_over == "members-first"
    assert missed == "posting-over"
    assert contract.split("/")[1] in {one["id"] for one in public}
    assert "演示外村人" not in json.dumps(public, ensure_ascii=False)
    assert signed["party"]["household"] == "h-002"
    assert "not_filed" in {one["code"] for one in signed["warnings"]}
    assert "not_filed" not in {one["code"] for one in filed["warnings"]}


def test_a_machine_is_leased_its_rent_is_late_called_in_and_paid(collective: Collective) -> None:
    demo = collective.did(DIRECTOR, "GET", f"contracts?unit={VILLAGE}&status=in_force")["items"]
    decision = next(one["decision"] for one in demo if one["decision"])
    idle = collective.did(DIRECTOR, "GET", f"assets?village={VILLAGE}&status=idle")["items"]
    # The council decided on it with the demo's other leases.
    asset = next(one["id"] for one in idle if one["name"] == "旋耕机")
    collective.step(DIRECTOR, f"assets/{asset}", "inspect", on=day(-10))
    lease = {
        "kind": "lease",
        "title": "旋耕机租赁",
        "asset": asset,
        "party": {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
        "begins_on": day(-40),
        "ends_on": day(324),
        "rent": [{"due_on": day(-31), "fen": 90_000}],
    }
    undecided = collective.draft(**lease)
    refusal = collective.refused(DIRECTOR, undecided, "sign", on=day(-40))
    cheaper = {"rent": [{"due_on": day(-31), "fen": 100}], "decision": decision}
    otherwise = collective.refused(
        DIRECTOR, collective.draft(**(lease | cheaper)), "sign", on=day()
    )
    contract = collective.draft(**lease, decision=decision)
    collective.step(DIRECTOR, contract, "sign", on=day())
    taken = collective.refused(DIRECTOR, undecided, "sign", on=day(-40))
    collective.wind()

    def owed() -> list[str] | None:
        rent = collective.did(BOOKKEEPER, "GET", contract)["rent"]
        return rent[0]["obligations"] or None

    (duty,) = eventually(owed, "what is late is owed")
    called = collective.step(BOOKKEEPER, contract, "call")
    letter = f"{contract}/documents/{called['calls'][0]['document']}"

    def written() -> dict[str, Any] | None:
        told: dict[str, Any] = collective.did(BOOKKEEPER, "GET", letter)
        return told if told["status"] == "done" else None

    paper = eventually(written, "the letter is written")
    received = {
        "village": VILLAGE,
        "on": day(),
        "said": "收旋耕机租金",
        "paper": f"银行回单{secrets.token_hex(8)}-1",
        "handler": "p-vo-01",
        "lines": [
            {"account": "102", "side": "debit", "fen": 90_000},
            {"account": "501", "side": "credit", "fen": 90_000},
        ],
    }
    voucher = collective.did(BOOKKEEPER, "POST", "vouchers", received)["id"]
    pay = {"instalment": 1, "fen": 90_000, "on": day(), "how": "bank", "voucher": voucher}
    unbooked = collective.refused(BOOKKEEPER, contract, "pay", **pay)
    collective.step(DIRECTOR, f"vouchers/{voucher}", "approve")
    collective.step("cashier", f"vouchers/{voucher}", "settle")
    cashier = collective.refused("cashier", contract, "pay", **pay)
    paid = collective.step(BOOKKEEPER, contract, "pay", **pay)
    ended = collective.cloud.get("county_officer", f"/v1/obligations/{duty}").json()

    assert refusal == taken == "not-decided"
    assert otherwise == "decided-otherwise"
    assert paper["title"] == "租金催收函"
    content = httpx.get(paper["download"]["url"], timeout=30, trust_env=False)
    assert content.content[:2] == b"PK"
    assert (cashier, unbooked) == ("not-allowed", "invalid-fields")
    assert (paid["open_fen"], paid["rent"][0]["paid_fen"]) == (0, 90_000)
    assert ended["status"] == "fulfilled"
    assert ended["kind"] == "rent_arrears"
