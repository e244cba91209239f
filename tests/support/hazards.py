"""Hazard rounds as tests use them: requests that fit, and whoever sends them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from composition.services import API
from kernel.access import Caller, Post, Role
from services.hazards.rules.checklists import HazardKind, in_force
from services.hazards.rules.finding import Finding
from services.hazards.rules.findings import Entry, FindingChange, enter
from services.hazards.rules.terms import DATA
from tests.support.county import COUNTY, GRID, TOWN, VILLAGE, Answer, County

BASE = "/v1/services/hazards"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Ten in the morning in Beijing, a Monday."""


def somebody(name: str, role: Role, unit: str) -> Caller:
    """Return a person with a post."""
    return Caller(name, name, (Post(role, unit, NOW.date()),))


WORKER = somebody("worker", Role.GRID_WORKER, GRID)
CHIEF = somebody("chief", Role.GRID_CHIEF, GRID)
VILLAGE_OFFICER = somebody("village", Role.VILLAGE_OFFICER, VILLAGE)
TOWN_OFFICER = somebody("town", Role.TOWN_OFFICER, TOWN)
COUNTY_OFFICER = somebody("county", Role.COUNTY_OFFICER, COUNTY)
OTHER_COUNTY_OFFICER = somebody("county2", Role.COUNTY_OFFICER, COUNTY)
OWNER = somebody("owner", Role.RESIDENT, GRID)
PLAIN = ("small_venue", "lights")
"""An item that asks for no photo."""
PHOTOGRAPHED = ("small_venue", "extinguisher")
MAJOR = ("small_venue", "major-open")
VIOLENCE = ("vulnerable", "violence")


def entry(kind: str = PLAIN[0], item: str = PLAIN[1], **more: Any) -> Entry:
    """Return what somebody says was found."""
    checklist = in_force(HazardKind(kind), NOW.date())
    said: dict[str, Any] = {
        "grid": GRID,
        "item": checklist.item(item),
        "checklist": checklist.version,
        "what": "应急照明不亮",
        "where": "小卖部",
    }
    return Entry(**(said | more))


def found(
    said: Entry,
    by: Caller = WORKER,
    *,
    earlier: Finding | None = None,
    now: datetime = NOW,
    finding_id: str = "F1",
) -> FindingChange:
    """Enter what was found."""
    return enter(said, finding_id=finding_id, caller=by, earlier=earlier, origin=None, now=now)


def checklist_of(kind: str, *more: dict[str, Any]) -> dict[str, Any]:
    """Return the packaged checklist of a kind as a county sends it, with more items."""
    (path,) = (DATA / "checklists").glob(f"{kind}-1.json")
    return {"kind": kind, "items": [*json.loads(path.read_bytes())["items"], *more]}


class Hazards:
    """Hazards of the county, each step as its person takes it."""

    def __init__(self, county: County) -> None:
        self.county = county

    def go(
        self, method: str, path: str, body: Any = None, *, by: str = "worker", **how: Any
    ) -> Answer:
        """Send a request below the prefix."""
        return self.county.go(method, f"{BASE}/{path}", body, by=by, api=API, **how)

    def got(self, path: str, *, by: str = "worker", **query: Any) -> Any:
        """Read what must be there."""
        answer = self.go("GET", path, by=by, query=query)
        assert answer.status == 200, answer
        return answer.body

    def enter_place(self, *, by: str = "worker", **more: Any) -> Answer:
        """Put a shop of the resident's on the rounds."""
        said = {
            "grid": GRID,
            "kind": "shop",
            "name": "庄头村小卖部",
            "where": "村委会东侧",
            "checklists": ["small_venue", "power"],
            "owner": {"kind": "person", "id": "resident"},
        }
        return self.go("POST", "places", said | more, by=by)

    def place(self, **how: Any) -> str:
        """Return the id of a new place."""
        answer = self.enter_place(**how)
        assert answer.status == 201, answer
        return answer.body["id"]

    def enter(self, *, by: str = "worker", key: str | None = None, **more: Any) -> Answer:
        """Enter a finding."""
        said: dict[str, Any] = {"kind": PLAIN[0], "item": PLAIN[1], "what": "应急照明不亮"}
        if "place" not in more:
            said |= {"grid": GRID, "where": "村口"}
        headers = {"idempotency-key": key} if key else None
        return self.go("POST", "findings", said | more, by=by, headers=headers)

    def finding(self, **how: Any) -> Any:
        """Return a new finding."""
        answer = self.enter(**how)
        assert answer.status == 201, answer
        return answer.body

    def move(self, finding: str, action: str, by: str, **more: Any) -> Answer:
        """Take a step with a finding."""
        said = {**WORDS.get(action, {}), **more, "action": action}
        return self.go("POST", f"findings/{finding}/transitions", said, by=by)

    def moved(self, finding: str, action: str, by: str, **more: Any) -> Any:
        """Take a step that must succeed."""
        answer = self.move(finding, action, by, **more)
        assert answer.status == 200, answer
        return answer.body

    def check(self, place: str, *, by: str = "worker", **more: Any) -> Any:
        """Go through a place."""
        said = {"action": "check"} | more
        answer = self.go("POST", f"places/{place}/transitions", said, by=by)
        assert answer.status == 200, answer
        return answer.body

    def due(self, grid: str = GRID, *, by: str = "worker", **query: Any) -> Any:
        """Read the work of a grid."""
        return self.got("due", by=by, grid=grid, **query)

    def read(self, finding: str, *, by: str = "worker") -> Any:
        """Read a finding."""
        return self.got(f"findings/{finding}", by=by)


WORDS: dict[str, dict[str, Any]] = {
    "fix": {"done": "已更换"},
    "recheck": {"passed": True, "finding": "已消除"},
    "control": {"control": "人员已撤出，停止使用"},
    "plan": {"plan": "加固承重墙", "rectify_on": "2026-12-20"},
    "examine": {"agreed": True, "finding": "审查同意"},
    "report": {"reported_to": "110"},
    "regrade": {"reason": "承重墙断裂"},
    "withdraw": {"reason": "经核实不是隐患"},
}
"""What a step says when a test does not care."""
