"""Alerts of a collective (三资预警): the night finds what stands out, and what is owed for it; the town alone dismisses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from assembly.rules.bodies import BodyKind
from economy.store.watches import WATCHES
from registry.store.rows import RelativesRow
from tests.support.county import COUNTY, NEXT_VILLAGE, TOWN, VILLAGE, Answer, County, a_county
from tests.support.economy import (
    CLAUSES,
    asset_of,
    by_decision,
    decided,
    did,
    drafted,
    go,
    lease_of,
    registered,
    seen,
    settle_in,
    step,
    stepped,
    transfer_of,
    wind,
)
from tests.support.money import entered, entered_at, paid_rent, recorded
from tests.support.obligations import climbs_to_the_county, owed


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    with a_county() as made:
        settle_in(made)
        yield made


def night(county: County, nights: int = 1) -> None:
    """Let so many nights pass, the clock running through each."""
    for _ in range(nights):
        county.advance(hours=23)
        for _ in range(4):
            wind(county)
            county.advance(minutes=15)


def alerts(county: County, by: str = "town", unit: str = VILLAGE, shelf: str = "open") -> Any:
    query = {"unit": unit, "shelf": shelf}
    answer = go(county, "GET", "alerts", by=by, query=query)
    assert answer.status == 200, answer
    return answer.body["items"]


def codes(county: County, **how: Any) -> list[str]:
    return sorted(one["code"] for one in alerts(county, **how))


def the_alert(county: County, code: str, **how: Any) -> Any:
    (one,) = [each for each in alerts(county, **how) if each["code"] == code]
    return one


def figures(alert: Any) -> dict[str, str]:
    return {one["name"]: one["value"] for one in alert["figures"]}


def acted(county: County, alert: Any, action: str, by: str, reason: str | None = "看过") -> Answer:
    more = {"reason": reason} if reason else {}
    return step(county, f"alerts/{alert['id']}", action, by=by, **more)


def idle_building(county: County, since: str = "2026-05-01") -> str:
    return registered(county, "building", name="旧学校", idle_from_on=since)


def by_members(county: County, said: dict[str, Any]) -> dict[str, Any]:
    assembly = ("land_contract", BodyKind.COLLECTIVE_MEMBERS_MEETING)
    return by_decision(county, said, *assembly, yes=5, roll=5)


def leased(county: County, by: str = "director", **more: Any) -> str:
    """Let a machine, and return the contract's path."""
    machine = registered(county, "machine")
    said: dict[str, Any] = {"on": "2026-11-23", "fen": 800_000, "valuer": "县农经站"}
    said["reference_rent_fen"] = 120_000
    stepped(county, f"assets/{machine}", "value", by="village", **said)
    path = drafted(county, by_decision(county, lease_of(machine, **more)))
    stepped(county, path, "sign", by=by, on="2026-11-23")
    return path


# --- what is found


def test_what_is_idle_for_more_than_six_months_is_found_at_night_with_its_evidence(county: County):
    asset = idle_building(county)
    assert codes(county) == []

    night(county)

    found = the_alert(county, "idle_long")
    assert figures(found) == {"idle_from_on": "2026-05-01", "waited_months": "6"}
    assert [(one["kind"], one["id"]) for one in found["evidence"]] == [("asset", asset)]
    assert seen(county, f"assets/{asset}", by="town")["id"] == asset
    assert found["evidence"][0]["path"] == f"/v1/economy/assets/{asset}"
    assert (found["owner"], found["status"]) == (VILLAGE, "raised")


def test_what_is_idle_for_six_months_to_the_day_is_not_found(county: County):
    day = (county.now + timedelta(days=1)).date()
    idle_building(county, f"{day.replace(month=day.month - 6)}")

    night(county)
    assert codes(county) == []
    night(county)
    assert codes(county) == ["idle_long"]


def test_a_rent_below_seventy_percent_of_the_reference_is_found(county: County):
    machine = registered(county, "machine", reference_rent_fen=200_000)
    path = drafted(county, by_decision(county, lease_of(machine)))
    stepped(county, path, "sign", on="2026-11-23")

    night(county)

    found = the_alert(county, "rent_low")
    assert figures(found)["reference_rent_fen"] == "200000"
    assert {one["kind"] for one in found["evidence"]} == {"contract", "asset"}


def test_a_rent_is_compared_with_the_reference_as_it_is_valued_now(county: County):
    path = leased(county)
    asset = f"assets/{seen(county, path)['asset']}"
    night(county)
    assert "rent_low" not in codes(county)

    said = {"on": "2026-11-24", "fen": 900_000, "valuer": "县农经站", "reference_rent_fen": 200_000}
    stepped(county, asset, "value", **said)
    night(county)
    assert "rent_low" in codes(county)


def test_a_draft_that_is_used_before_it_is_decided_or_offered_openly_is_found_by_the_town(
    county: County,
):
    land = registered(county, "building", in_use=True)
    said = lease_of(land, begins_on="2026-11-20", ends_on="2028-11-19")
    said["rent"] = [{"due_on": "2026-12-10", "fen": 6_000_000}]
    drafted(county, said)

    night(county)

    assert codes(county) == ["no_decision", "no_tender"]
    assert {one["owner"] for one in alerts(county)} == {TOWN}


def test_a_draft_whose_term_is_still_to_come_is_nobodys_concern(county: County):
    drafted(county, lease_of(registered(county, "building", in_use=True)))

    night(county)

    assert codes(county) == []


def test_land_used_by_an_outsider_without_the_towns_approval_is_found(county: County):
    land = registered(county)
    said = transfer_of(land, kind="land_contract", begins_on="2026-11-20", ends_on="2027-12-31")
    said = {name: value for name, value in said.items() if name not in ("mandate", "base")}
    said["decision"] = decided(
        county, "land_contract", BodyKind.COLLECTIVE_MEMBERS_MEETING, yes=5, roll=5
    )
    drafted(county, said)

    night(county)

    assert codes(county) == ["approval_missing"]


def test_a_tenant_near_to_the_director_is_found_and_checked_by_the_town_alone(county: County):
    settle_in(county)
    county.settle(
        {},
        {"director": ("collective_director", VILLAGE)},
        about={"director": {"household": "h-02"}},
        beside=[
            RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {"kinship": "siblings"}})
        ],
    )
    party = {"kind": "member", "name": "演示户主h-01", "household": "h-01"}
    path = leased(county, by="village", party=party)

    night(county)

    found = the_alert(county, "tenant_near_director")
    assert f"contracts/{found['subject']}" == path
    refused = acted(county, found, "check", by="director")
    assert refused.status == 403
    assert acted(county, found, "check", by="town").status == 200


def test_a_transfer_that_outlasts_what_it_rests_on_since_that_ended_early_is_found(county: County):
    land = registered(county)
    held = drafted(
        county,
        by_members(
            county,
            {
                "village": VILLAGE,
                "kind": "land_contract",
                "title": "家庭承包",
                "asset": land,
                "party": {"kind": "member", "name": "演示户主h-01", "household": "h-01"},
                "begins_on": "2026-01-01",
                "ends_on": "2030-12-31",
                "clauses": CLAUSES,
                "rent": [],
            },
        ),
    )
    stepped(county, held, "sign", on="2026-11-23")
    member = {"kind": "member", "name": "演示户主h-02", "household": "h-02"}
    base = {"contract": held.partition("/")[2], "ends_on": "2030-12-31"}
    path = drafted(county, transfer_of(land, party=member, base=base))
    stepped(county, path, "sign", on="2026-11-23")
    night(county)
    assert "term_too_long" not in codes(county)

    stepped(county, held, "terminate", ground="agreed", reason="退包")
    night(county)

    found = the_alert(county, "term_too_long")
    assert f"contracts/{found['subject']}" == path
    assert held.partition("/")[2] in {one["id"] for one in found["evidence"]}


def test_an_end_that_comes_nearer_is_worse_at_ninety_and_at_thirty_days(county: County):
    leased(county, ends_on="2027-05-20", rent=[{"due_on": "2026-12-10", "fen": 240_000}])
    grades: list[int] = []

    for days in (0, 87, 60):
        county.advance(days=days)
        night(county)
        grades.append(the_alert(county, "expiring")["grade"])

    assert grades == [1, 2, 3]
    found = the_alert(county, "expiring")
    history = go(county, "GET", f"alerts/{found['id']}/history", by="town").body["items"]
    assert [one["event"] for one in history] == ["raised", "worsened", "worsened"]


def test_rent_that_is_late_is_worse_at_thirty_and_ninety_days_and_gone_when_paid(county: County):
    path = leased(county)
    grades: list[int] = []

    for days in (18, 29, 59):
        county.advance(days=days)
        night(county)
        grades.append(the_alert(county, "rent_late")["grade"])
    assert grades == [1, 2, 3]
    assert figures(the_alert(county, "rent_late"))["late_fen"] == "120000"

    paid_rent(county, path, 1, 120_000, "2027-03-01")
    night(county)

    assert "rent_late" not in codes(county)
    assert "rent_late" in codes(county, shelf="cleared")


def test_a_claim_that_is_about_to_be_barred_is_found_after_two_and_a_half_years(county: County):
    leased(county, ends_on="2027-11-30", rent=[{"due_on": "2026-12-10", "fen": 240_000}])
    county.advance(days=935)

    night(county)

    assert the_alert(county, "barred_soon")["grade"] == 1
    county.advance(days=190)
    night(county)
    assert the_alert(county, "barred_soon")["grade"] == 2


def test_a_machine_that_is_not_inspected_for_a_year_is_found_until_it_is(county: County):
    machine = registered(county, "machine", in_use=True)
    county.advance(days=190)
    night(county)
    assert codes(county) == ["papers_lapsed"]

    stepped(county, f"assets/{machine}", "inspect", on=f"{county.now.date()}")
    night(county)

    assert codes(county) == []


def test_cash_over_its_limit_and_cash_that_is_not_banked_are_found_until_it_is(county: County):
    entered(county, ("101", "debit", 600_000), ("501", "credit", 600_000))
    night(county)
    assert codes(county) == ["cash_over_limit"]
    assert figures(the_alert(county, "cash_over_limit")) == {
        "cash_fen": "600000",
        "limit_fen": "500000",
    }
    path = the_alert(county, "cash_over_limit")["evidence"][0]["path"]
    box = go(county, "GET", path.removeprefix("/v1/economy/"), by="town").body
    assert (box["received_fen"], box["limit_fen"]) == (600_000, 500_000)

    night(county, 12)
    assert codes(county) == ["cash_over_limit", "not_banked"]

    day = f"{county.now.date()}"
    entered(county, ("102", "debit", 600_000), ("101", "credit", 600_000), on=day)
    night(county)
    assert codes(county) == []


def test_a_voucher_that_waits_half_a_month_for_its_approval_is_found_until_it_has_it(
    county: County,
):
    path = recorded(county)
    night(county, 15)
    assert codes(county) == []

    night(county)
    assert codes(county) == ["approval_missing"]
    assert f"vouchers/{the_alert(county, 'approval_missing')['subject']}" == path

    entered_at(county, path)
    night(county)
    assert codes(county) == []


def test_a_quarter_that_is_not_published_in_time_is_found(county: County):
    entered(county)
    county.advance(days=48)
    night(county)

    found = the_alert(county, "unpublished")
    assert figures(found) == {"period": "2026-Q4", "due_on": "2027-01-10"}
    path = found["evidence"][0]["path"].removeprefix("/v1/economy/")
    periods, _, query = path.partition("?")
    name, _, value = query.partition("=")
    listed = go(county, "GET", periods, by="town", query={name: value}).body["items"]
    assert [(one["period"], one["publication"]) for one in listed] == [("2026-Q4", None)]


# --- what follows


def test_a_check_is_owed_by_the_village_and_climbs_to_the_county(county: County):
    idle_building(county)
    night(county)

    (obligation,) = owed(county, VILLAGE, "economy_alert")

    assert obligation["id"] == the_alert(county, "idle_long")["obligation"]
    assert climbs_to_the_county(county, obligation["id"]) == [VILLAGE, TOWN, COUNTY]


def test_a_check_says_what_was_found_and_ends_what_is_owed(county: County):
    idle_building(county)
    night(county)
    found = the_alert(county, "idle_long")

    assert acted(county, found, "check", by="watcher", reason=None).problem == "words-missing"
    answer = acted(county, found, "check", by="watcher", reason="屋顶漏水，正在修缮")

    assert (answer.body["status"], answer.body["found"]) == ("checked", "屋顶漏水，正在修缮")
    assert owed(county, VILLAGE, "economy_alert") == []


def test_the_town_owes_a_talk_when_the_cause_is_there_a_month_after_the_check(county: County):
    idle_building(county)
    night(county)
    acted(county, the_alert(county, "idle_long"), "check", by="director")

    county.advance(days=29)
    night(county)
    assert owed(county, TOWN, "economy_talk") == []
    night(county)

    found = the_alert(county, "idle_long")
    assert found["talk_due"]
    assert [one["id"] for one in owed(county, TOWN, "economy_talk")] == [found["obligation"]]
    assert acted(county, found, "talk", by="director").status == 403
    talked = acted(county, found, "talk", by="town", reason="约谈理事长，限三个月内盘活").body
    assert (talked["status"], talked["talk_due"]) == ("talked", False)
    assert owed(county, TOWN, "economy_talk") == []


def test_an_alert_ends_by_itself_with_what_is_owed_when_its_cause_is_gone(county: County):
    asset = idle_building(county)
    night(county)

    stepped(county, f"assets/{asset}", "use", reason="改作仓库")
    night(county)

    assert codes(county) == []
    assert codes(county, shelf="cleared") == ["idle_long"]
    assert owed(county, VILLAGE, "economy_alert") == []


@pytest.mark.parametrize("by", ["director", "watcher", "bookkeeper", "cashier", "county"])
def test_nobody_but_the_town_dismisses_an_alert(county: County, by: str):
    idle_building(county)
    night(county)

    assert acted(county, the_alert(county, "idle_long"), "dismiss", by=by).status == 403
    assert codes(county) == ["idle_long"]


def test_what_the_town_dismissed_with_its_reason_stays_dismissed_while_it_is_no_worse(
    county: County,
):
    idle_building(county)
    night(county)
    found = the_alert(county, "idle_long")
    assert acted(county, found, "dismiss", by="town", reason=None).problem == "words-missing"

    acted(county, found, "dismiss", by="town", reason="已列入改造计划")
    night(county, 2)

    assert codes(county) == []
    assert [one["found"] for one in alerts(county, shelf="dismissed")] == ["已列入改造计划"]
    assert owed(county, VILLAGE, "economy_alert") == []


def test_a_dismissed_alert_comes_again_when_it_is_worse(county: County):
    leased(county)
    county.advance(days=18)
    night(county)
    acted(county, the_alert(county, "rent_late"), "dismiss", by="town", reason="已约定延期")

    county.advance(days=29)
    night(county)

    assert the_alert(county, "rent_late")["grade"] == 2


def test_a_dismissed_alert_comes_again_when_its_cause_was_gone_and_is_back(county: County):
    asset = idle_building(county)
    night(county)
    acted(county, the_alert(county, "idle_long"), "dismiss", by="town", reason="已列入计划")
    stepped(county, f"assets/{asset}", "use", reason="改作仓库")
    night(county)
    stepped(county, f"assets/{asset}", "lay_idle", on="2026-04-01")

    night(county)

    assert codes(county) == ["idle_long"]


def test_a_checked_alert_that_becomes_worse_is_to_be_checked_again(county: County):
    leased(county, ends_on="2027-11-30", rent=[{"due_on": "2026-12-10", "fen": 240_000}])
    county.advance(days=935)
    night(county)
    acted(county, the_alert(county, "barred_soon"), "check", by="director", reason="已去函")

    county.advance(days=190)
    night(county)

    found = the_alert(county, "barred_soon")
    assert (found["status"], found["grade"]) == ("raised", 2)
    assert found["obligation"] in {one["id"] for one in owed(county, VILLAGE, "economy_alert")}


@pytest.mark.parametrize("by", ["resident", "farmer", "worker"])
def test_alerts_are_not_for_villagers(county: County, by: str):
    idle_building(county)
    night(county)
    found = the_alert(county, "idle_long")

    assert go(county, "GET", "alerts", by=by, query={"unit": VILLAGE}).status == 403
    assert go(county, "GET", f"alerts/{found['id']}", by=by).status == 403
    assert acted(county, found, "check", by=by).status == 403


def test_a_town_and_the_county_read_those_of_all_their_villages_page_by_page(county: County):
    idle_building(county)
    did(county, "assets", _next_door(), by="far_village")
    night(county)

    assert [one["village"] for one in alerts(county)] == [VILLAGE]
    for unit, by in ((TOWN, "town"), (COUNTY, "county")):
        query: dict[str, str] = {"unit": unit, "limit": "1"}
        first = go(county, "GET", "alerts", by=by, query=query).body
        second = go(
            county, "GET", "alerts", by=by, query=query | {"cursor": first["next_cursor"]}
        ).body
        found = [one["village"] for page in (first, second) for one in page["items"]]
        assert (found, second["next_cursor"]) == ([VILLAGE, NEXT_VILLAGE], None)
    assert go(county, "GET", "alerts", by="director", query={"unit": NEXT_VILLAGE}).status == 403


def _next_door() -> dict[str, Any]:
    return asset_of("building", village=NEXT_VILLAGE, idle_from_on="2026-01-01")


def test_every_rule_says_its_number_and_how_sure_it_is(county: County):
    found = go(county, "GET", "alert-rules", by="director").body

    said = {one["code"]: (one["value"], one["rests_on"]) for one in found["items"]}
    assert len(said) == 16
    assert {one["owner_name"] for one in found["items"]} == {"村级", "乡镇级"}
    value, rests_on = said["rent_low"]
    assert (value, rests_on["confidence"]) == ("70", "assumed")
    assert {rests["confidence"] for _, rests in said.values() if rests} <= {
        "assumed",
        "seen",
        "design",
    }
    assert found["follow_up"]["confidence"] == "law-a"


# --- the night


def test_a_village_with_much_goes_on_where_it_stopped_and_finds_all_of_it(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("economy.service.watch_collectives.A_PIECE", 2)
    monkeypatch.setattr("economy.service.watch_collectives.PIECES_A_RUN", 3)
    for _ in range(7):
        idle_building(county)
    county.advance(days=1)

    found: list[int] = []
    for _ in range(8):
        wind(county)
        found.append(len(alerts(county)))
        county.advance(minutes=15)

    assert found == sorted(found)
    assert (found[0], found[-1]) == (4, 7)
    with county.quietly():
        watch = WATCHES.get(VILLAGE)
    assert watch.seen_at is not None
    assert watch.wake_at > county.now


def test_a_village_with_much_does_not_keep_the_next_one_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("economy.service.watch_collectives.A_PIECE", 1)
    monkeypatch.setattr("economy.service.watch_collectives.PIECES_A_RUN", 3)
    for _ in range(10):
        idle_building(county)
    did(county, "assets", _next_door(), by="far_village")
    county.advance(days=1)

    wind(county)

    assert codes(county, unit=NEXT_VILLAGE) == ["idle_long"]
    assert len(alerts(county)) < 10


def test_a_thing_that_cannot_be_looked_at_keeps_no_other_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    from economy.service import watch_collectives

    broken = idle_building(county)
    idle_building(county)
    real = watch_collectives.raise_alerts

    def fails(village: str, about: Any, subject: str, findings: Any) -> None:
        if subject == broken:
            raise ValueError
        real(village, about, subject, findings)

    monkeypatch.setattr("economy.service.watch_collectives.raise_alerts", fails)
    night(county)

    assert [one["subject"] != broken for one in alerts(county)] == [True]


def test_a_night_that_finds_nothing_new_writes_no_alert_again(county: County):
    idle_building(county)
    night(county)
    before = the_alert(county, "idle_long")

    night(county, 3)

    assert the_alert(county, "idle_long") == before
