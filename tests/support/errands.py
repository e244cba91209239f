"""Errands as tests use them: households, agents, requests that fit, and whoever sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from composition.clocks import CLOCKS
from kernel.directory import PersonRow, Remembered
from kernel.storage import dynamo
from registry.store.rows import HouseholdRow, ResidentRow
from services.api import API
from tests.support.county import GRID, VILLAGE, Answer, County

BASE = "/v1/services/errands"
PUBLIC = "/v1/services/public/errands/matters"
HOME = "h-1"
NUMBER = "11010519491231002X"
SHA = "ab" * 32
SAYS: Mapping[str, Mapping[str, Any]] = {
    "tell_missing": {"papers": ["household_register"]},
    "supply": {"papers": ["household_register"]},
    "record_result": {"outcome": "granted"},
    "deliver": {"signature": "paper"},
    "visit": {"reason": "委托人已收到"},
    "revoke": {"reason": "改为自己办理"},
    "resign": {"reason": "因病"},
    "contact": {"reason": "已电话说明"},
    "take_original": {"paper": "household_register", "signature": "paper"},
    "fetch": {"original": 1, "signature": "paper"},
    "receive": {"original": 1},
    "withdraw_offer": {"original": 1},
    "add_scan": {"paper": "household_register", "file": "scans/1", "sha256": SHA},
}
"""What a step says when a test does not care."""


def people(county: County) -> County:
    """Let a household live in the village, with somebody who signs in and somebody who does not, and agents for them."""
    county.appoint(agent=("errand_agent", VILLAGE), agent2=("errand_agent", VILLAGE))
    rows: list[Any] = [
        HouseholdRow(
            *HouseholdRow.key(HOME)[1:],
            household_id=HOME,
            unit=GRID,
            head_name="王守田",
            parent=HouseholdRow.listing(GRID),
            code=HOME,
        )
    ]
    for number, (name, person) in enumerate(
        [("王守田", "resident"), ("李桂花", None), ("王小满", None)]
    ):
        said: dict[str, Any] = {"resident_id": f"r-{number}", "household_id": HOME, "name": name}
        row = ResidentRow(f"RESIDENT#r-{number}", "RESIDENT", **said)
        row.person_id = person
        row.parent, row.code = f"RESIDENTS#{HOME}", f"r-{number}"
        rows.append(row)
    (resident,) = dynamo.read([PersonRow.key("resident")], consistent=True)
    resident.household, resident.name = HOME, "王守田"
    dynamo.write([dynamo.Write(row) for row in [*rows, resident]])
    Remembered.forget()
    return county


def errand_of(name: str = "李桂花", **more: Any) -> dict[str, Any]:
    """Return what entrusts a matter on paper."""
    said: dict[str, Any] = {
        "matter": "pension_certification",
        "principal": {"household": HOME, "name": name},
        "signature": "paper",
        "signed_on": "2026-11-23",
        "last_day": "2027-03-31",
    }
    return {name: value for name, value in (said | more).items() if value is not None}


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    """Send a request to the services; as the agent where nobody is said."""
    return county.go(method, path, body, by=how.pop("by", "agent"), api=API, **how)


def entrust(county: County, *, by: str = "agent", **more: Any) -> str:
    """Entrust a matter and return the errand's id."""
    answer = go(county, "POST", BASE, errand_of(**more), by=by)
    assert answer.status == 201, answer
    return answer.body["id"]


def own(county: County, **more: Any) -> Answer:
    """Let the resident entrust the own matter to the agent in the app."""
    said = {"principal": None, "signature": None, "signed_on": None, "agent": "agent"}
    return go(county, "POST", BASE, errand_of(**(said | more)), by="resident")


def move(county: County, errand: str, action: str, by: str = "agent", **more: Any) -> Answer:
    """Take a step, with whatever it needs to say."""
    headers = more.pop("headers", None)
    body = {"action": action} | dict(SAYS.get(action, {})) | more
    return go(county, "POST", f"{BASE}/{errand}/transitions", body, by=by, headers=headers)


def moved(county: County, errand: str, action: str, by: str = "agent", **more: Any) -> Any:
    """Take a step that must succeed, and return the errand."""
    answer = move(county, errand, action, by, **more)
    assert answer.status == 200, answer
    return answer.body


def walk(county: County, errand: str, *actions: str) -> Any:
    """Take steps one after the other, as the agent."""
    for action in actions:
        moved(county, errand, action)
    return read(county, errand)


def delivered(county: County, **more: Any) -> str:
    """Let an errand be done and delivered."""
    errand = entrust(county, **more)
    walk(county, errand, "accept", "submit", "record_result", "deliver")
    return errand


def read(county: County, errand: str, by: str = "agent") -> Any:
    """Return an errand as somebody sees it."""
    answer = go(county, "GET", f"{BASE}/{errand}", by=by)
    assert answer.status == 200, answer
    return answer.body


def events(county: County, errand: str) -> list[str]:
    """Return what the history says, oldest first."""
    answer = go(county, "GET", f"{BASE}/{errand}/history")
    assert answer.status == 200, answer
    return [step["event"] for step in answer.body["items"]]


def wind() -> int:
    """Let the clock of services run."""
    return CLOCKS["services"]()
