"""The main job on the deployed template: an incident climbs, is solved, is confirmed, and every step can be read back."""

from __future__ import annotations

import pytest

from infra.contract.gateway import MESSAGES
from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import (
    A_TIER,
    COUNTY,
    GRID,
    TOWN,
    VILLAGE,
    Inbox,
    events,
    heard,
    move,
    read,
    report,
    settle,
    timeline,
    wait_until,
)


@pytest.fixture(scope="module")
def inboxes(cloud: DeployedCounty) -> dict[str, Inbox]:
    """An officer of each tier listens to the unit of the post; so does one of a village that has nothing to do with it."""
    return {
        "village": Inbox(cloud, "village_officer", VILLAGE),
        "town": Inbox(cloud, "town_officer", TOWN),
        "county": Inbox(cloud, "county_officer", COUNTY),
        "foreign": Inbox(cloud, "foreign_village_officer", "140426106202"),
    }


def test_an_unanswered_incident_climbs_to_the_county_and_each_tier_is_told_in_turn(
    cloud: DeployedCounty, inboxes: dict[str, Inbox]
) -> None:
    incident = report(cloud)

    wait_until(cloud, incident, 4 * A_TIER, tier="county")
    eventually(lambda: read(cloud, incident)["supervisions"] >= 1, "the county is supervised")
    in_village = heard(inboxes["village"], incident, ["reported", "reminded"], A_TIER)
    in_town = heard(inboxes["town"], incident, ["escalated", "reminded"], A_TIER)
    in_county = heard(inboxes["county"], incident, ["escalated", "reminded", "supervised"], A_TIER)

    assert {told["unit"] for told in in_village} == {VILLAGE}
    assert {told["unit"] for told in in_town} == {TOWN}
    assert {told["unit"] for told in in_county} == {COUNTY}
    assert inboxes["foreign"].about(incident) == []
    climbed = [
        step
        for step in events(cloud, incident)
        if step[0] in ("reported", "escalated", "supervised")
    ]
    assert climbed[:4] == [
        ("reported", "village"),
        ("escalated", "town"),
        ("escalated", "county"),
        ("supervised", "county"),
    ]

    assert settle(cloud, incident, "county_officer")["status"] == "confirmed"
    heard(inboxes["county"], incident, [told["event"] for told in in_county], A_TIER)
    eventually(
        lambda: "confirmed" in _events(inboxes["county"], incident),
        "the county hears of the confirmation",
    )
    known = {tier: len(inbox.about(incident)) for tier, inbox in inboxes.items()}

    # Another incident climbs a whole tier meanwhile: long enough for the closed one to have spoken, had its clock still run.
    other = report(cloud)
    wait_until(cloud, other, 2 * A_TIER, tier="town")
    assert {tier: len(inbox.about(incident)) for tier, inbox in inboxes.items()} == known
    settle(cloud, other, "town_officer")


def _events(inbox: Inbox, incident: dict[str, str]) -> list[str]:
    return [told["event"] for told in inbox.about(incident)]


def test_notices_carry_no_personal_data(cloud: DeployedCounty, inboxes: dict[str, Inbox]) -> None:
    incident = report(cloud, description="张三丰家门口，电话 13800138000")

    (told, *_) = heard(inboxes["village"], incident, ["reported"], A_TIER)

    assert "13800138000" not in str(told)
    assert "张三丰" not in str(told)
    assert "p-gw-01" not in str(told)
    move(cloud, "grid_worker", incident, "cancel", reason="演示结束")


def test_a_manual_escalation_overtakes_the_timer_and_the_old_timer_does_nothing(
    cloud: DeployedCounty,
) -> None:
    incident = report(cloud)

    escalated = move(cloud, "village_officer", incident, "escalate", reason="村里没有井盖")

    assert escalated.status_code == 200, escalated.text
    assert (escalated.json()["tier"], escalated.json()["epoch"]) == ("town", incident["epoch"] + 1)
    wait_until(cloud, incident, 2 * A_TIER, tier="county")
    assert [step for step in events(cloud, incident) if step[0] == "escalated"] == [
        ("escalated", "town"),
        ("escalated", "county"),
    ]
    assert [step for step in events(cloud, incident) if step == ("reminded", "village")] == []
    settle(cloud, incident, "county_officer")


def test_a_solution_the_grid_worker_rejects_goes_back_to_the_tier_that_proposed_it(
    cloud: DeployedCounty,
) -> None:
    incident = report(cloud)
    assert move(cloud, "village_officer", incident, "accept").status_code == 200
    assert move(cloud, "village_officer", incident, "resolve", done="已处理").status_code == 200

    rejected = move(cloud, "grid_worker", incident, "reject", reason="井盖还是坏的")

    assert rejected.status_code == 200, rejected.text
    assert (rejected.json()["status"], rejected.json()["tier"]) == ("accepted", "village")
    assert rejected.json()["due_at"] is not None
    wait_until(cloud, incident, 2 * A_TIER, tier="town")
    settle(cloud, incident, "town_officer")


def test_whoever_handled_it_may_not_confirm_it(cloud: DeployedCounty) -> None:
    incident = report(cloud, unit="140426106201010")
    assert move(cloud, "officer_and_worker", incident, "resolve", done="已处理").status_code == 200

    refused = move(cloud, "officer_and_worker", incident, "confirm")

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:sizhi:problem:handler-may-not-confirm"
    assert read(cloud, incident)["status"] == "resolved"


def test_nobody_confirming_passes_the_turn_on_and_never_closes_it(cloud: DeployedCounty) -> None:
    incident = report(cloud)
    assert move(cloud, "village_officer", incident, "resolve", done="已处理").status_code == 200

    wait_until(cloud, incident, 2 * A_TIER, confirm_stage="chief")
    above = wait_until(cloud, incident, 2 * A_TIER, confirm_stage="above")

    assert (above["status"], above["turn"]) == ("resolved", TOWN)
    confirmed = move(cloud, "town_officer", incident, "confirm")
    assert confirmed.status_code == 200, confirmed.text


def test_a_tier_where_nobody_holds_the_post_is_passed_over_with_the_reason_on_record(
    cloud: DeployedCounty,
) -> None:
    incident = report(
        cloud, "resident_of_unstaffed_village", unit="140426106226", source="resident"
    )

    assert incident["tier"] == "town"
    skipped = [step for step in timeline(cloud, incident) if step["event"] == "tier_skipped"]
    assert [(step["from_tier"], step["to_tier"], step["reason_code"]) for step in skipped] == [
        ("village", "town", "nobody_holds_post")
    ]


def test_urgent_goes_to_the_village_and_the_town_at_once(
    cloud: DeployedCounty, inboxes: dict[str, Inbox]
) -> None:
    incident = report(cloud, severity="urgent")

    in_village = heard(inboxes["village"], incident, ["reported"], A_TIER)
    in_town = heard(inboxes["town"], incident, ["reported"], A_TIER)

    assert incident["tier"] == "town"
    assert (in_village[0]["unit"], in_town[0]["unit"]) == (VILLAGE, TOWN)
    settle(cloud, incident, "town_officer")


@pytest.mark.parametrize(
    "who",
    ["foreign_village_officer", "foreign_grid_worker", "second_resident", "foreign_town_officer"],
)
def test_nobody_reads_or_moves_what_is_not_theirs(cloud: DeployedCounty, who: str) -> None:
    incident = report(cloud, category="road_traffic")

    answers = [
        cloud.get(who, f"/v1/incidents/{incident['id']}"),
        cloud.get(who, f"/v1/incidents/{incident['id']}/timeline"),
        move(cloud, who, incident, "cancel", reason="不是我的"),
        cloud.get(who, "/v1/incidents", params={"unit": VILLAGE}),
    ]

    assert [answer.status_code for answer in answers][:3] == [404, 404, 404]
    assert answers[3].status_code == 403 or answers[3].json()["items"] == []
    assert read(cloud, incident)["status"] == "reported"


def test_the_gateway_lets_nobody_in_without_a_valid_token(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")

    without = cloud.get(None, f"/v1/incidents/{incident['id']}")
    forged = cloud.get(None, "/v1/me", headers={"Authorization": "Bearer " + "e30.e30.e30"})

    # What is asked for with GET may be a file of the web client.
    nowhere = cloud.post(None, "/nothing-here", json={})

    assert [one.status_code for one in (without, forged, nowhere)] == [401, 401, 404]
    for answer in (without, forged, nowhere):
        # The gateway's own words, which no template of an HTTP API changes (docs/clients.md).
        assert answer.json() == {"message": MESSAGES[str(answer.status_code)]}
        assert answer.headers["Content-Type"].startswith("application/json")


def test_anybody_follows_a_case_by_its_code_and_learns_of_no_person(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic", description="独一无二的描述")

    answer = cloud.get(None, f"/v1/track/{incident['case_code'].lower()}")

    assert answer.status_code == 200
    assert answer.json()["status"] == "reported"
    assert not any(word in answer.text for word in ("独一无二", "p-gw-01", "演示", GRID))


def test_a_location_finds_its_grid_in_any_reference_system(cloud: DeployedCounty) -> None:
    here = {"lat": 36.502, "lon": 113.387}

    bare = report(cloud, category="road_traffic", location={**here, "crs": "wgs84"})
    shifted = report(cloud, category="road_traffic", location={**here, "crs": "gcj02"})

    assert (bare["unit"], shifted["unit"]) == ("140426106201008", "140426106201006")


def test_a_location_outside_every_grid_names_the_nearest(cloud: DeployedCounty) -> None:
    body = {
        "category": "demo",
        "severity": "general",
        "description": "界外",
        "source": "patrol",
        "location": {"lat": 36.6, "lon": 113.387, "crs": "cgcs2000"},
    }

    answer = cloud.post("grid_worker", "/v1/incidents", json=body)

    assert answer.status_code == 422
    assert answer.json()["nearest_grid"]


def test_the_work_queue_of_a_unit_is_ordered_by_due_time(cloud: DeployedCounty) -> None:
    for severity in ("general", "pressing", "general"):
        report(cloud, category="road_traffic", severity=severity)

    items = cloud.get("village_officer", "/v1/incidents/queue", params={"limit": 100}).json()[
        "items"
    ]

    assert len(items) >= 3
    assert [item["due_at"] for item in items] == sorted(item["due_at"] for item in items)
