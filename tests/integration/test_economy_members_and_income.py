"""Members and shares of a collective, its sheets, budgets and the distribution of its income, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from assembly.rules.items import MatterItem
from assembly.rules.publications import Publication, PublicationKind
from assembly.rules.states.publications import PublicationStatus
from kernel.ids import new_id
from tests.support.assembly import Made
from tests.support.county import NEXT_VILLAGE, VILLAGE, Answer, County, a_county
from tests.support.economy import decided, did, go, item, listed, settle_in, stepped
from tests.support.money import entered, entered_at, recorded, voucher_of
from tests.support.obligations import owed

MEMBERS = BodyKind.COLLECTIVE_MEMBERS_MEETING
REPRESENTATIVES = BodyKind.COLLECTIVE_REPRESENTATIVES_MEETING
COUNCIL = BodyKind.COLLECTIVE_COUNCIL


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def by_members(
    county: County,
    kind: str,
    *items: MatterItem,
    body: BodyKind = MEMBERS,
    yes: int = 20,
    village: str = VILLAGE,
) -> str:
    return decided(county, kind, body, yes=yes, roll=30, village=village, items=items)


def admitting(county: County, person: str, ground: str = "founding", **how: Any) -> str:
    return by_members(county, "collective_membership", item("admit", person, 100, ground), **how)


def member_of(county: County, person: str = "p-m-1", **more: Any) -> dict[str, Any]:
    said = {
        "village": VILLAGE,
        "person": person,
        "name": "演示成员",
        "household": "h-01",
        "ground": "founding",
        "from_on": "2000-01-01",
        "holdings": [{"share_class": "population", "hundredths": 100}],
    }
    ground = more.get("ground", "founding")
    return said | {"decision": admitting(county, person, ground)} | more


def published(
    county: County,
    kind: PublicationKind,
    at: str,
    period: str | None = None,
    **more: Any,
) -> str:
    """Return a publication of the village, as the assembly would have kept it."""
    made = new_id(county.now)
    with county.quietly():
        work = Made()
        work.save(
            Publication(
                id=made,
                village=VILLAGE,
                kind=kind,
                title="公开",
                content="见附件",
                published_by="village",
                published_at=at,
                stays_until=at,
                status=PublicationStatus.UP,
                objections=0,
                answered=0,
                period=period,
                **more,
            )
        )
        work.commit()
    return made


def test_a_member_is_admitted_by_the_members_and_the_list_is_to_be_filed_again(county: County):
    made = did(county, "members", member_of(county))
    roll = f"member-rolls/{VILLAGE}"

    assert (made["status"], made["name"]) == ("member", "演**")
    assert go(county, "GET", roll).body["to_be_filed_with"] == ["town", "county"]
    for one in ("town", "county"):
        did(county, f"{roll}/filings", {"filed_with": one, "on": "2026-11-23"})
    assert go(county, "GET", roll).body["to_be_filed_with"] == []
    assert go(county, "POST", "members", member_of(county)).problem == "already-member"
    did(county, "members", member_of(county, "p-m-2"))
    assert go(county, "GET", roll).body == {
        "village": VILLAGE,
        "members": 2,
        "changed_on": "2026-11-23",
        "to_be_filed_with": ["town", "county"],
        "version": 4,
    }


def test_the_council_admits_nobody_and_three_quarters_let_a_non_member_share(county: County):
    by_council = admitting(county, "p-m-1", body=COUNCIL)
    wrong = go(county, "POST", "members", member_of(county, decision=by_council))
    assert (wrong.problem, wrong.body["bodies"]) == ("decided-by-wrong-body", [str(MEMBERS)])

    serving = member_of(county, ground="long_service")
    assert go(county, "POST", "members", serving).problem == "majority-missed"
    enough = admitting(county, "p-m-1", "long_service", yes=23)
    assert did(county, "members", serving | {"decision": enough})["status"] == "beneficiary"


def test_no_majority_cuts_a_woman_who_married_out_and_death_ends_it(county: County):
    member = did(county, "members", member_of(county))["id"]
    death = item("end", "p-m-1", detail="death")
    every = by_members(county, "collective_membership", death, yes=30)
    body = {"ground": "married_out", "on": "2026-11-20", "decision": every}

    cut = go(county, "POST", f"members/{member}/ending", body)
    hidden = body | {"ground": "other_membership", "said": "外嫁女"}

    assert (cut.status, cut.problem) == (409, "never-cut")
    assert go(county, "POST", f"members/{member}/ending", hidden).problem == "never-cut"
    over = did(county, f"members/{member}/ending", body | {"ground": "death"})
    assert (over["status"], over["holdings"]) == ("ended", [])
    assert over["end_ground_name"] == "死亡"
    again = did(county, "members", member_of(county))
    assert again["id"] != member


def test_nobody_is_a_member_of_two_collectives_until_one_has_ended(county: County):
    county.settle({}, {"next_director": ("collective_director", NEXT_VILLAGE)})
    member = did(county, "members", member_of(county))["id"]

    def admitted_next_door(ground: str, yes: int = 30) -> Answer:
        names = item("admit", "p-m-1", 100, ground)
        decision = by_members(county, "collective_membership", names, yes=yes, village=NEXT_VILLAGE)
        next_door = {"village": NEXT_VILLAGE, "household": "h-90", "ground": ground}
        said = member_of(county, decision=decision) | next_door
        return go(county, "POST", "members", said, by="next_director")

    twice = admitted_next_door("marriage_in")
    over = item("end", "p-m-1", detail="other_membership")
    decision = by_members(county, "collective_membership", over)
    body = {"ground": "other_membership", "on": "2026-11-20", "decision": decision}
    did(county, f"members/{member}/ending", body)

    assert (twice.problem, twice.body["village"]) == ("member-elsewhere", VILLAGE)
    assert "第十七条" in twice.body["citation"]["article"]
    assert admitted_next_door("marriage_in").status == 201
    assert go(county, "POST", "members", member_of(county)).problem == "member-elsewhere"


def test_who_is_a_member_elsewhere_may_share_income_here(county: County):
    county.settle({}, {"next_director": ("collective_director", NEXT_VILLAGE)})
    did(county, "members", member_of(county))
    names = item("admit", "p-m-1", 100, "long_service")
    decision = by_members(county, "collective_membership", names, yes=30, village=NEXT_VILLAGE)
    next_door = {"village": NEXT_VILLAGE, "household": "h-90", "ground": "long_service"}

    shares = member_of(county, decision=decision) | next_door
    made = go(county, "POST", "members", shares, by="next_director")

    assert made.body["status"] == "beneficiary", made


def test_shares_change_by_decision_and_the_history_tells(county: County):
    member = did(county, "members", member_of(county))["id"]
    decision = by_members(county, "collective_membership", item("shares", "p-m-1", 7))
    body = {"holdings": [{"share_class": "seniority", "hundredths": 7}], "decision": decision}

    undecided = go(county, "POST", f"members/{member}/shares", body | {"decision": "0" * 26})
    did(county, f"members/{member}/shares", body)

    assert undecided.problem == "not-decided"
    events = [one["event"] for one in go(county, "GET", f"members/{member}/history").body["items"]]
    assert events == ["admitted", "shares_set"]
    assert go(county, "GET", f"members/{member}", by="far_village").status == 403


def says(charter: dict[str, Any]) -> list[MatterItem]:
    """Return what a decision carries by which a charter is entered as it is said."""
    delegated = [item("charter", f"delegated.{one}") for one in charter.get("delegated", ())]
    return [item("charter", "reserve_percent", charter["reserve_percent"]), *delegated]


def chartered(county: County, **more: Any) -> None:
    body = {"village": VILLAGE, "reserve_percent": 30} | more
    did(
        county,
        "charters",
        body | {"decision": by_members(county, "collective_charter", *says(body))},
    )


def a_year_of_income(county: County) -> None:
    """Three members, a charter, and 1,000.00 yuan of the year before."""
    for number in (1, 2, 3):
        did(county, "members", member_of(county, f"p-m-{number}"))
    entered(county, ("102", "debit", 100_000), ("501", "credit", 100_000), on="2025-06-30")


def sharing(county: County, reserve: int = 30_000, shared: int = 70_000, **how: Any) -> str:
    """Let the members decide how the income of the year before is shared."""
    items = (
        item("distribution", "2025~reserve", reserve),
        item("distribution", "2025~shared", shared),
    )
    return by_members(county, "collective_income", *items, **how)


def distributing(county: County, decision: str, opened: str = "2026-10-20") -> Answer:
    plan = published(county, PublicationKind.OTHER, f"{opened}T02:00:00.000Z", matter=decision)
    body = {
        "village": VILLAGE,
        "year": 2025,
        "decision": decision,
        "plan": plan,
        "handler": "village",
    }
    return go(county, "POST", "distributions", body, by="bookkeeper")


def test_income_is_distributed_by_the_members_reserve_first_and_to_the_fen(county: County):
    a_year_of_income(county)
    chartered(county)

    made = distributing(county, sharing(county))
    assert made.status == 201, made
    entered_at(county, f"vouchers/{made.body['voucher']}")
    sheet = go(
        county, "GET", "statements", query={"village": VILLAGE, "month": "2026-11"}, by="farmer"
    ).body["balance"]

    assert (made.body["reserve_fen"], made.body["shared_fen"]) == (30_000, 70_000)
    members = go(county, "GET", "members", query={"village": VILLAGE}).body["items"]
    path = f"distributions/{VILLAGE}/2025"
    got = [go(county, "GET", path, query={"member": one["id"]}).body for one in members]
    assert sorted(one["member_fen"] for one in got) == [23_333, 23_333, 23_334]
    assert sheet["assets_fen"] == sheet["claims_fen"] == 100_000
    assert {one["account"]: one["fen"] for one in sheet["equity"]} == {
        "311": 30_000,
        "322": -100_000,
    }
    again = distributing(county, sharing(county))
    assert again.problem == "distributed-already"


def test_nothing_is_entered_in_a_year_whose_income_is_distributed(county: County):
    a_year_of_income(county)
    chartered(county)
    made = distributing(county, sharing(county)).body
    late = voucher_of(on="2025-12-31")

    refused = go(county, "POST", "vouchers", late, by="bookkeeper")
    stepped(county, f"vouchers/{made['voucher']}", "void", reason="方案有误")
    undone = go(county, "POST", "vouchers", late, by="bookkeeper")

    assert (refused.problem, undone.status) == ("income-year-distributed", 201)


def test_the_wrong_body_distributes_nothing_and_representatives_only_by_charter(county: County):
    a_year_of_income(county)
    chartered(county)
    by_council = distributing(county, sharing(county, body=COUNCIL))
    by_few = distributing(county, sharing(county, body=REPRESENTATIVES))
    too_few = distributing(county, sharing(county, yes=19))
    chartered(county, delegated=["distribution"])

    for refused in (by_council, by_few):
        assert refused.problem == "decided-by-wrong-body"
        assert refused.body["citation"]["article"]
    assert too_few.problem == "majority-missed"
    lets = distributing(county, sharing(county, body=REPRESENTATIVES))
    assert lets.status == 201


def test_a_plan_open_for_nine_days_a_charter_unknown_or_open_books_are_refused(county: County):
    a_year_of_income(county)
    decision = sharing(county)
    assert distributing(county, decision).problem == "no-charter"
    chartered(county)
    # Decided on 1 November.
    assert distributing(county, decision, "2026-10-23").problem == "not-opened-in-time"
    path = recorded(county, on="2025-12-31")
    assert distributing(county, decision, "2026-10-22").problem == "books-open"
    stepped(county, path, "void", reason="重复")
    assert distributing(county, decision, "2026-10-22").status == 201


def test_a_distribution_is_what_was_decided_and_no_fen_else(county: County):
    a_year_of_income(county)
    chartered(county)

    more_to_members = distributing(county, sharing(county, 29_999, 70_001))
    other_year = by_members(county, "collective_income", item("distribution", "2024~shared", 1))

    assert more_to_members.problem == "decided-otherwise"
    assert {one["subject"]: one["amount"] for one in more_to_members.body["wanted"]} == {
        "2025~reserve": 30_000,
        "2025~shared": 70_000,
    }
    assert distributing(county, other_year).problem == "decided-otherwise"


def test_a_plan_of_another_matter_or_one_that_came_down_is_none_members_could_read(
    county: County,
):
    a_year_of_income(county)
    chartered(county)
    decision = sharing(county)
    body = {"village": VILLAGE, "year": 2025, "decision": decision, "handler": "village"}
    at = "2026-10-20T02:00:00.000Z"
    # Decided on 1 November.
    plans = (
        published(county, PublicationKind.OTHER, at, matter=sharing(county)),
        published(
            county,
            PublicationKind.OTHER,
            at,
            matter=decision,
            taken_down_at="2026-10-31T02:00:00.000Z",
        ),
    )

    refused = [
        go(county, "POST", "distributions", body | {"plan": one}, by="bookkeeper") for one in plans
    ]

    assert [one.problem for one in refused] == ["not-opened-in-time"] * 2


def test_a_distribution_whose_voucher_was_taken_back_is_made_again_and_only_then(county: County):
    a_year_of_income(county)
    chartered(county)
    decision = sharing(county)
    first = distributing(county, decision).body["voucher"]
    entered_at(county, f"vouchers/{first}")
    back = recorded(county, reverses=first, lines=[])

    pending = distributing(county, decision)
    entered_at(county, back)
    again = distributing(county, decision)
    third = distributing(county, decision)
    back_again = voucher_of(reverses=back.partition("/")[2], lines=[])

    assert pending.problem == "distributed-already"
    assert (again.status, again.body["version"]) == (201, 2)
    assert third.problem == "distributed-already"
    refused = go(county, "POST", "vouchers", back_again, by="bookkeeper")
    assert refused.wrong_fields == ["reverses"]


def in_the_books(county: County) -> tuple[str, str, list[str]]:
    """Let a year's income be distributed and entered; return the decision, its voucher, and members who get 23,333 or 23,334 fen."""
    a_year_of_income(county)
    chartered(county)
    decision = sharing(county)
    voucher = distributing(county, decision).body["voucher"]
    entered_at(county, f"vouchers/{voucher}")
    members = go(county, "GET", "members", query={"village": VILLAGE}).body["items"]
    return decision, voucher, sorted(one["id"] for one in members)


def paying_out(county: County, fen: int, against: str = "102") -> str:
    return entered(county, ("211", "debit", fen), (against, "credit", fen))["id"]


def pay_out(county: County, voucher: str, *members: str, by: str = "bookkeeper") -> Answer:
    body = {"members": list(members), "voucher": voucher}
    return go(county, "POST", f"distributions/{VILLAGE}/2025/payouts", body, by=by)


def test_a_member_is_paid_the_whole_share_once_by_a_voucher_in_the_books(county: County):
    _, entering, (one, two, three) = in_the_books(county)
    voucher = paying_out(county, 70_000 - 1)

    first = pay_out(county, voucher, one, two)
    again = pay_out(county, paying_out(county, 30_000), three, one)
    too_little = pay_out(county, voucher, three)
    read = go(county, "GET", f"distributions/{VILLAGE}/2025", query={"member": one}).body
    left = 70_000 - first.body["paid_fen"]

    assert first.status == 200, first
    assert first.body["paid_fen"] in (46_666, 46_667)
    assert (again.problem, again.body["members"]) == ("share-paid", [one])
    assert (too_little.problem, too_little.body["left_fen"]) == ("voucher-brings-less", left - 1)
    assert (read["member_voucher"], read["paid_fen"]) == (voucher, first.body["paid_fen"])
    (pays,) = go(county, "GET", f"vouchers/{voucher}").body["pays"]
    assert pays == {"year": 2025, "fen": first.body["paid_fen"], "members": 2}
    assert pay_out(county, entering, three).problem == "voucher-brings-less"
    assert pay_out(county, voucher, three, by="cashier").problem == "not-allowed"


@pytest.mark.parametrize(
    "against", ["102", "501", "112"], ids=["bank", "rent set off", "a debt set off"]
)
def test_a_share_is_paid_by_money_or_set_off(county: County, against: str):
    _, _, (one, _, _) = in_the_books(county)

    assert pay_out(county, paying_out(county, 23_334, against), one).status == 200


@pytest.mark.parametrize("against", ["201", "311"], ids=["another debt", "the reserve"])
def test_a_share_that_is_owed_in_another_name_is_not_paid(county: County, against: str):
    _, _, (one, _, _) = in_the_books(county)

    refused = pay_out(county, paying_out(county, 23_334, against), one)

    assert refused.problem == "voucher-brings-less"


def test_nobody_is_paid_who_has_no_share_or_twice_over_or_by_what_is_not_in_the_books(
    county: County,
):
    _, _, (one, two, _) = in_the_books(county)
    voucher = paying_out(county, 70_000)
    waits = recorded(county, ("211", "debit", 70_000), ("102", "credit", 70_000))

    assert pay_out(county, voucher, voucher).wrong_fields == ["members"]
    assert pay_out(county, voucher, one, one).wrong_fields == ["members"]
    assert pay_out(county, waits.partition("/")[2], two).wrong_fields == ["voucher"]
    unknown = {"members": [one], "voucher": voucher}
    path = f"distributions/{VILLAGE}/2024/payouts"
    assert go(county, "POST", path, unknown, by="bookkeeper").status == 404


def test_a_payout_taken_back_has_paid_nobody_and_frees_a_distribution_that_was(county: County):
    decision, entering, (one, two, _) = in_the_books(county)
    voucher = paying_out(county, 30_000)
    pay_out(county, voucher, one)

    entered_at(county, recorded(county, reverses=entering, lines=[]))
    of_nothing = pay_out(county, paying_out(county, 30_000), two)
    over_paid = distributing(county, decision)
    entered_at(county, recorded(county, reverses=voucher, lines=[]))
    read = go(county, "GET", f"distributions/{VILLAGE}/2025", query={"member": one}).body

    assert of_nothing.wrong_fields == ["year"]
    assert over_paid.problem == "shares-paid-out"
    assert (read["member_voucher"], read["paid_fen"]) == (None, 0)
    assert go(county, "GET", f"vouchers/{voucher}").body["pays"] == []
    assert distributing(county, decision).status == 201


def test_one_decision_admits_and_sets_shares_once_for_each_it_names(county: County):
    names = [item("admit", f"p-m-{n}", 100, "founding") for n in (1, 2)]
    decision = by_members(county, "collective_membership", *names, item("shares", "p-m-1", 7))
    for person in ("p-m-1", "p-m-2"):
        made = did(county, "members", member_of(county, person, decision=decision))
    stranger = member_of(county, "p-m-3", decision=decision)
    holdings = [{"share_class": "population", "hundredths": 7}]
    shares = {"holdings": holdings, "decision": decision}
    first = go(county, "GET", "members", query={"village": VILLAGE}).body["items"][0]["id"]

    did(county, f"members/{first}/shares", shares)

    assert go(county, "POST", "members", stranger).problem == "decided-otherwise"
    assert go(county, "POST", f"members/{first}/shares", shares).problem == "decision-used"
    other = go(county, "POST", f"members/{made['id']}/shares", shares)
    assert other.problem == "decided-otherwise"


def test_a_decision_taken_before_a_year_was_over_distributes_it_not(county: County):
    a_year_of_income(county)
    chartered(county)
    entered(county, ("102", "debit", 9), ("501", "credit", 9), on="2026-11-20")
    decision = sharing(county)
    plan = published(county, PublicationKind.OTHER, "2026-10-20T02:00:00.000Z", matter=decision)
    county.advance(days=60)
    body = {"village": VILLAGE, "year": 2026, "decision": decision, "plan": plan}

    refused = go(county, "POST", "distributions", body | {"handler": "village"}, by="bookkeeper")

    assert refused.problem == "decided-before-year-over"
    assert refused.body["citation"]["article"]


def test_a_member_reads_budget_and_distribution_and_what_the_own_household_gets(county: County):
    a_year_of_income(county)
    chartered(county)
    distributing(county, sharing(county))
    members = go(county, "GET", "members", query={"village": VILLAGE}).body["items"]
    path = f"distributions/{VILLAGE}/2025"
    own = {one["household"]: one["id"] for one in members}["h-01"]
    other = listed(county, "h-02", "p-m-9")

    assert go(county, "GET", f"charters/{VILLAGE}", by="farmer").status == 200
    assert go(county, "GET", path, by="farmer").body["member_fen"] is None
    assert go(county, "GET", path, by="farmer", query={"member": own}).body["member_fen"] > 0
    not_own = go(county, "GET", path, by="farmer", query={"member": other})
    assert not_own.problem == "outside-your-area"
    assert go(county, "GET", path, by="neighbour").problem == "outside-your-area"


def budget_of(county: County, opened: str = "2026-10-20", fen: int = 200_000) -> dict[str, Any]:
    decision = by_members(county, "collective_budget", item("budget", "2026~501", fen))
    at = f"{opened}T02:00:00.000Z"
    plan = published(county, PublicationKind.OTHER, at, matter=decision)
    said = {"village": VILLAGE, "year": 2026, "lines": [{"account": "501", "fen": fen}]}
    return said | {"plan": plan, "decision": decision}


def test_a_budget_whose_plan_was_open_for_nine_days_is_refused(county: County):
    # Decided on 1 November.
    late, in_time = (
        go(county, "POST", "budgets", budget_of(county, opened))
        for opened in ("2026-10-23", "2026-10-22")
    )

    assert (late.problem, in_time.status) == ("not-opened-in-time", 201)


def test_other_words_under_the_same_decision_change_neither_budget_nor_charter(county: County):
    budget = budget_of(county)
    charter = {"village": VILLAGE, "reserve_percent": 30}
    charter |= {"decision": by_members(county, "collective_charter", *says(charter))}
    did(county, "budgets", budget)
    did(county, "charters", charter)

    lines = {"lines": [{"account": "501", "fen": 1}]}
    other_budget = go(county, "POST", "budgets", budget | lines)
    other_charter = go(county, "POST", "charters", charter | {"reserve_percent": 1})
    twice = [go(county, "POST", *each) for each in (("budgets", budget), ("charters", charter))]

    assert other_budget.problem == other_charter.problem == "decided-otherwise"
    assert [one.problem for one in twice] == ["decision-used", "decision-used"]
    assert (twice[0].body["act"], twice[0].body["thing"]) == ("budget", f"{VILLAGE}~2026")
    assert did(county, "budgets", budget_of(county, fen=1))["version"] == 2


def test_a_budget_is_decided_and_read_with_what_came_of_it(county: County):
    body = budget_of(county)
    refused = go(county, "POST", "budgets", body | {"decision": "0" * 26})
    did(county, "budgets", body)
    entered(county)

    assert refused.problem == "not-decided"
    (line,) = go(county, "GET", f"budgets/{VILLAGE}/2026").body["lines"]
    assert (line["fen"], line["actual_fen"]) == (200_000, 120_000)


def finance(county: County, period: str) -> str:
    at = datetime(2026, 11, 20, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return published(county, PublicationKind.FINANCE, at, period)


def test_what_is_published_takes_no_voucher_any_more_and_is_taken_back_in_the_open(county: County):
    wrong = entered(county, on="2026-09-30")
    waiting = recorded(county, on="2026-08-01")
    body = {"village": VILLAGE, "period": "2026-Q3", "publication": finance(county, "2026-Q3")}

    waits = go(county, "POST", "book-publications", body)
    stepped(county, waiting, "void", reason="重复")
    did(county, "book-publications", body)
    late = [
        go(county, "POST", "vouchers", voucher_of(on=day), by="bookkeeper")
        for day in ("2026-09-30", "2026-06-30", "2026-10-01")
    ]
    back = voucher_of(reverses=wrong["id"], lines=[])
    closed = go(county, "POST", "vouchers", back | {"on": "2026-09-30"}, by="bookkeeper")

    assert waits.problem == "books-open"
    assert [one.problem if one.status == 409 else one.status for one in late] == [
        "period-closed",
        "period-closed",
        201,
    ]
    assert (closed.problem, closed.body["closed_until"]) == ("period-closed", "2026-09-30")
    in_the_open = did(county, "vouchers", back | {"on": "2026-11-20"}, by="bookkeeper")
    assert entered_at(county, f"vouchers/{in_the_open['id']}")["status"] == "posted"


def test_a_period_that_still_runs_is_not_closed_and_nobody_else_closes_one(county: County):
    entered(county)
    body = {"village": VILLAGE, "period": "2026-Q4", "publication": finance(county, "2026-Q4")}

    assert go(county, "POST", "book-publications", body).problem == "period-not-over"
    assert go(county, "POST", "book-publications", body, by="cashier").status == 403
    assert go(county, "POST", "book-publications", body, by="town").status == 403


def test_accounts_are_published_by_what_is_up_and_owed_no_more(county: County):
    entered(county, on="2026-09-30")
    body = {"village": VILLAGE, "period": "2026-Q3"}
    other, right = finance(county, "2026-Q2"), finance(county, "2026-Q3")

    refused = go(county, "POST", "book-publications", body | {"publication": other})
    did(county, "book-publications", body | {"publication": right})

    assert refused.problem == "not-published"
    assert owed(county, VILLAGE, "books_publication") == []


def test_statements_are_for_members_and_not_for_the_village_next_door(county: County):
    asked = {"village": VILLAGE, "month": "2026-11"}
    assert go(county, "GET", "statements", query=asked, by="farmer").status == 200
    refused = go(county, "GET", "statements", query=asked, by="neighbour")
    assert refused.problem == "outside-your-area"


def test_value_that_a_project_produced_is_in_no_sheet(county: County):
    project = did(
        county,
        "projects",
        {
            "village": VILLAGE,
            "kind": "livestock",
            "name": "养羊",
            "began_on": "2026-01-05",
            "scale": 60,
        },
    )["id"]
    produced = {"kind": "produced", "on": "2026-11-01", "fen": 1_772_000, "said": "出栏"}
    did(county, f"projects/{project}/entries", produced, by="bookkeeper")

    sheets = go(county, "GET", "statements", query={"village": VILLAGE, "month": "2026-11"}).body
    assert (sheets["income"]["net_fen"], sheets["balance"]["assets_fen"]) == (0, 0)


def test_a_county_replaces_the_chart_and_a_chart_without_cash_is_refused(county: County):
    chart = go(county, "GET", "accounts")
    said = [
        {"code": one["code"], "zh": one["name"], "en": one["name"], "kind": one["kind"]}
        | ({"use": one["use"]} if one["use"] else {})
        for one in chart.body["accounts"]
    ]
    more = [*said, {"code": "505", "zh": "捐赠收入", "en": "gifts", "kind": "income"}]
    none = [one for one in said if one.get("use") != "cash"]

    def put(accounts: Any, by: str = "admin") -> Answer:
        return go(county, "PUT", "accounts", {"accounts": accounts}, by=by, headers=current)

    current = {"If-Match": '"0"'}
    assert put(more, "director").status == 403
    fewer = [one for one in said if one["code"] != "514"]
    assert put(none).wrong_fields == put(fewer).wrong_fields == ["accounts"]
    replaced = put(more)
    assert replaced.status == 200, replaced
    assert len(replaced.body["accounts"]) == 43
