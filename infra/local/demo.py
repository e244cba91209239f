"""Fill a deployed, empty county with the demo county of `infra/reference`, the way a real county is filled.

The first administrator comes from `infra.bootstrap_admin`; everything else is imported by that administrator through the
API: units, persons, posts, households, residents, the policy with its limits of seconds, and the notice settings.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import httpx

from infra.local.cloud import ROOT, LocalCloud
from infra.local.demo_books import Books
from infra.local.demo_economy import Collective
from infra.local.demo_enforcement import EnforcementYear
from infra.local.demo_environment import Environment
from infra.local.demo_errands import ErrandYear
from infra.local.demo_hazards import HazardRounds
from infra.local.demo_information import InformationOfTheVillage
from infra.local.demo_mediation import MediationYear
from infra.local.demo_stars import Stars
from infra.local.deploy import COUNTY, STACK, Deployment
from infra.local.progress import Step, step, together
from infra.local.session import issue_token

REFERENCE = ROOT / "infra" / "reference"
DEMO = REFERENCE / "demo"
FILES = {
    "units": REFERENCE / "licheng" / "units.csv",
    "persons": DEMO / "persons.csv",
    "posts": DEMO / "posts.csv",
    "households": DEMO / "households.csv",
    "residents": DEMO / "residents.csv",
    "relatives": DEMO / "relatives.csv",
}
"""What is imported, in this order: each file names what the ones before it brought."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
VILLAGE_OFFICER = "p-vo-01"
MEMBERS_AT_ONCE = 200
# Runs of the clock to wait for; each does all that is due, so one is usual.
TICKS = 30


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
            _expect(api.put("/v1/incidents/policies", json=policy), 200)
        with step("setting the terms of obligations, in seconds for decisions"):
            terms = json.loads((DEMO / "obligation_settings.json").read_text())
            _expect(api.put("/v1/obligations/settings", json=terms), 200)
        with step("setting notices to go out at any time of day"):
            settings = json.loads((DEMO / "notice_settings.json").read_text())
            _expect(api.put("/v1/notices/settings", json=settings), 200)
    with step("filling 庄头村 with points: book, claims, boards, supermarket") as current:
        Points(cloud, deployment).fill(current)
    _assemble(cloud, deployment, administrator)
    for title, under, made in STORIES:
        with step(title) as current:
            _bring_about(cloud, deployment, under, made, current)
    with step("awarding the five stars of 庄头村") as current:
        _bring_about(
            cloud,
            deployment,
            "reports/stars/",
            lambda ask, now: Stars(ask, now, lambda: wind(cloud, "ReportWorker")),
            current,
        )


class Points:
    """The points of one village, brought about by the people who would: each call is made as one of them."""

    def __init__(self, cloud: LocalCloud, deployment: Deployment) -> None:
        self._cloud, self._deployment = cloud, deployment
        self._data: dict[str, Any] = json.loads((DEMO / "points.json").read_text(encoding="utf-8"))
        self._village: str = self._data["village"]
        self._tokens: dict[str, str] = {}
        homes = {row["household_id"]: row["unit"] for row in _rows(DEMO / "households.csv")}
        workers = {
            row["unit"]: row["person_id"]
            for row in _rows(DEMO / "posts.csv")
            if row["role"] == "grid_worker" and not row["valid_to"]
        }
        self._worker_of = {home: workers[unit] for home, unit in homes.items()}

    def fill(self, current: Step) -> None:
        """Bring about a period: rule book, claims and deductions, publication, posting, shop, redemptions, board."""
        with httpx.Client(
            base_url=self._deployment.api_url, timeout=60, trust_env=False
        ) as self._api:
            people = ["p-vo-01", "p-vo-31", "p-to-01", "p-pv-01", "p-pv-02", "p-nb-01", "p-sk-01"]
            claims = [(one, self._worker_of[one["household"]]) for one in self._data["claims"]]
            claims += [(one, "p-pv-03") for one in self._data["deductions"]]
            current.note("signing in who takes part")
            for person in dict.fromkeys([*people, *(by for _, by in claims)]):
                self._tokens[person] = issue_token(self._cloud, self._deployment, person)
            current.note("rule book")
            self._adopt()
            together(
                lambda one: self._claim(*one),
                claims,
                lambda count: current.note(f"claims {count}/{len(claims)}"),
            )
            current.note("publication")
            while self._post("p-vo-01", f"villages/{self._village}/publications", None)["left"]:
                pass
            current.note("waiting for the end of the time to object")
            self._let_periods_end()
            current.note("supermarket")
            self._sell()
            current.note("board")
            self._board()

    def _adopt(self) -> None:
        path = f"villages/{self._village}/rule-books"
        book = self._get("p-vo-01", "rule-books/sample")["book"]
        few = {
            "neighbours_plus": self._data["neighbours"],
            "neighbours_minus": self._data["neighbours"],
        }
        book["parameters"] |= few
        version = self._post("p-vo-01", path, book)["version"]
        today = datetime.now(SHANGHAI).date().isoformat()
        path = f"{path}/{version}/transitions"
        voted = {"action": "pass", "vote_id": "庄头村会〔2026〕1号", "voted_on": today}
        self._post("p-vo-01", path, voted)
        self._post("p-to-01", path, {"action": "file", "filing_no": "洪井备〔2026〕1号"})
        self._post("p-vo-01", path, {"action": "publish", "valid_from": today})

    def _claim(self, said: dict[str, Any], by: str) -> None:
        today = datetime.now(SHANGHAI).date().isoformat()
        claim = self._post(by, "claims", {**said, "happened_on": today})["id"]
        path = f"claims/{claim}/transitions"
        for verifier in ("p-pv-01", "p-pv-02"):
            found = {"action": "verify", "quantity": said["quantity"]}
            self._post(verifier, path, found)
        self._post("p-nb-01", path, {"action": "recognise", "in_favour": True})

    def _let_periods_end(self) -> None:
        """Wait until the objection period (seconds stand for days here) is over, and let the clock post as its schedule would."""
        path = f"villages/{self._village}/publications"
        ends = max(
            datetime.fromisoformat(one["objections_until"])
            for one in self._get("p-vo-01", path)["items"]
        )
        time.sleep(max(0.0, (ends - datetime.now(SHANGHAI)).total_seconds()) + 0.5)
        for _ in range(TICKS):
            wind(self._cloud, "PointsClock")
            if not self._waiting_to_be_posted():
                return
            time.sleep(1.0)
        raise DemoFailed("some claims of the demo were not posted when their time had come")

    def _waiting_to_be_posted(self) -> bool:
        """Tell whether claims are still public; the schedule's own run may hold some of them while ours passes by."""
        path = f"claims?village={self._village}&status=published&limit=1"
        return bool(self._get("p-vo-01", path)["items"])

    def _sell(self) -> None:
        base = f"villages/{self._village}"
        self._put("p-vo-01", f"{base}/shop", self._data["shop"])
        for goods in self._data["goods"]:
            path = f"{base}/goods/{goods['id']}"
            offer = {name: goods[name] for name in ("name", "points")}
            self._put("p-sk-01", path, {**offer, "merchant": "collective"})
            came = {
                "kind": "goods_in",
                "quantity": goods["stock"],
                **{name: goods[name] for name in ("funding", "source", "value_fen")},
            }
            self._post("p-sk-01", f"{path}/movements", came)
        for wanted in self._data["redemptions"]:
            one = self._post(self._worker_of[wanted["household"]], "redemptions", wanted)
            handed = {"action": "hand_over", "code": one["qr"]}
            self._post("p-sk-01", f"redemptions/{one['id']}/transitions", handed)

    def _board(self) -> None:
        path = f"villages/{self._village}/boards"
        month = f"{datetime.now(SHANGHAI):%Y-%m}"
        board = self._post("p-pv-01", path, {"period": month})
        ends = datetime.fromisoformat(board["not_before"])
        time.sleep(max(0.0, (ends - datetime.now(SHANGHAI)).total_seconds()) + 0.5)
        self._post("p-vo-31", f"{path}/{board['id']}/transitions", {"action": "approve"})

    def _get(self, by: str, path: str) -> dict[str, Any]:
        return self._ask(by, "GET", path, None)

    def _post(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "POST", path, body)

    def _put(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "PUT", path, body)

    def _ask(self, by: str, method: str, path: str, body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._tokens[by]}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        answer = self._api.request(method, f"/v1/points/{path}", headers=headers, json=body)
        return _expect(answer, 200, 201)


def wind(cloud: LocalCloud, function: str) -> None:
    """Let a function that comes by every minute come by now.

    Raises
    ------
    DemoFailed
        It failed.
    """
    found = cloud.client("cloudformation").describe_stack_resource(
        StackName=STACK, LogicalResourceId=function
    )
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    answer = cloud.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    if answer.get("FunctionError"):
        raise DemoFailed(f"{function} failed: {answer['Payload'].read().decode()}")


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
            _expect(api.put(f"/v1/assembly/ceremony-limits/{village}", json=limits), 200)
        for idea in said["ideas"]:
            with as_person(idea.pop("by")) as api:
                _expect(api.post("/v1/assembly/ideas", json=idea | {"village": village}), 201)


class _Story(Protocol):
    """Part of the demo county's year, brought about by the people who would."""

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        ...

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring it about; `note` is told how far it is."""
        ...


_Ask = Callable[[str, str, str, Any], dict[str, Any]]
_Now = Callable[[], datetime]
STORIES: Sequence[tuple[str, str, Callable[[_Ask, _Now], _Story]]] = (
    ("bringing about a year of enforcement in 洪井镇", "enforcement/", EnforcementYear),
    ("going on the hazard rounds of 庄头村", "services/hazards/", lambda ask, _: HazardRounds(ask)),
    ("visiting households of 庄头村", "services/information/", InformationOfTheVillage),
    ("mediating four disputes in 庄头村", "services/mediation/", MediationYear),
    ("doing twelve errands for 庄头村", "services/", ErrandYear),
    ("keeping the environment of 庄头村", "services/environment/", Environment),
    ("letting the collective of 庄头村 sow, raise and let", "", Collective),
    ("keeping the books of the collective of 庄头村", "", Books),
)
"""What is told while it is brought about, below which path, and by what."""


def _bring_about(
    cloud: LocalCloud,
    deployment: Deployment,
    under: str,
    made: Callable[[_Ask, _Now], _Story],
    current: Step,
) -> None:
    """Let people do what they would, each call made as one of them."""
    tokens: dict[str, str] = {}
    with httpx.Client(base_url=deployment.api_url, timeout=60, trust_env=False) as api:

        def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {tokens[by]}", "Accept-Language": "en"}
            answer = api.request(method, f"/v1/{under}{path}", headers=headers, json=body)
            return _expect(answer, 200, 201, 202)

        story = made(ask, lambda: datetime.now(SHANGHAI))
        current.note("signing in who takes part")
        for person in story.people:
            tokens[person] = issue_token(cloud, deployment, person)
        story.fill(current.note)


def _seat(api: httpx.Client, village: str, body: dict[str, Any]) -> None:
    """Make a body and put its composition in force; large ones go in parts."""
    members = body["members"]
    made = _expect(
        api.post("/v1/assembly/bodies", json={"village": village, "kind": body["kind"]}), 201
    )
    draft = {
        "valid_from": body["valid_from"],
        "households": body["households"],
        "members": members[:MEMBERS_AT_ONCE],
    }
    compositions = f"/v1/assembly/bodies/{made['id']}/compositions"
    number = _expect(api.post(compositions, json=draft), 201)["number"]
    for first in range(MEMBERS_AT_ONCE, len(members), MEMBERS_AT_ONCE):
        more = {"members": members[first : first + MEMBERS_AT_ONCE]}
        _expect(api.post(f"{compositions}/{number}/members", json=more), 200)
    _expect(api.post(f"{compositions}/{number}/transitions", json={"action": "confirm"}), 200)


def _import(api: httpx.Client, kind: str, path: Path, current: Step) -> None:
    """Import a file: announce it, upload it, check it, apply it."""
    content = path.read_bytes()
    wanted = {"kind": kind, "format": "csv", "file_name": path.name, "size": len(content)}
    job = _expect(api.post("/v1/registry/imports", json=wanted), 201)
    upload = job["upload"]
    sent = httpx.put(upload["url"], content=content, headers=upload["headers"], trust_env=False)
    if sent.is_error:
        raise DemoFailed(f"{path.name} could not be uploaded: {sent.status_code} {sent.text}")
    for action, aim in (("check", "checked"), ("apply", "applied")):
        address = f"/v1/registry/imports/{job['id']}"
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
        [sys.executable, "-m", "infra.bootstrap_admin", "--stack", STACK]
        + ["--county-name", "黎城县", "--person-id", person["person_id"]]
        + ["--name", person["name"], "--since", post["valid_from"]],
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
