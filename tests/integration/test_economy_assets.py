"""Assets, hires and projects of a collective through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.economy import (
    HOURS,
    asset_of,
    by_decision,
    decided,
    did,
    drafted,
    go,
    item,
    lease_of,
    registered,
    seen,
    settle_in,
    step,
    stepped,
)
from tests.support.money import brought, entered, entered_at, recorded

MORNING = {"begins_at": "2026-11-24T08:00:00+08:00", "ends_at": "2026-11-24T12:00:00+08:00"}


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def machine_of(**more: Any) -> dict[str, Any]:
    said = {
        "plate": "晋04-00001",
        "model": "联合收割机",
        "inspected_on": "2026-06-01",
        "prices": [{"unit": "mu", "fen": 6000}],
        "shares": [{"owner": "collective", "parts": 2}, {"owner": "h-01", "parts": 1}],
    }
    return said | more


def hired(county: County, machine: str, by: str = "farmer", **more: Any) -> Any:
    body = {**MORNING, "unit": "mu", "for_whom": "村东三亩地"} | more
    return go(county, "POST", f"machines/{machine}/hires", body, by=by)


def test_an_asset_is_registered_valued_counted_and_given_up_by_decision(county: County):
    hall = registered(county, "building", name="旧库房", cost_fen=100)
    decision = decided(
        county,
        "collective_investment",
        BodyKind.COLLECTIVE_MEMBERS_MEETING,
        yes=20,
        roll=30,
        items=[item("disposal", hall)],
    )

    stepped(county, f"assets/{hall}", "value", on="2026-11-20", fen=80_000, valuer="演示评估")
    stepped(county, f"assets/{hall}", "count", by="watcher", on="2026-11-21", found="damaged")
    undecided = step(county, f"assets/{hall}", "retire", reason="拆除", decision="0" * 26)
    gone = stepped(county, f"assets/{hall}", "retire", reason="拆除", decision=decision)

    assert undecided.problem == "not-decided"
    assert (gone["status"], gone["worth_fen"]) == ("retired", 80_000)
    assert gone["counted"]["found"] == "damaged"
    events = [one["event"] for one in go(county, "GET", f"assets/{hall}/history").body["items"]]
    assert events == ["registered", "valued", "counted", "retired"]


def test_a_stock_taking_lists_what_is_still_to_be_counted(county: County):
    counted_on = {"2026-11-20": "早盘点", "2026-11-21": "已盘点", None: "未盘点"}
    halls = {on: registered(county, "building", name=name) for on, name in counted_on.items()}
    for on, hall in halls.items():
        if on:
            stepped(county, f"assets/{hall}", "count", by="watcher", on=on, found="present")
    gone = registered(county, "building", name="已处置")
    decision = decided(
        county,
        "collective_investment",
        BodyKind.COLLECTIVE_MEMBERS_MEETING,
        yes=20,
        roll=30,
        items=[item("disposal", gone)],
    )
    stepped(county, f"assets/{gone}", "retire", reason="拆除", decision=decision)

    query = {"village": VILLAGE, "uncounted_since": "2026-11-21"}
    left = go(county, "GET", "assets", by="watcher", query=query).body["items"]

    assert {one["name"] for one in left} == {"早盘点", "未盘点"}


def test_only_land_has_a_size_and_only_machines_have_prices(county: County):
    wrong = go(
        county, "POST", "assets", asset_of("building", land={"area": 1, "land_class": "wood"})
    )
    hall = registered(county, "building")

    assert wrong.wrong_fields == ["land"]
    answer = step(county, f"assets/{hall}", "price", prices=[{"unit": "mu", "fen": 1}])
    assert answer.problem == "illegal-move"


def test_idle_is_kept_since_its_day(county: County):
    hall = registered(county, "building", idle_from_on="2026-01-15")

    assert seen(county, f"assets/{hall}")["idle_too_long"]
    used = stepped(county, f"assets/{hall}", "use", reason="作村部仓库")
    assert (used["status"], used["idle_from_on"]) == ("in_use", None)


def test_the_village_next_door_has_nothing_to_do_with_it(county: County):
    hall = registered(county, "building")

    assert go(county, "GET", f"assets/{hall}", by="far_village").problem == "outside-your-area"
    assert step(county, f"assets/{hall}", "use", by="far_village", reason="x").status == 403


def test_of_two_who_want_the_same_hours_one_gets_them_and_the_other_may_when_they_are_free(
    county: County,
):
    machine = registered(county, "machine", machine=machine_of())

    first = hired(county, machine)
    second = hired(county, machine, by="resident")
    stepped(county, f"hires/{first.body['id']}", "cancel", by="farmer", reason="下雨")
    third = hired(county, machine, by="resident")

    assert (first.status, second.problem, third.status) == (201, "hire-overlaps", 201)


def test_a_hire_is_done_paid_and_shared_among_the_owners(county: County):
    machine = registered(county, "machine", machine=machine_of())
    hire = f"hires/{hired(county, machine).body['id']}"

    done = stepped(county, hire, "finish", hundredths=1250)
    on = "2026-11-23"
    voucher = entered(
        county,
        ("102", "debit", 75_000),
        ("501", "credit", 50_000),
        ("211", "credit", 25_000),
        on=on,
    )["id"]
    said = {"how": "bank", "voucher": voucher}
    unpaid = step(county, hire, "pay", by="farmer", **said)
    paid = stepped(county, hire, "pay", by="bookkeeper", **said)

    assert done["total_fen"] == 75_000
    assert done["parts"] == [
        {"owner": "collective", "fen": 50_000},
        {"owner": "h-01", "fen": 25_000},
    ]
    assert unpaid.problem == "not-allowed"
    assert (paid["status"], paid["paid_on"], paid["voucher"]) == ("paid", on, voucher)
    assert paid["paid_how_name"] == "转账"


def hire_done(county: County, hundredths: int = 1000) -> str:
    machine = registered(county, "machine", machine=machine_of())
    hire = f"hires/{hired(county, machine).body['id']}"
    stepped(county, hire, "finish", hundredths=hundredths)
    return hire


def pay_hire(county: County, hire: str, **said: Any) -> Answer:
    return step(county, hire, "pay", by="bookkeeper", **said)


def test_a_voucher_pays_several_hires_and_no_fen_twice(county: County):
    one, other, third = (hire_done(county) for _ in range(3))
    said = {"how": "bank", "voucher": brought(county, 125_000, "2026-11-23")}

    paid = [pay_hire(county, each, **said) for each in (one, other)]
    too_much = pay_hire(county, third, **said)
    again = pay_hire(county, one, **said)

    assert [each.status for each in paid] == [200, 200]
    assert (too_much.problem, too_much.body["left_fen"]) == ("voucher-brings-less", 5_000)
    assert again.problem == "illegal-move"
    assert seen(county, third)["status"] == "done"


def test_a_hire_is_paid_by_what_is_in_the_books_alone(county: County):
    hire, on = hire_done(county), "2026-11-23"
    waits = recorded(county, on=on).partition("/")[2]
    drawn = entered(county, ("101", "debit", 90_000), ("102", "credit", 90_000), on=on)["id"]

    assert set(pay_hire(county, hire).wrong_fields) == {"how", "voucher"}
    assert pay_hire(county, hire, how="bank", voucher=waits).wrong_fields == ["voucher"]
    assert pay_hire(county, hire, how="bank", voucher=hire[6:]).wrong_fields == ["voucher"]
    refused = pay_hire(county, hire, how="cash", voucher=drawn)
    assert refused.problem == "voucher-brings-less"


def test_a_hire_whose_voucher_is_taken_back_is_to_be_paid_again(county: County):
    hire, on = hire_done(county), "2026-11-23"
    voucher = brought(county, 60_000, on)
    pay_hire(county, hire, how="bank", voucher=voucher)

    entered_at(county, recorded(county, reverses=voucher, lines=[], on=on))

    unpaid = seen(county, hire)
    assert (unpaid["status"], unpaid["paid_on"], unpaid["voucher"]) == ("done", None, None)
    assert go(county, "GET", f"vouchers/{voucher}").body["brings"] == []
    assert pay_hire(county, hire, how="bank", voucher=voucher).wrong_fields == ["voucher"]
    assert pay_hire(county, hire, how="bank", voucher=brought(county, 60_000, on)).status == 200


def test_a_machine_whose_inspection_was_a_year_and_a_day_ago_is_not_given_out(county: County):
    machine = registered(county, "machine", machine=machine_of(inspected_on="2025-11-23"))

    refused = hired(county, machine)
    stepped(county, f"assets/{machine}", "inspect", on="2026-11-23")

    assert refused.problem == "papers-lapsed"
    assert hired(county, machine).status == 201


def test_prices_are_public_and_the_calendar_names_nobody(county: County):
    machine = registered(county, "machine", machine=machine_of())
    registered(county, "machine", machine=machine_of(prices=[]))
    hired(county, machine)

    posted = go(county, "GET", "public/machines", by=None, query={"village": VILLAGE})
    calendar = go(
        county, "GET", f"machines/{machine}/calendar", by="neighbour", query={"day": "2026-11-24"}
    )

    assert [one["prices"][0]["fen"] for one in posted.body["items"]] == [6000]
    assert len(calendar.body["items"]) == 1
    assert set(calendar.body["items"][0]) == {"begins_at", "ends_at"}


@pytest.mark.parametrize(("inspected", "for_hire"), [("2025-11-23", True), ("2025-11-22", False)])
def test_posted_prices_say_whether_the_machine_is_for_hire_today(
    county: County, inspected: str, for_hire: bool
):
    registered(county, "machine", machine=machine_of(inspected_on=inspected))

    posted = go(county, "GET", "public/machines", by=None, query={"village": VILLAGE})

    assert [one["for_hire"] for one in posted.body["items"]] == [for_hire]


def test_somebody_elses_hire_is_not_told_of(county: County):
    machine = registered(county, "machine", machine=machine_of())
    hire = hired(county, machine).body["id"]

    assert go(county, "GET", f"hires/{hire}", by="resident").status == 404
    assert len(go(county, "GET", "hires", by="farmer").body["items"]) == 1
    assert go(county, "GET", "hires", by="resident").body["items"] == []
    assert len(go(county, "GET", f"machines/{machine}/hires", by="town").body["items"]) == 1


def wheat_of(plot: str, **more: Any) -> dict[str, Any]:
    return {
        "village": VILLAGE,
        "kind": "crop",
        "name": "冬小麦",
        "began_on": "2026-10-01",
        "scale": 1250,
        "plot": plot,
        "season": "2026-winter-wheat",
    } | more


def test_a_plot_bears_one_crop_a_season(county: County):
    plot = registered(county)
    did(county, "projects", wheat_of(plot))

    again = go(county, "POST", "projects", wheat_of(plot))

    assert again.problem == "plot-taken"
    assert go(county, "POST", "projects", wheat_of(plot, season="2027-maize")).status == 201


def test_livestock_produces_value_that_is_no_income(county: County):
    said = {
        "village": VILLAGE,
        "kind": "livestock",
        "name": "养羊",
        "began_on": "2026-01-05",
        "scale": 60,
    }
    project = f"projects/{did(county, 'projects', said, by='bookkeeper')['id']}"
    for fen in (1_000_000, 772_000):
        entry = {"kind": "produced", "on": "2026-11-01", "fen": fen, "said": "出栏"}
        did(county, f"{project}/entries", entry, by="bookkeeper")

    kept = seen(county, project)

    assert (kept["produced_fen"], kept["income_fen"]) == (1_772_000, 0)


def test_nothing_is_entered_of_a_project_that_is_over(county: County):
    plot = registered(county)
    project = f"projects/{did(county, 'projects', wheat_of(plot))['id']}"
    did(county, f"{project}/closing", {})

    entry = {"kind": "cost", "on": "2026-11-01", "fen": 1, "said": "种子"}
    assert go(county, "POST", f"{project}/entries", entry).problem == "project-closed"


def test_a_director_who_had_a_machine_for_the_own_field_does_not_measure_it(county: County):
    machine = registered(county, "machine")
    hire = f"hires/{did(county, f'machines/{machine}/hires', HOURS, by='director')['id']}"

    assert seen(county, hire)["actions"] == ["cancel"]
    assert step(county, hire, "finish", hundredths=1).problem == "measures-own"
    assert stepped(county, hire, "finish", by="bookkeeper", hundredths=1250)["status"] == "done"


@pytest.mark.parametrize(("day", "problem"), [("2026-11-30", None), ("2026-12-01", "booked")])
def test_a_machine_is_not_let_over_the_hours_somebody_booked(
    county: County, monkeypatch: pytest.MonkeyPatch, day: str, problem: str | None
):
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    machine = registered(county, "machine")
    hours = HOURS | {"begins_at": f"{day}T08:00:00+08:00", "ends_at": f"{day}T12:00:00+08:00"}
    hire = did(county, f"machines/{machine}/hires", hours, by="farmer")["id"]
    lease = drafted(county, by_decision(county, lease_of(machine)))

    answer = step(county, lease, "sign", on="2026-11-23")
    if problem is None:
        assert answer.status == 200, answer
        return
    assert (answer.problem, answer.body["hires"]) == ("machine-booked", [hire])
    stepped(county, f"hires/{hire}", "cancel", by="farmer", reason="不用了")
    assert step(county, lease, "sign", on="2026-11-23").status == 200
