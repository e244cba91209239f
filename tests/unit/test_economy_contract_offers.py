"""What is offered with a contract: each step exactly when the right words would take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from economy.rules import gates_of_contracts as gates
from economy.rules.assets import LandClass
from economy.rules.contract_commands import ContractCommand, Moment
from economy.rules.contract_states import CONTRACTS, ContractAction, ContractStatus, EndingGround
from economy.rules.contract_ways import MOST_SUBLETS
from economy.rules.contracts import (
    Base,
    Claim,
    Clauses,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mandate,
    Mortgage,
    Near,
    Party,
    Posting,
    Sublet,
    TownApproval,
)
from economy.rules.deciding import Decided
from economy.rules.kin import MOST_NEAR
from economy.rules.move_contracts import actions_of, move
from economy.rules.rents import Call, Instalment, PaidHow
from economy.rules.terms import amount
from kernel.access import Caller, Role
from kernel.problems import Problem
from tests.support.county import GRID, TOWN, VILLAGE
from tests.support.hazards import (
    COUNTY_OFFICER,
    NOW,
    TOWN_OFFICER,
    VILLAGE_OFFICER,
    WORKER,
    somebody,
)
from tests.support.offers import by_hand, disagreements
from tests.support.states import without_row

TODAY, BEGINS, ENDS = NOW.date(), date(2025, 12, 1), date(2027, 11, 30)
MEMBER = Party(ContractPartyKind.MEMBER, "户主", "h-01")
OUTSIDER = Party(ContractPartyKind.OUTSIDER, "外村人")
COMPANY = Party(ContractPartyKind.COMPANY, "公司", code="91140426MA0000001B")
RENT = (Instalment(1, date(2026, 10, 10), 1000), Instalment(2, date(2027, 10, 10), 1000))
TRANSFER: Mapping[str, Any] = {
    "mandate": Mandate("h-01", BEGINS, date(2028, 12, 31), "档号"),
    "base": Base(date(2028, 12, 31), certificate="证"),
    "land_class": LandClass.ARABLE,
    "area": 100,
}
TO_OUTSIDER = TRANSFER | {"kind": ContractKind.LAND_TRANSFER, "party": OUTSIDER}
TO_COMPANY = TRANSFER | {"kind": ContractKind.LAND_TRANSFER, "party": COMPANY}
LARGE = TO_COMPANY | {"area": 100 * amount("county_review_mu")}
POSTING = Posting(NOW - timedelta(days=40), NOW - timedelta(days=1))
RUNS = Posting(NOW, NOW + timedelta(days=15))
CLAIMED = replace(POSTING, claims=(Claim("h-02", NOW - timedelta(days=3), "owner"),))
AGREED = TownApproval(TODAY, "情况属实", "town")
CALL = Call(TODAY - timedelta(days=40), TODAY - timedelta(days=10), 1000, True, "d", "1号")
KINDS: Mapping[str, Mapping[str, Any]] = {
    "lease": {"kind": ContractKind.LEASE, "party": OUTSIDER},
    "sale": {"kind": ContractKind.SALE, "party": OUTSIDER, "asset": None},
    "land to a member": {
        "kind": ContractKind.LAND_CONTRACT,
        "party": MEMBER,
        "land_class": LandClass.ARABLE,
        "ends_on": date(2055, 11, 30),
    },
    "transfer between members": TRANSFER | {"kind": ContractKind.LAND_TRANSFER, "party": MEMBER},
    "transfer to an outsider": TO_OUTSIDER,
    "transfer to a company": TO_COMPANY,
    "large transfer to a company": LARGE,
}
CHANGES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "posted": {"posting": POSTING},
    "claimed": {"posting": CLAIMED},
    "town agreed": {"posting": POSTING, "approval": AGREED},
    "town and county agreed": {"posting": POSTING, "approval": AGREED, "by_county": AGREED},
    "filed": {"filed_on": TODAY},
    "paid": {"rent": tuple(replace(one, paid_fen=one.fen) for one in RENT)},
    "nothing late": {"rent": RENT[1:]},
    "called long ago": {"calls": (CALL,)},
    "called just now": {"calls": (replace(CALL, until=TODAY),)},
    "most instalments": {
        "rent": tuple(replace(RENT[0], number=one + 1) for one in range(amount("instalments")))
    },
    "let on as often as may be": {"sublets": (Sublet("丙", TODAY, ENDS, "书面"),) * MOST_SUBLETS},
    "mortgaged as often as may be": {
        "mortgages": (Mortgage("银行", TODAY, ENDS, "书面"),) * MOST_SUBLETS
    },
    "the director near": {
        "near": (Near("director", "watcher", TODAY),),
        "reference_rent_fen": 1,
    },
    "as many near as may be": {
        "near": tuple(Near(f"p-{one}", "watcher", TODAY) for one in range(MOST_NEAR)),
        "reference_rent_fen": 1,
    },
}
DIRECTOR = somebody("director", Role.COLLECTIVE_DIRECTOR, VILLAGE)
WHO = (
    *(DIRECTOR, VILLAGE_OFFICER, TOWN_OFFICER, COUNTY_OFFICER, WORKER),
    somebody("books", Role.BOOKKEEPER, VILLAGE),
    somebody("watcher", Role.COLLECTIVE_SUPERVISOR, VILLAGE),
    somebody("member", Role.RESIDENT, GRID),
    somebody("elsewhere", Role.COLLECTIVE_DIRECTOR, f"{TOWN}299"),
)


def contract_of(kind: str, status: ContractStatus, change: str) -> Contract:
    said: dict[str, Any] = {
        "id": "c",
        "village": VILLAGE,
        "title": "合同",
        "asset": "a",
        "begins_on": BEGINS,
        "ends_on": ENDS,
        "clauses": Clauses("种植", "权利义务", "按年", "归农户", "赔偿", "安全"),
        "rent": RENT,
        "decision": "m",
        "status": status,
        "posting": RUNS if status is ContractStatus.POSTED else None,
    }
    return Contract(**(said | dict(KINDS[kind]) | dict(CHANGES[change])))


def decided_of(contract: Contract) -> Decided | None:
    carries = gates.carries_of(contract)
    if carries is None:
        return None
    lease = contract.kind is ContractKind.LEASE
    kind = "collective_lease" if lease else "land_contract"
    body = "collective_members_meeting"
    return Decided("m", VILLAGE, kind, True, body, 9, 9, (carries,))


def take(contract: Contract, action: ContractAction, caller: Caller) -> object:
    open_now = next((one for one in contract.rent if one.open_fen), RENT[0])
    command = ContractCommand(
        action,
        household="h-02",
        on=TODAY,
        instalment=open_now.number,
        fen=1,
        how=PaidHow.BANK,
        ground=EndingGround.AGREED,
        reason="情况",
        subtenant="丙",
        ends_on=ENDS,
        paper="书面",
        mortgagee="银行",
        due_on=date(2060, 1, 1),
        person="village",
    )
    acting = frozenset({"director", "village"})
    decided = decided_of(contract)
    moment = Moment(NOW, "h-02", "户主", decided, acting=acting, number="1号", paper="d")
    return move(contract, command, caller, moment)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("status", ContractStatus)
def test_a_step_with_a_contract_is_offered_exactly_when_the_right_words_take_it(
    status: ContractStatus, change: str, kind: str
) -> None:
    contract = contract_of(kind, status, change)

    for caller in WHO:

        def step(action: ContractAction, caller: Caller = caller) -> object:
            return take(contract, action, caller)

        offered = actions_of(contract, caller, NOW)
        assert disagreements(offered, CONTRACTS, step, (Problem,)) == [], caller


@pytest.mark.parametrize("action", sorted(by_hand(CONTRACTS)))
def test_a_row_of_a_contract_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, action: ContractAction
) -> None:
    contract, caller = next(
        (one, caller)
        for kind in KINDS
        for status in ContractStatus
        for change in CHANGES
        for caller in WHO
        if action in actions_of(one := contract_of(kind, status, change), caller, NOW)
    )

    without_row(monkeypatch, CONTRACTS, action)

    assert action not in actions_of(contract, caller, NOW)
    with pytest.raises(Problem):
        take(contract, action, caller)
