"""Ten thousand lines through the deployed import: signed upload, queue, dry run, chunks, and the same again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.deployed import DeployedCounty, eventually

LINES = 10_000
WITHIN = 180


def ten_thousand_persons() -> bytes:
    lines = (f"bulk-{number:05d},演示{number:05d},000-0000003" for number in range(LINES))
    return "\r\n".join(("person_id,name,phone", *lines)).encode()


def announced(county: DeployedCounty, content: bytes) -> dict[str, Any]:
    """Announce a file and upload it; return the import."""
    wanted = {"kind": "persons", "format": "csv", "file_name": "persons.csv", "size": len(content)}
    answer = county.post("county_admin", "/v1/registry/imports", json=wanted)
    assert answer.status_code == 201, answer.text
    upload = answer.json()["upload"]
    sent = httpx.put(
        upload["url"], content=content, headers=upload["headers"], timeout=30, trust_env=False
    )
    assert sent.status_code == 200, sent.text
    return answer.json()


def moved(county: DeployedCounty, job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    """Take a step; return the import as it was seen at each look until the worker was done with it."""
    address = f"/v1/registry/imports/{job['id']}"
    asked = county.post("county_admin", f"{address}/transitions", json={"action": action})
    assert asked.status_code == 200, asked.text
    seen: list[dict[str, Any]] = []

    def is_settled() -> bool:
        seen.append(county.get("county_admin", address).json())
        return seen[-1]["status"] not in {"checking", "applying"}

    eventually(is_settled, f"the {action} of {LINES} lines")
    return seen


def imported(county: DeployedCounty, content: bytes) -> tuple[list[Any], list[Any]]:
    """Import a file; return how its dry run and its application were seen."""
    job = announced(county, content)
    checked = moved(county, job, "check")
    assert checked[-1]["status"] == "checked", checked[-1]
    applied = moved(county, job, "apply")
    assert applied[-1]["status"] == "applied", applied[-1]
    return checked, applied


def came_to(told: dict[str, Any]) -> tuple[int, ...]:
    """Return what the lines came to: done, created, changed, unchanged."""
    return tuple(told[name] for name in ("rows_done", "created", "changed", "unchanged"))


def test_ten_thousand_lines_go_in_once_showing_how_far_they_are(cloud: DeployedCounty) -> None:
    content = ten_thousand_persons()

    checked, applied = imported(cloud, content)
    again_checked, again_applied = imported(cloud, content)

    assert came_to(checked[-1]) == came_to(applied[-1]) == (LINES, LINES, 0, 0)
    assert came_to(again_checked[-1]) == came_to(again_applied[-1]) == (LINES, 0, 0, LINES)
    assert any(0 < look["rows_done"] < LINES for look in checked), "no progress in the dry run"
    assert any(0 < look["rows_done"] < LINES for look in applied), "no progress in the application"
    last = cloud.get("county_admin", f"/v1/registry/persons/bulk-{LINES - 1:05d}").json()
    assert (last["name"], last["phone"]) == (f"演示{LINES - 1:05d}", "000****0003")
