"""A mediation through HTTP: found on a grid's round, taken up, agreed in writing, and confirmed by a court."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from docx import Document

from tests.deployed import DeployedCounty, eventually

BASE = "/v1/services/mediation"
VILLAGE, GRID = "140426106201", "140426106201001"
MEDIATOR, WORKER, PARTY, OTHER = "mediator", "grid_worker", "resident", "second_resident"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedCounty]:
    """A county of its own: what is counted stays."""
    county = DeployedCounty(tmp_path_factory.mktemp("mediation") / "cloud")
    yield county
    county.close()


def did(county: DeployedCounty, who: str, method: str, path: str, body: Any = None) -> Any:
    answer = county.call(who, method, f"{BASE}/{path}", json=body)
    assert answer.status_code in (200, 201, 202), (who, path, answer.text)
    return answer.json()


def figures(county: DeployedCounty) -> dict[str, Any]:
    month = f"{datetime.now(SHANGHAI):%Y-%m}"
    path = f"figures?unit={VILLAGE}&first={month}&last={month}"
    return did(county, "town_officer", "GET", path)


def test_a_dispute_found_on_a_round_is_agreed_and_confirmed(county: DeployedCounty) -> None:
    before = figures(county)
    # The article's four disputes, as the demo county has them.
    assert (before["opened"], before["succeeded"], before["performed"]) == (4, 4, 1)
    found = {
        "place": GRID,
        "kind": "neighbours",
        "source": "found",
        "summary": "两户因院墙排水发生争执。",
        "parties": [
            {"name": "演示居民0001", "person": "p-re-01"},
            {"name": "演示居民0079", "person": "p-re-02"},
        ],
    }
    danger = county.call(WORKER, "POST", f"{BASE}/cases", json=found | {"dangers": ["violence"]})
    assert danger.status_code == 409
    case = did(county, WORKER, "POST", "cases", found)["id"]

    def step(action: str, who: str = MEDIATOR, **said: Any) -> Any:
        return did(county, who, "POST", f"cases/{case}/transitions", {"action": action} | said)

    consents = [{"party": one, "identity": "resident_card"} for one in (1, 2)]
    number = step("accept", consents=consents, rights_told=True)["number"]
    assert number.startswith("庄头村民调〔")
    now = datetime.now(SHANGHAI).isoformat()
    session = {"held_at": now, "place": "村调解室", "record": "各自陈述。", "present": [1, 2]}
    step("hold_session", session=session)
    agreement = {"form": "written", "content": "王家改建排水沟。", "amount_fen": 60_000}
    step("agree", agreement=agreement)
    hands = [{"party": 1, "way": "signature"}, {"party": 2, "way": "fingerprint"}]
    signing = {"signed": hands, "mediator": True, "sealed": True}
    assert step("sign", signing=signing)["status"] == "effective"
    step("ask_court", asking={"court": "of_the_committee", "jointly": [1, 2]})
    today = f"{datetime.now(SHANGHAI):%Y-%m-%d}"
    confirmed = step("court_answers", answer="granted", answered_on=today)

    assert confirmed["confirmation"]["answer"] == "granted"
    assert [one["kind"] for one in confirmed["owed"]] == ["mediation_visit"] * 3
    after = figures(county)
    assert [after[name] - before[name] for name in ("opened", "succeeded", "confirmed")] == [1] * 3
    path = f"cases/{case}/file/agreement"
    assert did(county, OTHER, "POST", path)["status"] == "queued"

    def done() -> Any:
        seen = did(county, PARTY, "GET", path)
        return seen if seen["status"] == "done" else None

    document = eventually(done, "the agreement was written")
    file = Document(io.BytesIO(httpx.get(document["download"]["url"]).content))
    said = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert number in said
    assert "王家改建排水沟" in said
    for who in ("village_officer", "town_officer", "county_admin", "errand_agent"):
        assert county.get(who, f"{BASE}/cases/{case}").status_code == 404, who
    told = eventually(
        lambda: [
            one
            for one in county.get(PARTY, "/v1/notices/inbox").json()["items"]
            if one["event"] == "mediation_effective"
        ],
        "the party heard of it",
    )
    assert "0079" not in str(told)
