"""One of each thing that a page of the client is about, as somebody of the demo county has it; made where nobody has one yet."""

from __future__ import annotations

import functools
import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from infra.openapi import TARGET
from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import GRID, TOWN, VILLAGE, move, report
from tests.support.deciding_collective import admit, seat_the_members
from tests.support.deployed_collective import DIRECTOR, Collective, day

USUAL = {"category": "public_facilities"}
"""A category with limits of days, so that nothing climbs while one looks."""
BEIJING = ZoneInfo("Asia/Shanghai")
PARTY = f"{VILLAGE}~party_members_meeting"
COMMITTEE = ["p-vo-01", "p-vo-31", "p-vo-32"]
"""With the representative they are enough of the party members' meeting."""


def did(county: DeployedCounty, who: str | None, path: str, body: Any = None) -> Any:
    """Send something that has to be taken; return the answer."""
    answer = county.post(who, f"/v1{path}", json={} if body is None else body)
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()


def read(county: DeployedCounty, who: str | None, path: str, **query: Any) -> Any:
    """Read something that has to be there."""
    answer = county.get(who, f"/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


class Things:
    """What pages are about, found or made when it is first asked for: `things["claim"]`."""

    def __init__(self, county: DeployedCounty) -> None:
        self._county = county
        self._known: dict[str, str] = {"village": VILLAGE, "grid": GRID, "town": TOWN}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = getattr(self, f"_{name}")()
        return self._known[name]

    def _first(self, who: str, path: str, **query: Any) -> str | None:
        items = read(self._county, who, path, **query)["items"]
        return items[0]["id"] if items else None

    def _example(self, path: str) -> str:
        """Send what the contract shows as taken."""
        shown = _described()["paths"][f"/v1{path}"]["post"]["requestBody"]["content"]
        example = shown["application/json"]["examples"]["accepted"]
        return did(self._county, example["x-sizhi-as"], path, example["value"])["id"]

    def _incident(self) -> str:
        return report(self._county, "resident", description="巷口路灯不亮，晚上看不清", **USUAL)[
            "id"
        ]

    def _code(self) -> str:
        return read(self._county, "county_admin", f"/incidents/{self['incident']}")["case_code"]

    def _solved(self) -> str:
        incident = report(self._county, description="已修好，等网格员核查", **USUAL)
        for action, said in (("accept", {}), ("resolve", {"done": "已更换灯泡"})):
            assert move(self._county, "village_officer", incident, action, **said).is_success
        return incident["id"]

    def _publication(self) -> str:
        return self._example("/assembly/publications")

    def _idea(self) -> str:
        return self._example("/assembly/ideas")

    def _matter(self) -> str:
        found = self._first("village_officer", "/assembly/matters", village=VILLAGE)
        return found or self._example("/assembly/matters")

    def _meeting(self) -> str:
        ready = ready_matter(self._county)
        return called(self._county, ready, begins_in=timedelta(days=1))["id"]

    def _vote(self) -> str:
        return secret_vote(self._county)

    def _claim(self) -> str:
        found = self._first("village_officer", "/points/claims", village=VILLAGE, status="posted")
        assert found, "the demo county has claims"
        return found

    def _household(self) -> str:
        return "h-002"

    def _redemption(self) -> str:
        said = {"household": household_with_points(self._county), "goods": "salt", "quantity": 1}
        return did(self._county, "grid_worker", "/points/redemptions", said)["id"]

    def _slip(self) -> str:
        path = f"/points/redemptions/{self['redemption']}"
        return read(self._county, "grid_worker", path)["qr"].rpartition("/")[2]

    def _enforcement_case(self) -> str:
        return self._example("/enforcement/cases")

    def _contract(self) -> str:
        found = self._first("village_officer", "/economy/contracts", unit=VILLAGE)
        return found or self._example("/economy/contracts")

    def _briefing(self) -> str:
        return self._example("/reports/briefings")

    def _obligation(self) -> str:
        found = self._first("village_officer", "/obligations", unit=VILLAGE)
        assert found, "the demo county owes something"
        return found

    def _voucher(self) -> str:
        found = self._first("bookkeeper", "/economy/vouchers", village=VILLAGE)
        return found or self._example("/economy/vouchers")

    def _alert(self) -> str:
        building = {"kind": "building", "name": "旧粮站", "idle_from_on": day(-400)}
        told = {"place": "村西", "acquired_on": "1990-01-01", "how": "集体建造", "village": VILLAGE}
        collective = Collective(self._county)
        asset = collective.did(DIRECTOR, "POST", "assets", building | told)["id"]
        collective.begin_the_night()
        listed = read(self._county, "town_officer", "/economy/alerts", unit=TOWN, limit=100)
        return next(one["id"] for one in listed["items"] if one["subject"] == asset)

    def _project(self) -> str:
        found = self._first("bookkeeper", "/economy/projects", village=VILLAGE)
        assert found, "the demo collective grows and raises something"
        return found

    def _machine(self) -> str:
        machines = read(self._county, None, "/economy/public/machines", village=VILLAGE)["items"]
        return machines[0]["id"]

    def _hire(self) -> str:
        path = f"/economy/machines/{self['machine']}/hires"
        found = self._first("collective_director", path)
        assert found, "a machine of the demo collective was hired"
        return found

    def _member(self) -> str:
        collective = Collective(self._county)
        seat_the_members(collective)
        return admit(collective, ["p-re-01"], "演示居民0001")[0]

    def _suit(self) -> str:
        collective = Collective(self._county)
        assert self["member"], "the members' meeting is seated with the first of them"
        people = [f"p-{secrets.token_hex(4)}" for _ in range(10)]
        said = {
            "village": VILLAGE,
            "said": "低价处置集体农机，集体受到损失",
            "against": ["p-cd-01"],
            "members": admit(collective, people, "演示成员"),
            "paper": "请求书1号",
            "handed_on": day(),
        }
        return did(self._county, "town_officer", "/economy/suit-demands", said)["id"]

    def _supervision_paper(self) -> str:
        said = {
            "town": TOWN,
            "kind": "opinion",
            "facts": "抽查案卷，告知书送达回证缺签收日期。",
            "basis": "行政执法监督规定",
            "demand": "补正送达回证，说明原因。",
        }
        return did(self._county, "justice_supervisor", "/enforcement/supervision-papers", said)[
            "id"
        ]

    def _inspection(self) -> str:
        found = self._first(
            "enforcement_head", "/enforcement/inspections", town=TOWN, status="closed"
        )
        assert found, "the demo county has inspections"
        return found

    def _feedback(self) -> str:
        return self._example("/services/feedback")

    def _place(self) -> str:
        return self._example("/services/hazards/places")


@functools.cache
def _described() -> dict[str, Any]:
    return json.loads(TARGET.read_text(encoding="utf-8"))


def household_with_points(county: DeployedCounty) -> str:
    """Return a household of grid 001 with points to spend."""
    homes = read(county, "grid_worker", "/registry/households", unit=GRID, limit=100)["items"]
    for home in homes:
        path = f"/points/households/{home['household_id']}/balance"
        if read(county, "grid_worker", path)["spendable"] >= 2:
            return home["household_id"]
    raise AssertionError("no household of the demo has points")


def called(county: DeployedCounty, matter: str, *, begins_in: timedelta) -> Any:
    """Call the party members' meeting about a matter."""
    said = {
        "body": PARTY,
        "mode": "member",
        "title": "危房改造审议",
        "place": "村部",
        "begins_at": (datetime.now(BEIJING) + begins_in).isoformat(),
        "agenda": [matter],
        "chair": COMMITTEE[0],
        "ad_hoc_reason": "汛期将至",
    }
    return did(county, "village_officer", "/assembly/meetings", said)


def ready_matter(county: DeployedCounty) -> str:
    """Return a matter that the party members' meeting may review."""
    idea = {"village": VILLAGE, "title": "第3网格一户危房改造", "text": "房顶漏雨，墙体开裂。"}
    path = f"/assembly/ideas/{did(county, 'resident', '/assembly/ideas', idea)['id']}/transitions"
    adopted = {"action": "adopt", "answer": "纳入危房改造", "type": "dilapidated_housing"}
    matter = did(county, "village_officer", path, adopted)["matter"]
    today = datetime.now(BEIJING).date().isoformat()
    for step in ("branch_proposal", "committees_consultation"):
        minutes = {"attended": ["p-vo-01", "p-vo-32"], "summary": "提交下一步。", "held_on": today}
        said = {"action": "record", "step": step, "minutes": minutes}
        did(county, "village_officer", f"/assembly/matters/{matter}/transitions", said)
    return matter


def secret_vote(county: DeployedCounty) -> str:
    """Return a secret vote of the party members' meeting for which ballots are being given out."""
    meeting = called(county, ready_matter(county), begins_in=timedelta(seconds=2))
    path = f"/assembly/meetings/{meeting['id']}"
    for person in ("representative", *COMMITTEE):
        did(county, person, f"{path}/attendance", {"channel": "on_site", "code": meeting["code"]})

    def opened() -> bool:
        answer = county.post("village_officer", f"/v1{path}/transitions", json={"action": "open"})
        return answer.status_code == 200

    eventually(opened, "the meeting opens at its time")
    return did(county, "village_officer", f"{path}/votes", {"item": 0, "manner": "secret"})["id"]
