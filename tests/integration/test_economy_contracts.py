"""Contracts of a collective through the API: transfer with priority, lease with late rent, gates, papers, obligations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from assembly.rules.items import MatterItem
from kernel import clock
from registry.store.rows import RelativesRow
from tests.support import obligations
from tests.support.county import COUNTY, TOWN, VILLAGE, County, a_county
from tests.support.economy import (
    by_decision,
    decided,
    did,
    drafted,
    go,
    lease_of,
    listed,
    registered,
    sale_of,
    seen,
    settle_in,
    step,
    stepped,
    transfer_of,
    wind,
)
from tests.support.money import brought, entered, paid_rent, paying, recorded


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the worker of documents is asked for."""
    sent: list[Any] = []
    monkeypatch.setattr("kernel.documents.keeping.ask_for", sent.append)
    return sent


@pytest.fixture
def county(papers: list[Any]) -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def at(county: County, day: str, hour: int = 10) -> None:
    county.now = clock.from_iso(f"{day}T{hour - 8:02d}:00:00.000Z")


def in_force(county: County, **more: Any) -> str:
    """Return a lease of two years in force from 1 December 2026, rent due on the tenth."""
    machine = registered(county, "machine", name="收割机")
    lease = drafted(county, by_decision(county, lease_of(machine, **more)))
    stepped(county, lease, "sign", on="2026-11-23")
    return lease


# Transfer


def test_a_transfer_is_posted_claimed_on_the_last_day_and_goes_to_the_member(county: County):
    plot = registered(county)
    one = drafted(county, transfer_of(plot))

    posted = stepped(county, one, "post")
    until = clock.from_iso(posted["posting"]["until"])
    county.now = until - timedelta(seconds=1)
    claimed = stepped(county, one, "claim", by="resident")
    county.now = until
    wind(county)
    cleared = seen(county, one)
    refused = step(county, one, "sign", on="2026-12-08")
    stepped(county, one, "give", household="h-02")
    signed = stepped(county, one, "sign", on="2026-12-08")

    assert [each["household"] for each in claimed["posting"]["claims"]] == ["h-02"]
    assert cleared["status"] == "cleared"
    assert refused.problem == "members-first"
    assert signed["status"] == "in_force"
    assert signed["party"]["household"] == "h-02"
    assert seen(county, f"assets/{plot}")["transfer"] == signed["id"]
    assert [each["code"] for each in signed["warnings"]] == ["not_filed"]


def test_priority_is_lost_when_the_posting_is_over(county: County):
    one = drafted(county, transfer_of(registered(county)))
    posted = stepped(county, one, "post")

    county.now = clock.from_iso(posted["posting"]["until"])
    answer = step(county, one, "claim", by="resident")

    assert answer.problem == "posting-over"


def test_a_neighbour_sees_of_what_is_posted_neither_the_farmer_nor_who_else_claims(county: County):
    one = drafted(county, transfer_of(registered(county)))
    stepped(county, one, "post")
    stepped(county, one, "claim", by="resident")

    told = seen(county, one, by="farmer")

    assert (told["mandate"], told["base"], told["posting"]["claims"]) == (None, None, [])


def test_a_machine_whose_inspection_has_lapsed_is_not_leased(county: County):
    machine = {"model": "犁", "inspected_on": "2025-11-22"}
    one = registered(county, "machine", machine=machine)
    lease = drafted(county, by_decision(county, lease_of(one)))

    assert step(county, lease, "sign", on="2026-11-23").problem == "papers-lapsed"


def test_a_household_next_door_is_no_member(county: County):
    one = drafted(county, transfer_of(registered(county)))
    stepped(county, one, "post")

    assert step(county, one, "claim", by="neighbour").status == 404


def test_nobody_in_the_village_sees_a_contract_that_is_not_posted(county: County):
    one = drafted(county, transfer_of(registered(county)))

    assert go(county, "GET", one, by="resident").status == 404


def test_a_companys_transfer_goes_to_the_town_which_owes_an_answer(county: County):
    party = {"kind": "company", "name": "演示公司", "code": "91140426MA0000001B"}
    one = drafted(county, transfer_of(registered(county), party=party))
    stepped(county, one, "post")
    county.advance(days=20)
    wind(county)

    unapproved = step(county, one, "sign", on="2026-12-10")
    stepped(county, one, "submit")
    waiting = go(county, "GET", "contracts", by="town", query={"unit": TOWN, "status": "with_town"})
    owed = seen(county, one)["review"]
    before = obligations.read(county, owed)
    approved = stepped(county, one, "approve", by="town", reason="资质良好，风险可控")
    after = obligations.read(county, owed)
    signed = stepped(county, one, "sign", on="2026-12-13")

    assert unapproved.problem == "town-approval-missing"
    assert len(waiting.body["items"]) == 1
    assert (before["responsible_unit"], before["status"]) == (TOWN, "open")
    assert after["status"] == "fulfilled"
    assert approved["approval"]["finding"] == "资质良好，风险可控"
    assert signed["status"] == "in_force"


def test_what_the_town_does_not_review_climbs_to_the_county(county: County):
    party = {"kind": "company", "name": "演示公司", "code": "91140426MA0000001B"}
    one = drafted(county, transfer_of(registered(county), party=party))
    stepped(county, one, "post")
    county.advance(days=20)
    wind(county)
    stepped(county, one, "submit")

    obligations.climb(county, seen(county, one)["review"], "140426")


def test_a_farmers_income_is_not_set_off(county: County):
    party = {"kind": "member", "name": "户", "household": "h-02"}
    one = drafted(county, transfer_of(registered(county), party=party))
    stepped(county, one, "sign", on="2026-11-23")

    answer = step(
        county, one, "pay", by="bookkeeper", instalment=1, fen=1, on="2026-11-23", how="set_off"
    )

    assert answer.problem == "no-set-off"
    assert answer.body["citation"]["article"].startswith("第三十六条")


def test_a_plot_is_passed_on_once(county: County):
    plot = registered(county)
    party = {"kind": "member", "name": "户", "household": "h-02"}
    first, second = (drafted(county, transfer_of(plot, party=party)) for _ in range(2))
    stepped(county, first, "sign", on="2026-11-23")

    assert step(county, second, "sign", on="2026-11-23").problem == "illegal-move"


def test_a_transfer_that_rests_on_a_contract_of_the_register_ends_with_it(county: County):
    plot = registered(county)
    party = {"kind": "member", "name": "户", "household": "h-01"}
    farm = transfer_of(plot, kind="land_contract", party=party, ends_on="2056-12-19", rent=[])
    farm = {k: v for k, v in farm.items() if k not in ("mandate", "base")}
    assembly = ("land_contract", BodyKind.COLLECTIVE_MEMBERS_MEETING)
    farm = by_decision(county, farm, *assembly, yes=20, roll=30)
    held = drafted(county, farm)
    stepped(county, held, "sign", on="2026-11-23")
    base = {"contract": held.split("/")[1], "ends_on": "2099-01-01"}
    mandate = {
        "household": "h-01",
        "signed_on": "2026-11-01",
        "ends_on": "2099-01-01",
        "paper": "1",
    }
    party = {"kind": "member", "name": "户", "household": "h-02"}
    said = transfer_of(plot, base=base, mandate=mandate, party=party)

    late = go(county, "POST", "contracts", said | {"ends_on": "2056-12-20"})
    one = drafted(county, said | {"ends_on": "2056-12-19"})
    stepped(county, one, "sign", on="2026-11-23")
    stepped(county, one, "terminate", ground="agreed", reason="双方协商")

    assert late.problem == "term-too-long"
    plot_after = seen(county, f"assets/{plot}")
    assert (plot_after["status"], plot_after["transfer"]) == ("leased", None)


# Who decides


@pytest.mark.parametrize(
    ("body", "yes", "roll", "problem"),
    [
        (BodyKind.COLLECTIVE_REPRESENTATIVES_MEETING, 30, 30, "decided-by-wrong-body"),
        (BodyKind.COLLECTIVE_MEMBERS_MEETING, 19, 30, "majority-missed"),
    ],
)
def test_the_wrong_body_or_too_few_are_refused_with_the_article(
    county: County, body: BodyKind, yes: int, roll: int, problem: str
):
    party = {"kind": "member", "name": "户", "household": "h-01"}
    said = transfer_of(registered(county), kind="land_contract", party=party, rent=[])
    said = by_decision(county, said, "land_contract", body, yes=yes, roll=roll)
    one = drafted(county, {k: v for k, v in said.items() if k not in ("mandate", "base")})

    answer = step(county, one, "sign", on="2026-11-23")

    assert answer.problem == problem
    assert "第二十六条" in answer.body["citation"]["article"]


def test_at_a_low_rent_nothing_is_let_to_a_directors_family_and_at_a_fair_one_it_is(
    county: County,
):
    county.settle(
        {},
        {"director": ("collective_director", VILLAGE)},
        about={"director": {"household": "h-02"}},
        beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
    )
    party = {"kind": "member", "name": "演示户主h-01", "household": "h-01"}
    by_rent: dict[int, Any] = {}
    for reference in (200_000, 120_000):
        machine = registered(county, "machine")
        valued = {"on": "2026-11-23", "fen": 800_000, "valuer": "评估公司"}
        valued |= {"reference_rent_fen": reference}
        stepped(county, f"assets/{machine}", "value", by="village", **valued)
        said = by_decision(county, lease_of(machine, party=party))
        path = drafted(county, said)
        assert step(county, path, "sign", on="2026-11-23").problem == "signs-for-own"
        by_rent[reference] = step(county, path, "sign", by="village", on="2026-11-23")

    assert by_rent[200_000].problem == "low-rent-to-own"
    assert by_rent[200_000].body["citation"]["article"] == "第三十五条"
    assert by_rent[120_000].status == 200


def test_a_lease_nobody_decided_on_is_not_signed(county: County):
    one = drafted(county, lease_of(registered(county, "machine")))

    assert step(county, one, "sign", on="2026-11-23").problem == "not-decided"


@pytest.mark.parametrize(
    "other",
    [
        {"rent": [{"due_on": "2026-12-10", "fen": 1}]},
        {"ends_on": "2028-12-01"},
        {"party": {"kind": "outsider", "name": "演示表弟"}},
    ],
)
def test_a_lease_to_another_for_another_rent_or_longer_is_not_what_was_decided(
    county: County, other: dict[str, Any]
):
    said = by_decision(county, lease_of(registered(county, "machine")))

    assert (
        step(county, drafted(county, said | other), "sign", on="2026-11-23").problem
        == "decided-otherwise"
    )


def test_what_was_decided_of_one_thing_lets_no_other_and_lets_it_once(county: County):
    first = registered(county, "machine")
    said = by_decision(county, lease_of(first))
    lease = drafted(county, said)
    stepped(county, lease, "sign", on="2026-11-23")
    stepped(county, lease, "terminate", ground="agreed", reason="双方协商")

    again = step(county, drafted(county, said), "sign", on="2026-11-23")
    other = said | {"asset": registered(county, "machine")}

    assert again.problem == "decision-used"
    assert (again.body["act"], again.body["thing"]) == ("lease", lease.partition("/")[2])
    assert step(county, drafted(county, other), "sign", on="2026-11-23").problem == (
        "decided-otherwise"
    )


def test_open_bidding_finds_the_tenant_and_brings_what_was_decided_at_least(county: County):
    said = lease_of(registered(county, "machine"), tender="黎城产权〔2026〕1号")
    open_to_all = MatterItem("lease", said["asset"], 240_000, None, said["ends_on"])
    said |= {"decision": decided(county, items=(open_to_all,))}
    less = [{"due_on": "2026-12-10", "fen": 239_999}]
    more = [{"due_on": "2026-12-10", "fen": 240_001}]

    refused = step(county, drafted(county, said | {"rent": less}), "sign", on="2026-11-23")
    unbid = drafted(county, said | {"tender": None})
    signed = step(county, drafted(county, said | {"rent": more}), "sign", on="2026-11-23")

    assert refused.problem == "decided-otherwise"
    assert step(county, unbid, "sign", on="2026-11-23").problem == "decided-otherwise"
    assert signed.status == 200


# The county, and what lies on land


def large_transfer(county: County, area: int) -> str:
    """Return a company's transfer of a plot of so many hundredths of a mu that the town has before it."""
    plot = registered(county, land={"area": area, "land_class": "arable"})
    party = {"kind": "company", "name": "演示农业公司", "code": "91140426MA0000001B"}
    one = drafted(county, transfer_of(plot, party=party))
    stepped(county, one, "post")
    at(county, "2026-12-09")
    wind(county)
    stepped(county, one, "submit")
    return one


def test_five_hundred_mu_are_reviewed_by_the_county_after_the_town(county: County):
    one = large_transfer(county, 50_000)

    alone = step(county, one, "approve", by="town", reason="资信良好")
    with_county = stepped(county, one, "pass_on", by="town", reason="资信良好")
    asked = {"unit": COUNTY, "status": "with_county"}
    queue = go(county, "GET", "contracts", by="county", query=asked).body["items"]
    owed = obligations.read(county, with_county["review"])
    unsigned = step(county, one, "sign", on="2026-12-09")
    by_town = step(county, one, "approve", by="town", reason="再次同意")
    approved = stepped(county, one, "approve", by="county", reason="项目可行")

    assert (alone.problem, unsigned.problem) == ("illegal-move", "illegal-move")
    assert by_town.problem == "not-allowed"
    assert [f"contracts/{each['id']}" for each in queue] == [one]
    assert owed["responsible_unit"] == COUNTY
    assert (approved["status"], approved["county_review"]["finding"]) == ("approved", "项目可行")
    assert stepped(county, one, "sign", on="2026-12-09")["status"] == "in_force"


def test_a_hundredth_of_a_mu_less_is_the_towns_alone(county: County):
    one = large_transfer(county, 49_999)

    passed_on = step(county, one, "pass_on", by="town", reason="资信良好")

    assert passed_on.problem == "illegal-move"
    assert stepped(county, one, "approve", by="town", reason="资信良好")["status"] == "approved"


def test_what_the_county_sends_back_is_reviewed_anew_by_both(county: County):
    one = large_transfer(county, 50_000)
    stepped(county, one, "pass_on", by="town", reason="资信良好")

    back = stepped(county, one, "send_back", by="county", reason="缺少风险保障金")

    assert (back["status"], back["approval"], back["county_review"]) == ("draft", None, None)


def test_a_transfer_is_mortgaged_and_let_on_by_written_consent_and_no_longer_than_it_lasts(
    county: County,
):
    party = {"kind": "member", "name": "户", "household": "h-02"}
    one = drafted(county, transfer_of(registered(county), party=party))
    stepped(county, one, "sign", on="2026-11-23")
    said = {"on": "2026-11-23", "ends_on": "2027-12-31", "paper": "同意书1"}

    too_long = step(
        county, one, "mortgage", mortgagee="演示农商行", **(said | {"ends_on": "2028-01-01"})
    )
    unwritten = step(county, one, "mortgage", mortgagee="演示农商行", on="2026-11-23")
    mortgaged = stepped(county, one, "mortgage", mortgagee="演示农商行", **said)
    let_on = stepped(county, one, "sublet", subtenant="演示受让人", **said)

    assert (too_long.wrong_fields, unwritten.status) == (["ends_on"], 422)
    assert mortgaged["mortgages"][0]["ends_on"] == "2027-12-31"
    assert "mortgaged" in {each["code"] for each in mortgaged["warnings"]}
    assert let_on["sublets"][0]["paper"] == "同意书1"


def test_a_lease_held_over_has_no_fixed_term_and_ends_by_notice_in_reasonable_time(county: County):
    one = in_force(county)
    early = step(county, one, "hold_over", reason="继续使用")
    at(county, "2028-12-01")
    wind(county)
    held = stepped(county, one, "hold_over", reason="承租人继续使用，无异议")
    let = seen(county, f"assets/{held['asset']}")["status"]
    stepped(county, one, "charge", due_on="2029-01-31", fen=10_000)

    unannounced = step(county, one, "terminate", ground="notice", reason="收回")
    stepped(county, one, "give_notice", on="2028-12-01", paper="通知1")
    at(county, "2028-12-16")
    too_soon = step(county, one, "terminate", ground="notice", reason="收回")
    at(county, "2028-12-17")
    ended = stepped(county, one, "terminate", ground="notice", reason="收回")

    assert early.problem == "illegal-move"
    assert (held["status"], let) == ("held_over", "leased")
    assert "held_over" in {each["code"] for each in held["warnings"]}
    assert unannounced.body["citation"]["article"] == "第七百三十四条"
    assert too_soon.problem == "not-a-ground"
    assert ended["status"] == "terminated"
    # What would have fallen due after it is not owed.
    assert [each["fen"] for each in ended["rent"]] == [120_000, 120_000]
    assert seen(county, f"assets/{held['asset']}")["status"] == "idle"


def test_a_lease_with_a_term_is_not_ended_by_notice(county: County):
    one = in_force(county)

    assert step(county, one, "terminate", ground="notice", reason="收回").problem == "not-a-ground"


# Lease and rent


def test_a_contract_is_not_signed_before_the_day_it_was_decided_on(county: County):
    machine = registered(county, "machine")
    lease = drafted(county, by_decision(county, lease_of(machine)))

    # Decided on 1 November.
    early = step(county, lease, "sign", on="2026-10-31")
    signed = step(county, lease, "sign", on="2026-11-01")

    assert (early.wrong_fields, signed.status) == (["on"], 200)


def test_a_lease_is_numbered_without_gaps_and_its_paper_is_written(
    county: County, papers: list[Any]
):
    numbers = [seen(county, in_force(county))["number"] for _ in range(3)]

    assert [number[-3:] for number in numbers] == ["第1号", "第2号", "第3号"]
    assert len(papers) == 3


def test_a_signed_contract_is_a_document(county: County):
    one = in_force(county)
    contract = one.split("/")[1]

    answer = go(county, "GET", f"{one}/documents/{contract}")

    assert answer.status == 200
    assert answer.body["title"] == "资产租赁合同"
    assert answer.body["number"] == seen(county, one)["number"]


def test_rent_late_is_owed_called_in_and_paid(county: County):
    one = in_force(county)

    at(county, "2026-12-11")
    wind(county)
    (duty,) = seen(county, one)["rent"][0]["obligations"]
    owed = obligations.read(county, duty)
    called = stepped(county, one, "call", by="bookkeeper")
    done = obligations.read(county, duty)
    paid = paid_rent(county, one, 1, 120_000, "2026-12-11")

    assert (owed["responsible_unit"], owed["status"]) == (VILLAGE, "open")
    assert done["status"] == "fulfilled"
    assert called["calls"][0]["fen"] == 120_000
    assert called["calls"][0]["pay_by_on"] == "2026-12-26"
    letter = go(county, "GET", f"{one}/documents/{called['calls'][0]['document']}")
    assert letter.body["title"] == "租金催收函"
    assert letter.body["number"].endswith("催〔2026〕第1号")
    assert paid["open_fen"] == 120_000


def test_rent_is_owed_again_at_thirty_and_ninety_days(county: County):
    one = in_force(county)

    for day in ("2026-12-11", "2027-01-09", "2027-03-10"):
        at(county, day)
        wind(county)
    duties = seen(county, one)["rent"][0]["obligations"]
    paid_rent(county, one, 1, 120_000, "2027-03-10", "cash")

    assert len(duties) == 3
    assert {obligations.read(county, duty)["status"] for duty in duties} == {"fulfilled"}


def test_a_voucher_pays_what_it_brings_and_no_fen_twice(county: County):
    one, other = in_force(county), in_force(county)
    on = "2026-11-23"
    voucher = brought(county, 150_000, on)

    stepped(county, **paying(one, voucher, 120_000, on))
    twice = step(county, **paying(one, voucher, 1, on))
    too_much = step(county, **paying(other, voucher, 30_001, on))
    stepped(county, **paying(other, voucher, 30_000, on))
    nothing_left = step(county, **paying(other, voucher, 1, on))

    assert twice.wrong_fields == ["fen"]
    assert (too_much.problem, too_much.body["left_fen"]) == ("voucher-brings-less", 30_000)
    assert (nothing_left.problem, nothing_left.body["left_fen"]) == ("voucher-brings-less", 0)
    brings = go(county, "GET", f"vouchers/{voucher}").body["brings"]
    assert [each["fen"] for each in brings] == [120_000, 30_000]
    assert seen(county, one)["rent"][0]["vouchers"] == [voucher]


def test_what_brings_nothing_in_pays_no_rent(county: County):
    one, on = in_force(county), "2026-11-23"
    drawn = entered(county, ("101", "debit", 9_000), ("102", "credit", 9_000), on=on)["id"]
    lent = entered(county, ("102", "debit", 9_000), ("201", "credit", 9_000), on=on)["id"]
    waits = recorded(county, on=on).partition("/")[2]
    income = brought(county, 9_000, on)

    refused = [
        step(county, **paying(one, drawn, 1, on, how="cash")),
        step(county, **paying(one, lent, 1, on)),
        step(county, **paying(one, income, 1, on, how="cash")),
    ]

    assert {each.problem for each in refused} == {"voucher-brings-less"}
    assert step(county, **paying(one, waits, 1, on)).wrong_fields == ["voucher"]
    unnamed = {name: said for name, said in paying(one, waits, 1, on).items() if name != "voucher"}
    assert step(county, **unnamed).wrong_fields == ["voucher"]
    assert step(county, **paying(one, income, 1, "2026-11-22")).wrong_fields == ["on"]


def test_rent_whose_voucher_is_taken_back_is_unpaid_and_late_again(county: County):
    one = in_force(county)
    at(county, "2026-12-11")
    wind(county)
    paid = paid_rent(county, one, 1, 120_000, "2026-12-11")
    voucher = paid["rent"][0]["vouchers"][0]
    back = recorded(county, reverses=voucher, lines=[], on="2026-12-11")
    stepped(county, back, "approve")
    before = seen(county, one)["open_fen"]

    stepped(county, back, "settle", by="cashier")
    wind(county)

    after = seen(county, one)
    assert (before, after["open_fen"]) == (120_000, 240_000)
    assert (after["rent"][0]["paid_fen"], after["rent"][0]["vouchers"]) == (0, [])
    (duty,) = after["rent"][0]["obligations"]
    assert obligations.read(county, duty)["status"] == "open"
    events = [one["event"] for one in go(county, "GET", f"{one}/history").body["items"]]
    assert events[-2:] == ["unpaid", "rent_late"]
    assert step(county, **paying(one, voucher, 1, "2026-12-11")).wrong_fields == ["voucher"]


def test_a_cashier_keeps_no_book_of_what_is_owed(county: County):
    one = in_force(county)
    said = {"instalment": 1, "fen": 1, "on": "2026-11-23", "how": "cash"}

    assert step(county, one, "pay", by="cashier", **said).problem == "not-allowed"


def test_a_lease_is_rescinded_for_its_rent_only_after_a_call_has_run(county: County):
    one = in_force(county)
    said = {"ground": "rent_unpaid", "reason": "催收后仍未支付"}

    at(county, "2026-12-11")
    uncalled = step(county, one, "terminate", **said)
    stepped(county, one, "call")
    at(county, "2026-12-26")
    too_soon = step(county, one, "terminate", **said)
    at(county, "2026-12-27")
    ended = stepped(county, one, "terminate", **said)

    assert uncalled.problem == too_soon.problem == "call-still-runs"
    assert (ended["status"], ended["ground_name"]) == ("terminated", "催收后仍未付租")
    assert [each["number"] for each in ended["rent"]] == [1]
    machine = seen(county, f"assets/{ended['asset']}")
    assert (machine["status"], machine["idle_from_on"]) == ("idle", "2026-12-27")


def test_a_lease_is_let_on_by_consent_within_its_term(county: County):
    one = in_force(county)
    consent = {"subtenant": "演示次承租人", "on": "2026-11-23", "paper": "同意〔2026〕1号"}

    by_others = step(county, one, "sublet", by="bookkeeper", ends_on="2028-11-30", **consent)
    too_long = step(county, one, "sublet", ends_on="2028-12-01", **consent)
    before = step(county, one, "sublet", ends_on="2026-11-30", **consent)
    agreed = stepped(county, one, "sublet", ends_on="2028-11-30", **consent)

    assert (by_others.problem, too_long.wrong_fields) == ("not-allowed", ["ends_on"])
    assert before.wrong_fields == ["ends_on"]
    (sublet,) = agreed["sublets"]
    assert (sublet["subtenant"], sublet["ends_on"]) == ("演**", "2028-11-30")
    assert agreed["status"] == "in_force"


def test_a_lease_that_was_let_on_without_consent_is_rescinded_and_a_sale_is_not(county: County):
    said = {"ground": "sublet_unagreed", "reason": "擅自转租"}
    lease = stepped(county, in_force(county), "terminate", **said)
    sale = drafted(county, sale_of())
    stepped(county, sale, "sign", on="2026-11-23")

    refused = step(county, sale, "terminate", **said)

    assert lease["status"] == "terminated"
    assert (refused.problem, refused.body["citation"]["article"]) == (
        "not-a-ground",
        "第七百一十六条",
    )


def test_a_lease_is_reminded_of_and_ends_by_itself(county: County):
    one = in_force(county)
    paid_rent(county, one, 1, 120_000, "2026-11-23")
    paid_rent(county, one, 2, 120_000, "2026-11-23")

    for day in ("2028-06-03", "2028-09-01", "2028-10-31", "2028-12-01"):
        at(county, day)
        wind(county)

    steps = go(county, "GET", f"{one}/history").body["items"]
    assert [each["event"] for each in steps][-4:] == ["expiring", "expiring", "expiring", "ended"]
    ended = seen(county, one)
    assert ended["status"] == "ended"
    again = lease_of(
        ended["asset"],
        renews=ended["id"],
        begins_on="2028-12-01",
        ends_on="2029-11-30",
        rent=[{"due_on": "2028-12-10", "fen": 1}],
    )
    assert did(county, "contracts", again)["renews"] == ended["id"]


def test_a_lease_is_renewed_before_it_ends_and_the_thing_stays_let(county: County):
    one = in_force(county)
    held = seen(county, one)
    renewal = lease_of(
        held["asset"],
        renews=held["id"],
        begins_on="2028-12-01",
        ends_on="2029-11-30",
        rent=[{"due_on": "2028-12-10", "fen": 1}],
    )
    renewal = by_decision(county, renewal)
    too_early = drafted(county, renewal | {"begins_on": "2028-11-30"})
    refused = step(county, too_early, "sign", on="2026-11-23")
    next_one = drafted(county, renewal)
    at(county, "2028-10-31")
    stepped(county, f"assets/{held['asset']}", "inspect", on="2028-10-30")
    stepped(county, next_one, "sign", on="2028-10-31")

    at(county, "2028-12-01")
    wind(county)

    assert (refused.problem, refused.body["earliest"]) == ("renews-too-early", "2028-12-01")
    assert seen(county, one)["status"] == "ended"
    asset = seen(county, f"assets/{held['asset']}")
    assert (asset["status"], f"contracts/{asset['contract']}") == ("leased", next_one)


def test_a_thing_that_is_let_is_let_to_nobody_else_beside_its_renewal(county: County):
    held = seen(county, in_force(county))
    other = drafted(county, by_decision(county, lease_of(held["asset"])))

    assert step(county, other, "sign", on="2026-11-23").problem == "illegal-move"


def test_once_members_are_listed_a_household_that_has_none_neither_claims_nor_counts_as_one(
    county: County,
):
    land = registered(county)
    one = drafted(county, transfer_of(land))
    stepped(county, one, "post")
    listed(county, "h-01")

    claimed = step(county, one, "claim", by="resident")
    party = {"kind": "member", "name": "演示户主h-02", "household": "h-02"}
    drafted_as = go(county, "POST", "contracts", transfer_of(land, party=party))

    assert claimed.problem == "no-household-here"
    assert drafted_as.wrong_fields == ["party.household"]
    assert step(county, one, "claim", by="farmer").status == 200


def test_a_tenants_name_is_shown_in_part_and_a_companys_whole(county: County):
    party = {"kind": "outsider", "name": "王小二"}
    person = drafted(county, lease_of(registered(county, "machine"), party=party))
    company = drafted(county, lease_of(registered(county, "machine")))

    assert seen(county, person, by="town")["party"]["name"] == "王**"
    assert seen(county, company, by="town")["party"]["name"] == "演示农业合作社01"


def test_what_is_posted_is_public_and_names_nobody(county: County):
    one = drafted(county, transfer_of(registered(county)))
    stepped(county, one, "post")

    answer = go(county, "GET", "public/contracts", by=None, query={"village": VILLAGE})

    assert answer.status == 200
    assert [each["rent_fen"] for each in answer.body["items"]] == [500_000]
    assert "外村人" not in answer.text
    assert "h-01" not in answer.text


def test_a_contract_is_changed_only_as_it_was_seen(county: County):
    one = in_force(county)

    stale = step(
        county, one, "terminate", ground="agreed", reason="协商", headers={"if-match": '"1"'}
    )

    assert stale.problem == "stale-version"
