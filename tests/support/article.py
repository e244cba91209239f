"""The article's year of 洪井镇 in process: the demo county's people and homes, and its stories brought about through the routes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assembly.api import API as ASSEMBLY
from economy.api import API as ECONOMY
from enforcement.api import API as ENFORCEMENT
from infra.local.demo_economy import Collective
from infra.local.demo_enforcement import EnforcementYear
from infra.local.demo_errands import ErrandYear
from infra.local.demo_mediation import MediationYear
from kernel.storage import dynamo
from points.api import API as POINTS
from points.store.ledger_rows import ScoreRow
from registry.store.rows import HeadRow, HouseholdRow, ResidentRow
from reports.api import API as REPORTS
from reports.service import wind_clock
from services.api import API as SERVICES
from tests.support.assembly import member
from tests.support.county import COUNTY, TOWN, Answer, County, a_county
from tests.support.in_process import http_event, unit_row

REFERENCE = Path(__file__).parents[2] / "infra" / "reference"
VILLAGE = f"{TOWN}201"
VILLAGES = [f"{TOWN}{number}" for number in range(201, 227)]
GRIDS = [f"{VILLAGE}{number:03d}" for number in range(1, 16)]
_APIS = {
    "assembly": ASSEMBLY,
    "economy": ECONOMY,
    "enforcement": ENFORCEMENT,
    "points": POINTS,
    "reports": REPORTS,
    "services": SERVICES,
}
_WHO = {
    *("p-eo-01", "p-eo-02", "p-lr-01", "p-eh-01", "p-js-01", "p-to-01", "p-ea-01", "p-vo-01", "p-vo-31"),
    *("p-vo-32", "p-cd-01", "p-bk-01", "p-cs-01", "p-ch-01", "p-md-01", "p-pv-01", "p-gw-01", "p-co-01"),
    *("p-vr-02", "p-vr-03"),
}  # fmt: skip
_A_WRITE = 100


def call(
    county: County, by: str | None, method: str, path: str, body: Any = None, **how: Any
) -> Answer:
    """Make a call as somebody; the path after `/v1/`."""
    api = _APIS[path.partition("/")[0]]
    return county.go(method, f"/v1/{path}", body, by=by, api=api, **how)


def did(
    county: County, by: str | None, method: str, path: str, body: Any = None, **how: Any
) -> Any:
    """Make a call that must succeed, and return what it answers."""
    answer = call(county, by, method, path, body, **how)
    assert answer.status in (200, 201, 202), (by, path, body, answer)
    return answer.body


def page_of(by: str, path: str) -> str:
    """Return a page to print as somebody sees it."""
    event = http_event("GET", f"/v1/{path}", by=by, query={}, raw_query="", headers={}, body=None)
    told = REPORTS.handle(event, None)
    assert (told["statusCode"], told["headers"]["Content-Type"]) == (200, "text/html")
    return told["body"]


def count() -> None:
    """Let the worker of reports run until nothing is left to count."""
    while wind_clock.run():
        pass


@contextmanager
def the_article() -> Iterator[County]:
    """Run the county at the end of the article's year."""
    with pytest.MonkeyPatch.context() as patch, a_county() as county:
        patch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
        _settle(county)
        _seat(county)
        _tell(county)
        _score(county)
        yield county


def _settle(county: County) -> None:
    posts: dict[str, tuple[str, str]] = {}
    for row in _rows("demo/posts.csv"):
        if not row["valid_to"] and (row["person_id"] in _WHO or row["role"] == "grid_worker"):
            posts.setdefault(row["person_id"], (row["role"], row["unit"]))
    homes = [_home(row) for row in _rows("demo/households.csv")]
    living = [_resident(row) for row in _rows("demo/residents.csv")]
    counted = Counter(row["household_id"] for row in _rows("demo/residents.csv"))
    heads = [HeadRow(f"HOUSEHOLD#{one}", "HEAD", residents=many) for one, many in counted.items()]
    residents = {
        row["person_id"]: ("resident", VILLAGE)
        for row in _rows("demo/residents.csv")
        if row["person_id"] and row["person_id"] not in posts
    }
    county.staff |= posts | residents
    places = [unit_row(code) for code in (*VILLAGES[1:], *GRIDS)]
    beside = [*homes, *heads, *living, *places]
    county.settle(dict.fromkeys((COUNTY, TOWN, VILLAGE)), county.staff, beside=beside)


def _home(row: dict[str, str]) -> HouseholdRow:
    key = HouseholdRow.key(row["household_id"])
    said: dict[str, Any] = {name: row[name] for name in ("household_id", "unit", "head_name")}
    return HouseholdRow(
        *key[1:], **said, parent=HouseholdRow.listing(row["unit"]), code=row["unit"]
    )


def _resident(row: dict[str, str]) -> ResidentRow:
    one = ResidentRow(f"RESIDENT#{row['resident_id']}", "RESIDENT")
    one.resident_id, one.household_id = row["resident_id"], row["household_id"]
    one.name, one.parent = row["name"], ResidentRow.listing(row["household_id"])
    one.code, one.relation = row["resident_id"], row["relation"]
    one.person_id, one.birth_year = row["person_id"] or None, int(row["birth_year"])
    return one


def _seat(county: County) -> None:
    for kind, people in {
        "party_branch": [member("p-vo-01", office="secretary"), member("p-vo-32")],
        "collective_council": [member("p-cd-01"), member("p-vr-02"), member("p-vr-03")],
    }.items():
        body = did(county, "admin", "POST", "assembly/bodies", {"village": VILLAGE, "kind": kind})
        said = {"valid_from": "2026-11-01", "members": people}
        path = f"assembly/bodies/{body['id']}/compositions"
        number = did(county, "admin", "POST", path, said)["number"]
        confirm = {"action": "confirm"}
        did(county, "admin", "POST", f"{path}/{number}/transitions", confirm)


def _tell(county: County) -> None:
    """Bring the stories about, as the demo county has them."""

    def asking(under: str) -> Any:
        return lambda by, method, path, body: did(county, by, method, f"{under}{path}", body)

    def one_by_one(work: Any, given: Any, _: Any = None) -> list[Any]:
        # moto is for one thread.
        return [work(one) for one in given]

    def wait(seconds: float) -> None:
        county.advance(seconds=seconds)

    def now() -> Any:
        return county.now

    EnforcementYear(asking("enforcement/"), now, one_by_one).fill(lambda _: None)
    MediationYear(asking("services/mediation/"), now).fill(lambda _: None)
    ErrandYear(asking("services/"), now).fill(lambda _: None)
    Collective(asking(""), now, wait).fill(lambda _: None)


def _score(county: County) -> None:
    """Post a red and an improvement board of five households each, from a month of scores."""
    _adopt_rules(county)
    homes = [f"h-{number:03d}" for number in range(1, 61)]
    rows = [
        ScoreRow(f"SCORES#{VILLAGE}#2026-11", home, earned=100 - number, lost=number)
        for number, home in enumerate(homes)
    ]
    dynamo.write([dynamo.Write(row) for row in rows])
    path = f"points/villages/{VILLAGE}/boards"
    board = did(county, "p-pv-01", "POST", path, {"period": "2026-11"})
    county.now += timedelta(days=6)
    did(county, "p-vo-31", "POST", f"{path}/{board['id']}/transitions", {"action": "approve"})


def _adopt_rules(county: County) -> None:
    book = did(county, "p-vo-01", "GET", "points/rule-books/sample")["book"]
    path = f"points/villages/{VILLAGE}/rule-books"
    version = did(county, "p-vo-01", "POST", path, book)["version"]
    today = county.now.date().isoformat()
    voted = {"action": "pass", "vote_id": "庄头村会〔2026〕1号", "voted_on": today}
    filed = {"action": "file", "filing_no": "洪井备〔2026〕1号"}
    published = {"action": "publish", "valid_from": today}
    for by, step in (("p-vo-01", voted), ("p-to-01", filed), ("p-vo-01", published)):
        did(county, by, "POST", f"{path}/{version}/transitions", step)


def _rows(path: str) -> list[dict[str, str]]:
    with (REFERENCE / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
