"""Powers and inspections of the deployed town, through HTTP: a list imported by the worker, a draw anybody repeats, an order looked at again."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.deployed import DeployedCounty, eventually
from tests.support.deployed_town import HEAD, OFFICER, SHANGHAI, TOWN, DeployedTown, slug

WITHIN = 60
HEADER = ("town", "kind", "code", "name", "law", "document", "valid_from")
FIRM = "91140426MA0000002E"
RECORD = {"checklist": [{"item": "堆放", "found": "有"}], "record": "堆放秸秆。", "signed": True}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedTown]:
    """A county of its own: what is given, drawn and inspected stays."""
    county = DeployedCounty(tmp_path_factory.mktemp("inspections") / "cloud")
    yield DeployedTown(county)
    county.close()


def imported(county: DeployedCounty, *lines: tuple[str, ...]) -> dict[str, Any]:
    """Import an authority list as far as it goes."""
    text = io.StringIO()
    csv.writer(text).writerows((HEADER, *lines))
    content = text.getvalue().encode()
    wanted = {"kind": "authority_items", "format": "csv", "file_name": "清单.csv"}
    said = wanted | {"size": len(content)}
    job = county.post("county_admin", "/v1/registry/imports", json=said).json()
    upload = job["upload"]
    sent = httpx.put(
        upload["url"], content=content, headers=upload["headers"], timeout=30, trust_env=False
    )
    assert sent.status_code == 200, sent.text
    path = f"/v1/registry/imports/{job['id']}"

    def settled() -> dict[str, Any] | None:
        told: dict[str, Any] = county.get("county_admin", path).json()
        return None if told["status"] in {"checking", "applying"} else told

    for action in ("check", "apply"):
        asked = county.post("county_admin", f"{path}/transitions", json={"action": action})
        assert asked.status_code == 200, asked.text
        job = eventually(settled, f"the {action} of an authority list")
        if job["status"] == "refused":
            break
    return job


def test_an_authority_list_is_imported_and_what_it_gives_is_inspected(town: DeployedTown) -> None:
    line = (
        TOWN,
        "行政检查",
        "heaps",
        "柴草堆放检查",
        "county-rule",
        "示例〔2026〕1号",
        "2026-01-01",
    )
    assert slug(town.propose(items=["heaps"])) == "no-power"

    told = imported(town.cloud, line)

    assert (told["status"], told["created"]) == ("applied", 1)
    assert town.proposed(items=["heaps"])
    wrong = imported(town.cloud, (*line[:2], "Heaps!", *line[3:]))
    assert (wrong["status"], wrong["errors"]["items"][0]["column"]) == ("refused", "code")


def test_anybody_repeats_a_draw_without_signing_in(town: DeployedTown) -> None:
    year = town.day()[:4]
    town.did(OFFICER, "PUT", f"towns/{TOWN}/firms/{FIRM}", {"name": "演示养殖场"})
    drawn = town.did(
        HEAD, "POST", f"towns/{TOWN}/draws", {"year": int(year), "round": "E1", "wanted": 1}
    )

    seen = town.ask(None, "GET", f"public/towns/{TOWN}/draws/{year}/E1").json()

    def rank(code: str) -> str:
        return hashlib.sha256(f"{seen['seed']}\n{code}".encode()).hexdigest()

    assert seen["drawn"] == sorted(seen["listed"], key=rank)[:1] == drawn["drawn"]
    again = town.ask(
        HEAD, "POST", f"towns/{TOWN}/draws", {"year": int(year), "round": "E1", "wanted": 1}
    )
    assert slug(again) == "drawn-before"


def test_an_order_to_correct_is_owed_until_it_is_looked_at_again(town: DeployedTown) -> None:
    visit = town.proposed()
    assert town.begin(visit).status_code == 200
    limit = (datetime.now(SHANGHAI) + timedelta(days=5)).isoformat(timespec="seconds")
    ordered = town.step(
        OFFICER, visit, "record", result="ordered", order="清理秸秆", limit=limit, **RECORD
    ).json()
    owed = f"/v1/obligations/{ordered['recheck_owed']}"
    assert town.cloud.get("county_admin", owed).json()["status"] == "open"

    again = town.proposed(kind="recheck", items=[], recheck_of=visit)
    assert town.begin(again).status_code == 200
    found = {
        "checklist": [{"item": "堆放", "found": "已清理"}],
        "record": "已清理。",
        "signed": True,
    }
    assert town.step(OFFICER, again, "record", result="no_problem", **found).status_code == 200

    assert town.did(HEAD, "GET", f"inspections/{visit}")["settled_by"] == again
    assert town.cloud.get("county_admin", owed).json()["status"] == "fulfilled"
    forms = [one["form"] for one in town.did(HEAD, "GET", f"inspections/{visit}/papers")["items"]]
    assert forms == ["inspection_record", "inspection_result", "correction_order"]
