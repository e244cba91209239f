"""What members read of their own collective, through the API: vouchers, contracts, the list with its shares; nobody of another village does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.economy import (
    decided,
    did,
    drafted,
    go,
    item,
    lease_of,
    listed,
    registered,
    sale_of,
    settle_in,
    stepped,
)
from tests.support.money import entered, recorded

MEMBERS = BodyKind.COLLECTIVE_MEMBERS_MEETING
PARTS = ("vouchers", "contracts", "members")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    with a_county() as made:
        settle_in(made)
        yield made


def read(county: County, part: str, by: str, **query: Any) -> Answer:
    return go(county, "GET", f"open-books/{VILLAGE}/{part}", by=by, query=query)


def items(county: County, part: str, by: str = "farmer", **query: Any) -> list[dict[str, Any]]:
    answer = read(county, part, by, **query)
    assert answer.status == 200, answer
    return answer.body["items"]


def test_a_member_reads_the_vouchers_that_are_in_the_books_and_no_others(county: County):
    posted = entered(county)
    recorded(county)

    (one,) = items(county, "vouchers")

    assert one["number"] == posted["number"]
    assert [(each["account"], each["fen"]) for each in one["lines"]] == [
        ("102", 120_000),
        ("501", 120_000),
    ]


def test_nobodys_bank_account_or_person_is_told_with_a_voucher(county: County):
    entered(county, said="付劳务费至6222021234567890123", paper="回单13800138000")

    (one,) = items(county, "vouchers")

    assert "6222021234567890123" not in one["said"]
    assert "13800138000" not in one["paper"]
    assert not {"handler", "recorder", "approver", "keeper"} & set(one)


def test_a_member_reads_signed_contracts_but_no_drafts_and_no_other_households_id(county: County):
    party = {"kind": "member", "name": "演示户主", "household": "h-02"}
    contract = drafted(county, sale_of(party=party))
    drafted(county, sale_of())
    stepped(county, contract, "sign", on="2026-11-20")

    (one,) = items(county, "contracts")
    (own,) = items(county, "contracts", by="resident")

    assert (one["status"], one["rent_fen"], one["party"]["household"]) == (
        "in_force",
        520_000,
        None,
    )
    assert one["party"]["name"] == "演**"
    assert own["party"]["household"] == "h-02"
    assert items(county, "contracts", status="ended") == []
    assert read(county, "contracts", "farmer", status="draft").status == 422


def test_a_member_reads_the_list_with_all_shares_and_the_own_name_whole(county: County):
    listed(county, "h-01", "p-m-1")
    listed(county, "h-02", "p-m-2")

    own, other = items(county, "members")

    assert (own["name"], own["is_own"], own["hundredths"]) == ("演示成员", True, 100)
    assert (other["name"], other["is_own"], other["hundredths"]) == ("演**", False, 100)


def test_who_came_off_the_list_is_not_on_it(county: County):
    listed(county, "h-01", "p-m-1")
    gone = listed(county, "h-02", "p-m-2")
    body = {
        "ground": "death",
        "on": "2026-11-20",
        "decision": decided_to_end(county, "p-m-2"),
    }
    did(county, f"members/{gone}/ending", body)

    assert [one["is_own"] for one in items(county, "members")] == [True]


def decided_to_end(county: County, person: str) -> str:
    items = [item("end", person, detail="death")]
    return decided(county, "collective_membership", MEMBERS, yes=5, roll=5, items=items)


@pytest.mark.parametrize("part", PARTS)
def test_the_village_next_door_and_who_is_on_no_list_read_nothing(county: County, part: str):
    listed(county, "h-01")

    next_door = read(county, part, "neighbour")
    no_member = read(county, part, "resident")
    officer = read(county, part, "far_village")

    assert {each.problem for each in (next_door, no_member, officer)} == {"outside-your-area"}
    assert read(county, part, "farmer").status == 200


def test_what_the_office_works_on_stays_its_own_and_a_draft_is_not_told(
    county: County,
):
    lease = drafted(county, lease_of(registered(county, "machine")))

    for path in ("vouchers", "members"):
        assert go(county, "GET", path, by="farmer", query={"village": VILLAGE}).status == 403
    assert go(county, "GET", lease, by="farmer").status == 404
