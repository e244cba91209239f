"""Village self-government on the deployed template: one house, from an idea to the published result, and a shortcut refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty, eventually

VILLAGE = "140426106201"
ASSEMBLY = f"{VILLAGE}~representatives_assembly"
PARTY = f"{VILLAGE}~party_members_meeting"
REPRESENTATIVES = [f"p-vr-{number:02d}" for number in range(1, 19)]
MINUTES = {"attended": ["p-vo-01", "p-vo-32"], "summary": "一致同意，提交下一步。"}
BEIJING = ZoneInfo("Asia/Shanghai")


class Zhuangtou:
    """庄头村, through the API."""

    def __init__(self, county: DeployedCounty) -> None:
        self.county = county

    def did(self, who: str | None, path: str, body: Any = None) -> Any:
        """POST what must succeed."""
        answer = self.county.post(who, f"/v1{path}", json={} if body is None else body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def read(self, who: str | None, path: str) -> Any:
        """GET what must succeed."""
        answer = self.county.get(who, f"/v1{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def told(self, who: str, event: str) -> set[str]:
        """Return what a person's inbox tells an event of."""
        items = self.read(who, "/notices/inbox?limit=100")["items"]
        return {item["about"]["id"] for item in items if item["event"] == event}

    def record(self, matter: str, step: str) -> Any:
        """Put the minutes of a sitting on record."""
        held_on = datetime.now(BEIJING).date().isoformat()
        minutes = MINUTES | {"held_on": held_on}
        said = {"action": "record", "step": step, "minutes": minutes}
        return self.did("village_officer", f"/assembly/matters/{matter}/transitions", said)

    def decide(self, body: str, matter: str, people: list[str], in_favour: int) -> dict[str, Any]:
        """Hold a meeting on a matter; the first of `people` votes on the own phone, the recorder enters the others."""
        begins = datetime.now(BEIJING) + timedelta(seconds=2)
        meeting = self.did(
            "village_officer",
            "/assembly/meetings",
            {
                "body": body,
                "mode": "member",
                "title": "危房改造评议",
                "place": "村部",
                "begins_at": begins.isoformat(),
                "agenda": [matter],
                "chair": people[0],
                "ad_hoc_reason": "汛期将至",
            },
        )
        path = f"/assembly/meetings/{meeting['id']}"
        eventually(
            lambda: meeting["id"] in self.told(people[-1], "meeting_called"), "the call comes"
        )
        self.did(people[0], f"{path}/attendance", {"channel": "on_site", "code": meeting["code"]})
        for person in people[1:]:
            said = {"channel": "paper", "member": person}
            self.did("village_officer", f"{path}/attendance", said)

        def opened() -> bool:
            answer = self.county.post(
                "village_officer", f"/v1{path}/transitions", json={"action": "open"}
            )
            return answer.status_code == 200

        eventually(opened, "the meeting opens at its time")
        vote = self.did("village_officer", f"{path}/votes", {"item": 0, "manner": "open"})["id"]
        self.did(people[0], f"/assembly/votes/{vote}/ballots", {"choice": "yes"})
        for person in people[1:in_favour]:
            said = {"choice": "yes", "member": person}
            self.did("village_officer", f"/assembly/votes/{vote}/ballots", said)
        closed = self.did(
            "village_officer", f"/assembly/votes/{vote}/transitions", {"action": "close"}
        )
        said = {"action": "close", "minutes": "会议记录"}
        self.did("village_officer", f"{path}/transitions", said)
        self.did(people[0], f"{path}/transitions", {"action": "sign"})
        signed = self.did("supervisor", f"{path}/transitions", {"action": "sign"})
        assert signed["status"] == "signed"
        return closed["tally"]

    def plan(self, matter: str, milestones: dict[str, timedelta]) -> list[str]:
        """Plan milestones, each by when it is due; return their ids."""
        now = datetime.now(BEIJING)
        said = [
            {"title": title, "responsible": "p-vr-02", "due_at": (now + within).isoformat()}
            for title, within in milestones.items()
        ]
        planned = self.did(
            "village_officer",
            f"/assembly/matters/{matter}/transitions",
            {"action": "plan", "milestones": said},
        )
        return [each["id"] for each in planned["milestones"]]

    def overdue(self, milestone: str) -> list[str]:
        """Let a milestone climb to the county by itself; return the steps of its way."""
        path = f"/obligations/{milestone}"

        def with_the_county() -> bool:
            unit = self.read("county_officer", path)["responsible_unit"]
            return unit == VILLAGE[:6]

        eventually(with_the_county, "what is overdue comes to the county")
        steps = self.read("county_officer", f"{path}/timeline")["items"]
        return [step["event"] for step in steps]

    def told_of(self, milestone: str) -> set[str]:
        """Return the tiers that were sent a notice of a milestone."""
        path = f"/v1/notices/deliveries/{milestone}"

        def sent() -> set[str] | None:
            answer = self.county.get("county_officer", path)
            items = answer.json()["items"] if answer.status_code == 200 else []
            tiers = {each["tier"] for each in items if each["state"] == "sent"}
            return tiers if len(tiers) == 3 else None

        return eventually(sent, "every tier is told")

    def publish(self, kind: str, matter: str, title: str) -> str:
        """Publish what became of a matter; return the publication's id."""
        said = {
            "village": VILLAGE,
            "kind": kind,
            "title": title,
            "content": f"{title}，如有异议请在公示期内提出。",
            "matter": matter,
        }
        return self.did("village_officer", "/assembly/publications", said)["id"]


def test_a_house_is_renovated_from_an_idea_to_the_published_result(cloud: DeployedCounty) -> None:
    village = Zhuangtou(cloud)
    idea = village.did(
        "resident",
        "/assembly/ideas",
        {"village": VILLAGE, "title": "第1网格一户危房改造", "text": "房顶漏雨，墙体开裂。"},
    )["id"]
    village.did("second_resident", f"/assembly/ideas/{idea}/seconds")
    answer = {"action": "adopt", "answer": "纳入危房改造", "type": "dilapidated_housing"}

    matter = village.did("village_officer", f"/assembly/ideas/{idea}/transitions", answer)["matter"]
    village.record(matter, "branch_proposal")
    village.record(matter, "committees_consultation")
    party = village.decide(PARTY, matter, ["p-vo-01", "p-vo-31", "p-vo-32", "p-vr-01"], 4)
    assembly = village.decide(ASSEMBLY, matter, REPRESENTATIVES[:14], 8)
    resolution = village.publish("resolution", matter, "危房改造评议结果：推荐")
    path = f"/assembly/matters/{matter}/transitions"
    queue = village.read("town_officer", f"/assembly/queue?unit={VILLAGE[:9]}")["items"]
    village.did(
        "town_officer",
        path,
        {
            "action": "decide_above",
            "authority": {
                "approved": True,
                "document_number": "洪民〔2026〕1号",
                "decided_on": datetime.now(BEIJING).date().isoformat(),
            },
        },
    )
    begin, complete = village.plan(
        matter, {"开工": timedelta(seconds=5), "完工": timedelta(days=60)}
    )
    climb = village.overdue(begin)
    for milestone in (begin, complete):
        said = {"action": "done", "note": "已完工验收"}
        village.did(
            "second_representative",
            f"/assembly/matters/{matter}/milestones/{milestone}/transitions",
            said,
        )
    village.did("village_officer", path, {"action": "finish"})
    result = village.publish("result", matter, "危房改造完成情况")

    assert (party["roll"], party["attendance_needed"], party["yes_needed"]) == (6, 4, 4)
    assert matter in {each["id"] for each in queue}
    assert climb == ["followed", "reminded", "escalated", "reminded", "escalated"]
    assert village.told_of(begin) == {"village", "town", "county"}
    ended = village.read("county_officer", f"/obligations/{begin}")
    assert (ended["status"], ended["tier"], ended["due_at"]) == ("fulfilled", "county", None)
    assert (assembly["roll"], assembly["attendance_needed"], assembly["passed"]) == (21, 14, True)
    done = village.read("resident", f"/assembly/matters/{matter}")
    assert (done["status"], done["result"]) == ("done", "recommended")
    board = village.read(None, f"/assembly/village-board/{VILLAGE}")["items"]
    assert [each["id"] for each in board[:2]] == [result, resolution]
    told = village.read(None, f"/assembly/village-board/{VILLAGE}/{resolution}")
    assert "p-v" not in str(told)
    early = cloud.post(
        "village_officer",
        f"/v1/assembly/publications/{resolution}/transitions",
        json={"action": "take_down"},
    )
    assert early.json()["type"] == "urn:sizhi:problem:must-stay-up"
    assert cloud.get("foreign_village_officer", f"/v1/assembly/matters/{matter}").status_code == 404


def test_a_shortcut_the_offices_do_not_allow_and_a_body_the_law_does_not_are_refused(
    cloud: DeployedCounty,
) -> None:
    village = Zhuangtou(cloud)

    def entered(kind: str) -> str:
        said = {"village": VILLAGE, "type": kind, "title": "事项", "text": "事项"}
        return village.did("village_officer", "/assembly/matters", said)["id"]

    housing, land = entered("dilapidated_housing"), entered("land_contract")
    minutes = MINUTES | {"held_on": datetime.now(BEIJING).date().isoformat()}
    village.record(land, "party_study")

    shortcut = cloud.post(
        "village_officer",
        f"/v1/assembly/matters/{housing}/transitions",
        json={"action": "merge", "minutes": minutes, "reason": "省一次会"},
    )
    wrong_body = cloud.post(
        "village_officer",
        "/v1/assembly/meetings",
        json={
            "body": ASSEMBLY,
            "mode": "member",
            "title": "承包方案",
            "place": "村部",
            "begins_at": (datetime.now(BEIJING) + timedelta(days=1)).isoformat(),
            "agenda": [land],
            "chair": "p-vr-01",
        },
    )

    assert shortcut.status_code == 409
    assert shortcut.json()["type"] == "urn:sizhi:problem:shortcut-not-allowed"
    assert (
        village.read("village_officer", f"/assembly/matters/{housing}")["step"] == "branch_proposal"
    )
    assert wrong_body.status_code == 409
    assert wrong_body.json()["bodies"] == ["collective_members_meeting"]
    assert "农村集体经济组织法" in wrong_body.json()["detail"]
