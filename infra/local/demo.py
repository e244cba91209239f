"""Fill a deployed, empty county with the demo county of `infra/reference`, the way a real county is filled.

The first administrator comes from `infra.bootstrap_admin`; everything else is imported by that administrator through the
API: units, persons, posts, households, residents, and the policy with its limits of seconds.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from infra.local.cloud import ROOT, LocalCloud
from infra.local.deploy import STACK, Deployment
from infra.local.progress import Step, step
from infra.local.session import issue_token

REFERENCE = ROOT / "infra" / "reference"
DEMO = REFERENCE / "demo"
FILES = {
    "units": REFERENCE / "licheng" / "units.csv",
    "persons": DEMO / "persons.csv",
    "posts": DEMO / "posts.csv",
    "households": DEMO / "households.csv",
    "residents": DEMO / "residents.csv",
}
"""What is imported, in this order: each file names what the ones before it brought."""
COUNTY = "140426"
VILLAGE_OFFICER = "p-vo-01"
MEMBERS_AT_ONCE = 200


class DemoFailed(Exception):
    """The demo county could not be loaded; the message says what the API answered."""


def fingerprint() -> str:
    """A digest of the demo county's data."""
    digest = hashlib.sha256()
    for path in sorted([*DEMO.glob("*.*"), *(REFERENCE / "licheng").glob("*.*")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def load(cloud: LocalCloud, deployment: Deployment) -> None:
    """Load the whole demo county.

    Raises
    ------
    DemoFailed
        At the first thing the API refuses.
    """
    with step("making the first county administrator"):
        administrator = _bootstrap(cloud)
    token = issue_token(cloud, deployment, administrator)
    with httpx.Client(
        base_url=deployment.api_url,
        headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"},
        timeout=60,
        trust_env=False,
    ) as api:
        for kind, path in FILES.items():
            with step(f"importing {kind} ({path.relative_to(ROOT)})") as current:
                _import(api, kind, path, current)
        with step("setting the policy, with limits of seconds for category demo"):
            policy = json.loads((DEMO / "policy.json").read_text())
            _expect(api.put("/v1/policies", json=policy), 200)
    _assemble(cloud, deployment, administrator)


def _assemble(cloud: LocalCloud, deployment: Deployment, administrator: str) -> None:
    """Give 庄头村 its bodies, limits and ideas, each by whom it is for to enter."""
    said = json.loads((DEMO / "assembly.json").read_text(encoding="utf-8"))
    village = said["village"]

    def as_person(person_id: str) -> httpx.Client:
        token = issue_token(cloud, deployment, person_id)
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        return httpx.Client(
            base_url=deployment.api_url, headers=headers, timeout=60, trust_env=False
        )

    with step("seating the bodies of 庄头村") as current, as_person(administrator) as api:
        for body in said["bodies"]:
            _seat(api, village, body)
            current.note(body["kind"])
    with step("entering its limits and ideas"):
        with as_person(VILLAGE_OFFICER) as api:
            today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
            limits = said["ceremony_limits"] | {"valid_from": today}
            _expect(api.put(f"/v1/ceremony-limits/{village}", json=limits), 200)
        for idea in said["ideas"]:
            with as_person(idea.pop("by")) as api:
                _expect(api.post("/v1/ideas", json=idea | {"village": village}), 201)


def _seat(api: httpx.Client, village: str, body: dict[str, Any]) -> None:
    """Make a body and put its composition in force; large ones go in parts."""
    members = body["members"]
    made = _expect(api.post("/v1/bodies", json={"village": village, "kind": body["kind"]}), 201)
    draft = {
        "valid_from": body["valid_from"],
        "households": body["households"],
        "members": members[:MEMBERS_AT_ONCE],
    }
    compositions = f"/v1/bodies/{made['id']}/compositions"
    number = _expect(api.post(compositions, json=draft), 201)["number"]
    for first in range(MEMBERS_AT_ONCE, len(members), MEMBERS_AT_ONCE):
        more = {"members": members[first : first + MEMBERS_AT_ONCE]}
        _expect(api.post(f"{compositions}/{number}/members", json=more), 200)
    _expect(api.post(f"{compositions}/{number}/transitions", json={"action": "confirm"}), 200)


def _import(api: httpx.Client, kind: str, path: Path, current: Step) -> None:
    """Import a file: announce it, upload it, check it, apply it."""
    content = path.read_bytes()
    wanted = {"kind": kind, "format": "csv", "file_name": path.name, "size": len(content)}
    job = _expect(api.post("/v1/imports", json=wanted), 201)
    upload = job["upload"]
    sent = httpx.put(upload["url"], content=content, headers=upload["headers"], trust_env=False)
    if sent.is_error:
        raise DemoFailed(f"{path.name} could not be uploaded: {sent.status_code} {sent.text}")
    for action, aim in (("check", "checked"), ("apply", "applied")):
        address = f"/v1/imports/{job['id']}"
        _expect(api.post(f"{address}/transitions", json={"action": action}), 200)
        while (job := _expect(api.get(address), 200))["status"] in {"checking", "applying"}:
            current.note(f"{job['status']} {job['rows_done']}/{job['rows_total'] or '?'} rows")
            time.sleep(0.3)
        if job["status"] != aim:
            errors = "\n".join(
                f"  row {error['row']}, {error['column']}: {error['message_en']}"
                for error in (job.get("errors") or {}).get("items", [])[:20]
            )
            raise DemoFailed(f"{path.name} is {job['status']} where it should be {aim}:\n{errors}")


def _expect(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    if answer.status_code not in statuses:
        request = answer.request
        raise DemoFailed(f"{request.method} {request.url.path}: {answer.status_code} {answer.text}")
    return answer.json()


def _bootstrap(cloud: LocalCloud) -> str:
    post = next(
        row
        for row in _rows(DEMO / "posts.csv")
        if row["role"] == "county_admin" and row["unit"] == COUNTY
    )
    person = next(
        row for row in _rows(DEMO / "persons.csv") if row["person_id"] == post["person_id"]
    )
    done = subprocess.run(
        [sys.executable, "-m", "infra.bootstrap_admin", "--stack", STACK, "--county", COUNTY]
        + [
            "--person-id",
            person["person_id"],
            "--name",
            person["name"],
            "--since",
            post["valid_from"],
        ],
        cwd=ROOT,
        env=cloud.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "already" not in done.stderr:
        raise DemoFailed(f"the first administrator could not be made:\n{done.stderr}")
    return person["person_id"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
