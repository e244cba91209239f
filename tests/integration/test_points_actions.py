"""What an answer says can be done is what can be done: for every status, action and person, on every thing that has a life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kernel.states import StateTable
from kernel.storage import dynamo
from points.rules import claim_moves
from points.rules.claim_states import TABLE, Action, ClaimStatus
from points.store.ledger_rows import ScoreRow
from tests.support.village import FIVE_DAYS, HOMES, SAMPLE, STAFF, VILLAGE, World, a_village

EVERYBODY = [*STAFF, "p-h-01", "p-h-02", "p-h-05"]


@contextmanager
def nothing_written() -> Iterator[None]:
    """Decide everything and write nothing, so that one thing can be asked again and again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dynamo, "write", lambda _: None)
        yield


def differing(
    village: World, path: str, commands: dict[str, Callable[[str], dict[str, Any]]]
) -> list[tuple[str, str, bool, int]]:
    """Return who is told something else about an action than happens: (who, action, told, status)."""
    found: list[tuple[str, str, bool, int]] = []
    with nothing_written():
        for who in EVERYBODY:
            answer = village.go("GET", path, by=who)
            actions = answer.body["actions"] if answer.status == 200 else []
            for action, said in commands.items():
                body = {"action": action, **said(who)}
                status = village.go("POST", f"{path}/transitions", body, by=who).status
                if (status == 200) != (action in actions):
                    found.append((who, action, action in actions, status))
    return found


def recognise(who: str) -> dict[str, Any]:
    word: dict[str, Any] = {"in_favour": True}
    return word | ({"household": "h-07", "paper": "签字单1"} if who == "worker" else {})


CLAIM: dict[str, Callable[[str], dict[str, Any]]] = {
    "verify": lambda _: {"quantity": 1},
    "recognise": recognise,
    "visit": lambda _: {"grade": 80, "reason": "入户查看"},
    "object": lambda _: {"reason": "不实"},
    "answer": lambda _: {"objection": 1, "upheld": False, "reason": "属实"},
    "withdraw": lambda _: {},
}


def check(village: World, claim: str) -> None:
    """Have a claim confirmed, by verifiers and by households on paper."""
    for who in ("v1", "v2"):
        village.move(claim, "verify", who, quantity=1)
    for home in ("h-11", "h-12"):
        said = {"in_favour": True, "household": home, "paper": "签字单"}
        village.move(claim, "recognise", "worker", **said)


def claims_by_status(village: World) -> dict[str, str]:
    """Have a claim in each status, with people who took part."""
    found: dict[str, str] = {}
    for home, status in zip(HOMES, ClaimStatus, strict=False):
        found[status] = village.claimed(home, "waste_sorting")
    village.move(found["checking"], "verify", "v1", quantity=1)
    village.move(found["refused"], "verify", "v1", quantity=0)
    village.move(found["refused"], "verify", "v2", quantity=0)
    village.move(found["withdrawn"], "withdraw", f"p-{HOMES[6]}")
    check(village, found["posted"])
    check(village, found["reversed"])
    village.publish()
    village.advance(**FIVE_DAYS)
    village.tick()
    entry = village.read(found["reversed"])["entry"]
    path = f"villages/{VILLAGE}/ledger/entries/{entry}/reversals"
    village.did("POST", path, {"reason": "更正"}, by="officer2")
    for status in ("published", "objected"):
        check(village, found[status])
    village.publish()
    village.move(found["objected"], "object", "p-h-07", reason="不实")
    check(village, found["confirmed"])
    return found


def test_a_claim_tells_each_person_what_that_person_can_do_now(village: World) -> None:
    found = claims_by_status(village)

    assert {status: village.read(claim)["status"] for status, claim in found.items()} == {
        status: status for status in ClaimStatus
    }
    for status, claim in found.items():
        assert differing(village, f"claims/{claim}", CLAIM) == [], status


def test_when_the_period_to_object_is_over_nobody_is_told_to_object(village: World) -> None:
    claim = claims_by_status(village)["published"]
    village.advance(**FIVE_DAYS)

    assert differing(village, f"claims/{claim}", CLAIM) == []
    assert village.read(claim, by="p-h-02")["actions"] == []


def test_on_a_closed_claim_nobody_is_told_who_may(village: World) -> None:
    claim = village.claimed()
    village.move(claim, "withdraw", "p-h-01")

    told = village.move(claim, "verify", "keeper", quantity=1)

    assert (told.status, told.problem) == (409, "illegal-move")
    assert told.body["present_status"] == "withdrawn"
    assert (told.body["legal_actions"], told.body.get("allowed_roles")) == ([], None)


def test_who_may_not_is_told_who_may(village: World) -> None:
    told = village.move(village.claimed(), "verify", "keeper", quantity=1)

    assert (told.status, told.body["allowed_roles"]) == (
        403,
        ["points_verifier", "town_officer", "county_officer"],
    )
    assert told.body["allowed_relations"] == ["本村积分核验员", "逾期后的乡镇、县级干部"]


def test_another_row_of_the_table_is_another_answer(village: World, monkeypatch) -> None:
    without = StateTable(
        TABLE.thing,
        [move for move in TABLE.moves if move.action is not Action.WITHDRAW],
        statuses=TABLE.statuses,
        actions=TABLE.actions,
        holders=TABLE.holders,
        words=TABLE.words,
    )
    claim = village.claimed()
    before = village.read(claim, by="p-h-01")["actions"]

    monkeypatch.setattr(claim_moves, "TABLE", without)

    refused = village.move(claim, "withdraw", "p-h-01")
    assert before == ["withdraw"]
    assert village.read(claim, by="p-h-01")["actions"] == []
    assert (refused.status, refused.body["legal_actions"]) == (409, [])


@pytest.mark.parametrize("status", ClaimStatus)
@pytest.mark.parametrize("action", Action)
def test_the_status_decides_what_can_be_done(status: ClaimStatus, action: Action) -> None:
    onward = {
        ClaimStatus.CHECKING: {"verify", "recognise", "visit", "withdraw"},
        ClaimStatus.CONFIRMED: {"publish"},
        ClaimStatus.PUBLISHED: {"object", "post"},
        ClaimStatus.OBJECTED: {"object", "answer"},
        ClaimStatus.POSTED: {"reverse"},
    }

    assert (TABLE.find(status, action) is not None) == (action in onward.get(status, set()))


@pytest.fixture
def shop(village: World) -> World:
    """The village with an open shop and a household with points."""
    village.open_shop()
    village.earn(points=30)
    return village


def test_a_redemption_tells_each_person_what_that_person_can_do_now(shop: World) -> None:
    held, over, void, back, forgotten = (shop.redeem().body for _ in range(5))
    for one in (over, back):
        shop.hand_over(one["id"], one["code"])
    said = {"action": "void", "reason": "不要了"}
    shop.go("POST", f"redemptions/{void['id']}/transitions", said, by="p-h-01")
    entry = shop.did("GET", f"redemptions/{back['id']}", by="keeper")["hand_over_entry"]
    path = f"villages/{VILLAGE}/ledger/entries/{entry}/reversals"
    shop.did("POST", path, {"reason": "商品有误"}, by="officer2")
    codes = {one["id"]: one["code"] for one in (held, over, void, back, forgotten)}

    def told() -> list[str]:
        for number, code in codes.items():
            commands: dict[str, Callable[[str], dict[str, Any]]] = {
                "hand_over": lambda _, code=code: {"code": code},
                "void": lambda _: {"reason": "不要了"},
            }
            assert differing(shop, f"redemptions/{number}", commands) == []
        return [shop.did("GET", f"redemptions/{number}", by="keeper")["status"] for number in codes]

    assert told() == ["held", "handed_over", "voided", "reversed", "held"]
    assert shop.did("GET", f"redemptions/{held['id']}", by="keeper")["actions"] == [
        "hand_over",
        "void",
    ]
    shop.advance(days=8)
    told()
    shop.tick()
    assert told() == ["expired", "handed_over", "voided", "reversed", "expired"]


def test_who_oversees_the_shop_does_not_void_for_a_household(shop: World) -> None:
    one = shop.redeem().body
    said = {"action": "void", "reason": "不要了"}

    told = shop.go("POST", f"redemptions/{one['id']}/transitions", said, by="supervisor")

    assert (told.status, told.problem) == (403, "not-allowed")


def test_a_board_tells_each_person_what_that_person_can_do_now(village: World) -> None:
    rows = [
        ScoreRow(f"SCORES#{VILLAGE}#2026-10", home, earned=30 - number, lost=number)
        for number, home in enumerate(HOMES)
    ]
    dynamo.write([dynamo.Write(row) for row in rows])
    path = f"villages/{VILLAGE}/boards"
    first, second = (
        village.did("POST", path, {"period": "2026-10"}, by=who)["id"] for who in ("officer", "v1")
    )
    commands: dict[str, Callable[[str], dict[str, Any]]] = {
        "approve": lambda _: {},
        "drop": lambda _: {},
        "end": lambda _: {},
        "remove": lambda _: {"household": "h-12", "removal": "corrected", "reason": "已整改"},
    }

    def told(board: str) -> list[str]:
        assert differing(village, f"{path}/{board}", commands) == []
        return village.did("GET", f"{path}/{board}", by="officer")["actions"]

    early = told(first)
    village.advance(**FIVE_DAYS)
    proposed = (told(first), told(second))
    village.did("POST", f"{path}/{second}/transitions", {"action": "approve"}, by="officer")
    posted = told(second)
    village.did("POST", f"{path}/{second}/transitions", {"action": "end"}, by="officer")

    assert early == ["drop", "remove"]
    assert proposed == (["drop", "remove"], ["approve", "drop", "remove"])
    assert (posted, told(second)) == (["remove", "end"], [])


def test_a_version_of_the_rules_tells_each_person_what_that_person_can_do_now() -> None:
    with a_village() as village:
        path = f"villages/{VILLAGE}/rule-books"
        village.did("POST", path, SAMPLE)
        steps: dict[str, dict[str, Any]] = {
            "pass": {"vote_id": "V-1", "voted_on": "2026-11-22"},
            "file": {"filing_no": "F-1"},
            "publish": {"valid_from": "2026-11-23"},
            "withdraw": {"reason": "更正"},
        }
        commands = {action: lambda _, said=said: said for action, said in steps.items()}

        for action, who in (("pass", "officer"), ("file", "town"), ("publish", "officer")):
            assert differing(village, f"{path}/1", commands) == [], action
            said = {"action": action, **steps[action]}
            village.did("POST", f"{path}/1/transitions", said, by=who)

        assert differing(village, f"{path}/1", commands) == []


def test_a_settlement_is_checked_once_by_those_who_are_told_so(shop: World) -> None:
    shop.advance(days=8)
    path = f"villages/{VILLAGE}/settlements"
    shop.did("POST", path, {"month": "2026-11"}, by="keeper")
    commands: dict[str, Callable[[str], dict[str, Any]]] = {"check": lambda _: {}}

    assert differing(shop, f"{path}/2026-11", commands) == []
    checked = shop.did("POST", f"{path}/2026-11/transitions", {"action": "check"}, by="supervisor")
    again = shop.go("POST", f"{path}/2026-11/transitions", {"action": "check"}, by="supervisor")

    assert (checked["status"], checked["actions"], again.problem) == ("checked", [], "illegal-move")
    assert differing(shop, f"{path}/2026-11", commands) == []
