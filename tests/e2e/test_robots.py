"""A village's group reads what the village is told, until its robot is taken away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import TOWN, VILLAGE, Inbox, report
from tests.support.wecom import Wecom

KEY = "693a91f6-7a3c-4bc4-97a0-0ec2b1fa5aaa"


def test_a_group_is_told_and_a_dead_robot_is_reported_to_the_town(cloud: DeployedCounty) -> None:
    port = urlsplit(cloud.parameters["WecomUrl"]).port
    assert port
    with Wecom(KEY).running(port) as wecom:
        robot = _entered(cloud)
        tested = cloud.post("village_officer", f"/v1/notices/robots/{robot['id']}/test")
        assert tested.json()["delivered"] is True, tested.text

        incident = report(cloud, category="road_traffic")

        link = f"https://sizhi.example.gov.cn/cases/{incident['case_code']}"
        eventually(lambda: link in _read(wecom), "the group reads of the incident")
        eventually(
            lambda: _deliveries(cloud, incident) == {("topic", "sent"), ("robot", "sent")},
            "both channels are recorded as sent",
        )

        town = Inbox(cloud, "town_officer", TOWN)
        wecom.keys.clear()
        second = report(cloud, category="road_traffic")
        warnings = eventually(
            lambda: [told for told in town.take() if told["event"] == "channel_dead"],
            "the town hears that the robot is dead",
        )

        assert len(warnings) == 1
        assert KEY not in warnings[0]["text"]
        listed = cloud.get("town_officer", f"/v1/notices/robots?unit={TOWN}&below=true").json()
        assert [(one["id"], one["state"]) for one in listed["items"]] == [(robot["id"], "dead")]
        assert _deliveries(cloud, second) == {("topic", "sent"), ("robot", "dropped")}
        removed = cloud.call("village_officer", "DELETE", f"/v1/notices/robots/{robot['id']}")
        assert removed.status_code == 204, removed.text


def _entered(cloud: DeployedCounty) -> dict[str, Any]:
    body = {
        "unit": VILLAGE,
        "name": "庄头村工作群",
        "webhook": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    }
    answer = cloud.post("village_officer", "/v1/notices/robots", json=body)
    assert answer.status_code == 201, answer.text
    assert KEY not in answer.text
    return answer.json()


def _read(wecom: Wecom) -> str:
    return "\n".join(wecom.groups[KEY])


def _deliveries(cloud: DeployedCounty, incident: dict[str, Any]) -> set[tuple[str, str]]:
    answer = cloud.get("village_officer", f"/v1/notices/deliveries/{incident['id']}")
    if answer.status_code != 200:
        return set()
    return {(one["channel"], one["state"]) for one in answer.json()["items"]}
