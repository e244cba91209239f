"""The app is deleted and deployed again beside its data: nobody has to subscribe anew, and what was open goes on."""

from __future__ import annotations

from tests.deployed import DeployedCounty
from tests.e2e.people import (
    A_TIER,
    COUNTY,
    VILLAGE,
    Inbox,
    events,
    heard,
    report,
    settle,
    wait_until,
)

THE_RECONCILER_COMES = 240
"""Seconds: its schedule, and the grace it gives a timer that may only be late."""


def test_an_app_deployed_again_over_its_data_goes_on_where_the_old_one_ended(
    own_cloud: DeployedCounty,
) -> None:
    village = Inbox(own_cloud, "village_officer", VILLAGE)
    county = Inbox(own_cloud, "county_officer", COUNTY)
    open_incident = report(own_cloud)
    heard(village, open_incident, ["reported"], A_TIER)

    own_cloud.deploy_app_again()

    wait_until(own_cloud, open_incident, THE_RECONCILER_COMES, tier="county")
    assert [step for step in events(own_cloud, open_incident) if step[0] == "escalated"] == [
        ("escalated", "town"),
        ("escalated", "county"),
    ]
    heard(county, open_incident, ["escalated"], A_TIER)
    assert settle(own_cloud, open_incident, "county_officer")["status"] == "confirmed"

    another = report(own_cloud)
    heard(village, another, ["reported"], A_TIER)
    wait_until(own_cloud, another, 4 * A_TIER, tier="town")
