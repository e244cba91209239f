"""The collective's economy through the API: what somebody is offered with a thing is what can be done with it, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from economy.rules.alert_states import AlertAction
from economy.rules.asset_states import AssetAction
from economy.rules.contract_states import ContractAction
from economy.rules.hires import HireAction
from economy.rules.voucher_states import VoucherAction
from registry.store.rows import RelativesRow
from tests.support.county import COUNTY, VILLAGE, County
from tests.support.doors import Door, untrue
from tests.support.economy import (
    HOURS,
    by_decision,
    decided,
    did,
    drafted,
    go,
    item,
    lease_of,
    listed,
    registered,
    settle_in,
    step,
    stepped,
    transfer_of,
    wind,
)
from tests.support.money import brought, entered_at, recorded

TABLES = ("economy", "obligations")
EVERYBODY = (
    *("director", "bookkeeper", "cashier", "watcher", "farmer", "resident", "neighbour", "village"),
    *("town", "county", "farming", "admin", "far_village", "next_town"),
)
Way = Callable[[County], str]


@pytest.fixture
def county(county: County, monkeypatch: pytest.MonkeyPatch) -> County:
    """The county with its collective, whose documents nobody writes meanwhile."""
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    settle_in(county)
    county.appoint(farming=("county_officer", f"{COUNTY}-NYJ"))
    return county


def door_of(county: County, actions: Any, says: dict[str, dict[str, Any]]) -> Door:
    return Door(
        actions,
        lambda who, thing: go(county, "GET", thing, by=who),
        lambda who, thing, action: step(county, thing, action, who, **says.get(action, {})),
    )


# Vouchers


def _of_cash(county: County) -> str:
    return recorded(county, ("101", "debit", 500_000), ("501", "credit", 500_000))


VOUCHERS: dict[str, Way] = {
    "recorded": recorded,
    "of much cash": _of_cash,
    "approved": lambda county: _approved(county, recorded(county)),
    "posted": lambda county: f"vouchers/{entered_at(county, recorded(county))['id']}",
}


def _approved(county: County, path: str) -> str:
    stepped(county, path, "approve")
    return path


@pytest.mark.parametrize("stands", VOUCHERS)
def test_with_a_voucher(county: County, stands: str) -> None:
    voucher = VOUCHERS[stands](county)
    door = door_of(county, VoucherAction, {"void": {"reason": "科目有误"}})

    assert untrue(county, TABLES, door, voucher, EVERYBODY) == {}


# Assets and hires


def _asset(kind: str, *steps: tuple[str, dict[str, Any]]) -> Way:
    def make(county: County) -> str:
        asset = f"assets/{registered(county, kind)}"
        for action, said in steps:
            stepped(county, asset, action, **said)
        return asset

    return make


def _let(county: County) -> str:
    land = registered(county)
    contract = drafted(county, by_decision(county, lease_of(land)))
    stepped(county, contract, "sign", on="2026-11-23")
    return f"assets/{land}"


ASSETS: dict[str, Way] = {
    "idle": _asset("building"),
    "in use": _asset("building", ("use", {"reason": "办公"})),
    "a machine": _asset("machine"),
    "let": _let,
}


@pytest.mark.parametrize("stands", ASSETS)
def test_with_an_asset(county: County, stands: str) -> None:
    asset = ASSETS[stands](county)
    decision = decided(
        county,
        "collective_investment",
        BodyKind.COLLECTIVE_MEMBERS_MEETING,
        yes=20,
        roll=30,
        items=[item("disposal", asset.removeprefix("assets/"))],
    )
    says = {
        "use": {"reason": "办公"},
        "value": {"on": "2026-11-20", "fen": 80_000, "valuer": "演示评估"},
        "inspect": {"on": "2026-11-20"},
        "price": {"prices": [{"unit": "mu", "fen": 7000}]},
        "count": {"on": "2026-11-21", "found": "present"},
        "retire": {"reason": "拆除", "decision": decision},
    }

    assert untrue(county, TABLES, door_of(county, AssetAction, says), asset, EVERYBODY) == {}


@pytest.mark.parametrize("by", ["farmer", "director"])
@pytest.mark.parametrize("steps", [(), ("finish",), ("finish", "pay"), ("cancel",)])
def test_with_a_hire(county: County, steps: tuple[str, ...], by: str) -> None:
    machine = registered(county, "machine")
    made = did(county, f"machines/{machine}/hires", HOURS, by=by)
    hire = f"hires/{made['id']}"
    says: dict[str, dict[str, Any]] = {
        "finish": {"hundredths": 300},
        "pay": {"how": "bank", "voucher": brought(county, 18_000, "2026-11-22")},
        "cancel": {"reason": "下雨"},
    }
    for action in steps:
        taken_by = by if action == "cancel" else "bookkeeper"
        stepped(county, hire, action, by=taken_by, **says[action])

    assert untrue(county, TABLES, door_of(county, HireAction, says), hire, EVERYBODY) == {}


# Contracts


def _lease(county: County) -> str:
    return drafted(county, by_decision(county, lease_of(registered(county))))


def _large(county: County) -> str:
    rent = [{"due_on": "2026-12-10", "fen": 90_000_000}]
    return drafted(county, by_decision(county, lease_of(registered(county), rent=rent)))


def _transfer(county: County) -> str:
    return drafted(county, transfer_of(registered(county)))


def _transfer_to_a_company(county: County) -> str:
    party = {"kind": "company", "name": "演示农业公司", "code": "91140426MA0000001B"}
    plot = registered(county, land={"area": 60_000, "land_class": "arable"})
    return drafted(county, transfer_of(plot, party=party))


def _then(make: Way, *steps: tuple[str, str, dict[str, Any]]) -> Way:
    def made(county: County) -> str:
        contract = make(county)
        for action, by, said in steps:
            stepped(county, contract, action, by=by, **said)
        return contract

    return made


def _after(make: Way, **span: float) -> Way:
    def made(county: County) -> str:
        contract = make(county)
        county.advance(**span)
        for _ in range(4):
            wind(county)
        return contract

    return made


_POSTED = _then(_transfer, ("post", "director", {}))
_CLEARED = _after(_POSTED, days=20)
_OF_A_COMPANY = _after(_then(_transfer_to_a_company, ("post", "director", {})), days=20)
_SIGNED = _then(_lease, ("sign", "director", {"on": "2026-11-23"}))
CONTRACTS: dict[str, Way] = {
    "draft": _lease,
    "of much money": _large,
    "of a farmer's plot": _transfer,
    "posted": _POSTED,
    "cleared": _CLEARED,
    "of a company, cleared": _OF_A_COMPANY,
    "with the town": _then(_OF_A_COMPANY, ("submit", "director", {})),
    "with the county": _then(
        _OF_A_COMPANY, ("submit", "director", {}), ("pass_on", "town", {"reason": "面积较大"})
    ),
    "sent back": _then(
        _OF_A_COMPANY, ("submit", "director", {}), ("send_back", "town", {"reason": "补正"})
    ),
    "in force": _SIGNED,
    "over": _after(_SIGNED, days=740),
    "withdrawn": _then(_lease, ("withdraw", "director", {"reason": "不租了"})),
}


@pytest.mark.parametrize("stands", CONTRACTS)
def test_with_a_contract(county: County, stands: str) -> None:
    contract = CONTRACTS[stands](county)
    today = county.now.date().isoformat()
    says: dict[str, dict[str, Any]] = {
        "claim": {},
        "give": {"household": "h-01"},
        "approve": {"reason": "符合规定"},
        "send_back": {"reason": "补正"},
        "pass_on": {"reason": "面积较大"},
        "sign": {"on": today},
        "file": {"on": today},
        "pay": {
            "instalment": 1,
            "fen": 100,
            "on": today,
            "how": "bank",
            "voucher": brought(county, 120_000, today),
        },
        "sublet": {
            "subtenant": "演示转租人",
            "on": today,
            "ends_on": "2027-06-30",
            "paper": "转租1号",
        },
        "mortgage": {
            "mortgagee": "演示银行",
            "on": today,
            "ends_on": "2027-06-30",
            "paper": "抵押1号",
        },
        "hold_over": {"reason": "续用至秋收"},
        "charge": {"due_on": today, "fen": 100},
        "give_notice": {"on": today, "paper": "通知1号"},
        "terminate": {"ground": "agreed", "reason": "协商一致"},
        "withdraw": {"reason": "不租了"},
        "tell_near": {"person": "director", "reason": "系其兄弟"},
    }

    assert untrue(county, TABLES, door_of(county, ContractAction, says), contract, EVERYBODY) == {}


# Alerts


def _alert(county: County) -> str:
    contract = drafted(county, by_decision(county, lease_of(registered(county))))
    stepped(county, contract, "sign", on="2026-11-23")
    county.advance(days=60)
    for _ in range(6):
        wind(county)
    found = go(county, "GET", "alerts", by="town", query={"unit": VILLAGE, "shelf": "open"})
    return f"alerts/{found.body['items'][0]['id']}"


@pytest.mark.parametrize("steps", [(), ("check",), ("check", "talk"), ("dismiss",)])
def test_with_an_alert(county: County, steps: tuple[str, ...]) -> None:
    alert = _alert(county)
    says = {str(action): {"reason": "已核实"} for action in AlertAction}
    for action in steps:
        stepped(county, alert, action, by="town", **says[action])

    assert untrue(county, TABLES, door_of(county, AlertAction, says), alert, EVERYBODY) == {}


# As who one is


def _near_to_each_other(county: County) -> None:
    """Let the registry know the director as of one household, and the supervisor, of another, as near to it."""
    county.settle(
        {},
        {
            "director": ("collective_director", VILLAGE),
            "watcher": ("collective_supervisor", VILLAGE),
        },
        about={"director": {"household": "h-02"}, "watcher": {"household": "h-01"}},
        beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
    )


@pytest.mark.parametrize("household", ["h-01", "h-02"])
def test_with_a_lease_to_a_directors_own(county: County, household: str):
    _near_to_each_other(county)
    machine = registered(county, "machine")
    valued = {"on": "2026-11-20", "fen": 800_000, "valuer": "评估公司"}
    valued["reference_rent_fen"] = 120_000
    stepped(county, f"assets/{machine}", "value", by="village", **valued)
    party = {"kind": "member", "name": "户", "household": household}
    contract = drafted(county, by_decision(county, lease_of(machine, party=party)))
    says = {"sign": {"on": "2026-11-23"}, "withdraw": {"reason": "不租了"}}
    says["tell_near"] = {"person": "village", "reason": "系其兄弟"}

    assert untrue(county, TABLES, door_of(county, ContractAction, says), contract, EVERYBODY) == {}
    assert "sign" not in go(county, "GET", contract).body["actions"]
    assert "sign" in go(county, "GET", contract, by="village").body["actions"]
    register = go(county, "GET", "contracts", query={"unit": VILLAGE}).body["items"]
    assert [one["actions"] for one in register] == [go(county, "GET", contract).body["actions"]]


def test_with_a_posting_whoever_is_on_no_list_of_members(county: County):
    contract = _POSTED(county)
    listed(county, "h-01")

    says = {
        "withdraw": {"reason": "不流转了"},
        "tell_near": {"person": "village", "reason": "兄弟"},
    }
    assert untrue(county, TABLES, door_of(county, ContractAction, says), contract, EVERYBODY) == {}
    assert "claim" in go(county, "GET", contract, by="farmer").body["actions"]
    assert "claim" not in go(county, "GET", contract, by="resident").body["actions"]


def test_with_an_asset_and_an_alert_of_those_the_supervisor_is_near_to(county: County):
    idle = _asset("building")(county)
    alert = _alert(county)
    before = go(county, "GET", alert, by="watcher").body["actions"]
    _near_to_each_other(county)
    says = {"count": {"on": "2026-11-21", "found": "present"}}
    checks = {str(action): {"reason": "已核实"} for action in AlertAction}

    assert untrue(county, TABLES, door_of(county, AlertAction, checks), alert, EVERYBODY) == {}
    assert go(county, "GET", idle, by="watcher").body["actions"] == []
    assert step(county, idle, "count", by="watcher", **says["count"]).problem == "watcher-near"
    assert before == ["check"]
    assert go(county, "GET", alert, by="watcher").body["actions"] == []
    assert step(county, alert, "check", by="watcher", reason="x").problem == "watcher-near"
